import assert from 'node:assert/strict';
import { Luma, lumaOf } from '../../../kernel-lib/src/components/luma';
import type { Pixels } from '../../../kernel-lib/src/types';

describe('the luminance of a picture where it is looked at', () => {
  const [width, height] = [23, 17];
  const image: Pixels = {
    data: Uint8Array.from({ length: 3 * width * height }, (_, i) => (i * 37) % 251),
    width,
    height
  };
  const { data } = image;

  function check(luma: Luma, left: number, top: number, w: number, h: number): void {
    const seen = luma.within(left, top, w, h);
    for (let y = top; y < top + h; y++)
      for (let x = left; x < left + w; x++) {
        const i = y * width + x;
        if (seen[i] !== lumaOf(data[3 * i], data[3 * i + 1], data[3 * i + 2])) assert.fail(`${x}, ${y} of ${w} × ${h}`);
      }
  }

  it('is right within every stretch asked for, whatever was asked for before', () => {
    const stretches: [number, number, number, number][] = [
      [5, 4, 6, 7],
      [7, 5, 2, 2],
      [3, 6, 12, 3],
      [9, 2, 4, 14],
      [0, 0, 2, 2],
      [20, 14, 3, 3],
      [0, 0, 23, 17]
    ];
    for (const first of stretches)
      for (const second of stretches)
        for (const third of stretches) {
          const luma = new Luma(image);
          for (const stretch of [first, second, third]) check(luma, ...stretch);
        }
  });

  it('nothing is worked out of an empty stretch', () => {
    assert.ok(new Luma(image).within(4, 4, 0, 3).every(value => value === 0));
  });
});
