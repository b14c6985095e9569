import assert from 'node:assert/strict';
import { giveBack, showCrop, showFrame } from '../../../../kernel-lib/src/detection/one-pass/show';
import { Mipmap } from '../../../../kernel-lib/src/image';
import type { Pixels } from '../../../../kernel-lib/src/types';

const picture = (width: number, height: number, value: (i: number) => number): Pixels => ({
  width,
  height,
  data: Uint8Array.from({ length: 3 * width * height }, (_, i) => value(i))
});

describe('what the network is shown', () => {
  it('is black beside the picture and the picture within, whatever was shown before in the same memory', () => {
    const other = picture(70, 50, i => i % 200);
    const fresh = showCrop(other);
    const white = new Mipmap(picture(80, 60, () => 255));
    const before = showFrame(white, { region: { x: 0, y: 0, width: 80, height: 60 }, scale: 1 });
    const memory = before.image.data.buffer;
    giveBack(before.image);
    const after = showCrop(other);
    assert.equal(after.data.buffer, memory);
    assert.deepEqual(after.dims, [1, 3, 64, 96]);
    assert.deepEqual([...after.data], [...fresh.data]);
    assert.equal(after.data[70], 0);
    assert.equal(after.data[50 * 96], 0);
  });

  it('shrunk as well', () => {
    const other = new Mipmap(picture(90, 75, i => (7 * i) % 255));
    const frame = { region: { x: 0, y: 0, width: 90, height: 75 }, scale: 0.6 };
    const fresh = [...showFrame(other, frame).image.data];
    const white = showCrop(picture(64, 64, () => 255));
    giveBack(white);
    assert.deepEqual([...showFrame(other, frame).image.data], fresh);
  });
});
