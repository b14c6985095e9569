import assert from 'node:assert/strict';
import { makeBlob, type Rgb } from '../../../kernel-lib/src/recognition';
import { ARCFACE_INPUT, crop } from './networks';

describe('input of the networks', () => {
  const picture = crop((x, y, c) => (x + 2 * y + 50 * c) % 256);
  const at = (x: number, y: number, c: number): number => picture.data[(y * 112 + x) * 3 + c];

  it('is RGB planes of (x − 127.5) / 127.5, one picture after the other', () => {
    const white = crop(() => 255);
    const { data, dims } = makeBlob([white, picture], { ...ARCFACE_INPUT, layout: 'NCHW', scale: 1 });
    assert.deepEqual(dims, [2, 3, 112, 112]);
    assert.equal(data[0], 1);
    for (const [x, y, c] of [
      [0, 0, 0],
      [5, 0, 1],
      [111, 111, 2],
      [40, 70, 1]
    ]) {
      const value = data[3 * 112 * 112 + (c * 112 + y) * 112 + x];
      assert.ok(Math.abs(value - (at(x, y, c) - 127.5) / 127.5) < 1e-6, `pixel ${x},${y} channel ${c}`);
    }
  });

  it('follows layout, channel order and a mean and deviation for each channel', () => {
    const mean: Rgb = [10, 20, 30];
    const std: Rgb = [2, 4, 8];
    for (const layout of ['NCHW', 'NHWC'] as const)
      for (const order of ['RGB', 'BGR'] as const) {
        const { data, dims } = makeBlob([picture], { layout, order, scale: 0.5, mean, std });
        assert.deepEqual(dims, layout === 'NCHW' ? [1, 3, 112, 112] : [1, 112, 112, 3]);
        for (let c = 0; c < 3; c++) {
          const place = order === 'RGB' ? c : 2 - c;
          const index = layout === 'NCHW' ? (place * 112 + 9) * 112 + 7 : (9 * 112 + 7) * 3 + place;
          assert.equal(data[index], (at(7, 9, c) / 2 - mean[c]) / std[c], `${layout} ${order} channel ${c}`);
        }
      }
  });

  it('refuses a crop of another size by name of its size', () => {
    const format = { ...ARCFACE_INPUT, layout: 'NCHW' as const, scale: 1 };
    const wrong = { data: new Uint8Array(100 * 112 * 3), width: 100, height: 112 };
    assert.throws(
      () => makeBlob([wrong], format),
      e => /100×112/.test((e as { found: string }).found)
    );
    assert.throws(() => makeBlob([], format), { code: 'INVALID_ARGUMENT' });
  });
});
