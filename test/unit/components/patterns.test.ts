import assert from 'node:assert/strict';
import { findGrid } from '../../../kernel-lib/src/components/findings/grid';
import { shareInSquares } from '../../../kernel-lib/src/components/findings/squares';
import { Luma } from '../../../kernel-lib/src/components/luma';
import type { Box, Pixels } from '../../../kernel-lib/src/types';
import { loadSample, sampleRows } from '../recognition/samples';

/** Copy of a picture in which `value` gives each pixel from its place and its old value. */
function changed(picture: Pixels, value: (old: number, x: number, y: number, c: number) => number): Pixels {
  const data = picture.data.map((old, i) => {
    const pixel = Math.floor(i / 3);
    return Math.max(0, Math.min(255, value(old, pixel % picture.width, Math.floor(pixel / picture.width), i % 3)));
  });
  return { ...picture, data };
}

function mosaicked(picture: Pixels, side: number): Pixels {
  const { data, width } = picture;
  const floor = (v: number): number => Math.floor(v / side) * side;
  return changed(picture, (_old, x, y, c) => data[(floor(y) * width + floor(x)) * 3 + c]);
}

describe('patterns over a face', () => {
  let picture: Pixels;
  let box: Box;

  before(async () => {
    const sample = await loadSample('p01-a.jpg');
    picture = sample.image;
    box = sample.box;
  });

  it('a fine grid of three grey levels stands out, at any angle, with about its strength', () => {
    for (const angle of [0, 0.4, 1.2]) {
      const wave = (x: number, y: number): number =>
        6 * Math.cos(2 * Math.PI * 0.31 * (x * Math.cos(angle) + y * Math.sin(angle)));
      const { prominence, strength } = findGrid(new Luma(changed(picture, (old, x, y) => old + wave(x, y))), box);
      assert.ok(prominence > 12, `${angle}: ${prominence}`);
      assert.ok(strength > 3 && strength < 10, `${angle}: ${strength}`);
    }
  });

  it('no good picture of the gallery has a grid or squares', async () => {
    for (const { file } of sampleRows().filter(row => row.condition === 'good')) {
      const { image, box: face } = await loadSample(file);
      const { prominence } = findGrid(new Luma(image), face);
      assert.ok(prominence < 8, `${file}: ${prominence}`);
      assert.ok(shareInSquares(new Luma(image), face) < 0.2, file);
    }
  });

  it('a mosaic is squares, whatever their side', () => {
    for (const side of [6, 10, 16]) assert.ok(shareInSquares(new Luma(mosaicked(picture, side)), box) > 0.9, `${side}`);
  });

  it('a face too small to show a pattern has none', () => {
    assert.equal(findGrid(new Luma(picture), { ...box, width: 40, height: 50 }).prominence, 0);
    assert.equal(shareInSquares(new Luma(picture), { ...box, width: 10, height: 10 }), 0);
  });
});
