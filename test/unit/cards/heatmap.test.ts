import assert from 'node:assert/strict';
import { colourOf, overlay } from '../../../kernel-lib/src/cards/heatmap';

const RANGE: [number, number] = [-0.76, 0.76];

/** Lightness as the eye sees it (CIE L*, sRGB). */
function lightness(colour: string): number {
  const [r, g, b] = [1, 3, 5].map(i => (Number.parseInt(colour.slice(i, i + 2), 16) / 255) ** 2.2);
  return 116 * Math.cbrt(0.2126 * r + 0.7152 * g + 0.0722 * b) - 16;
}

describe('heat map', () => {
  it('is the brighter, the more a cell raises the quality', () => {
    let last = -1;
    for (let value = RANGE[0]; value <= RANGE[1]; value += 0.02) {
      const now = lightness(colourOf(value, RANGE));
      assert.ok(now > last, `at ${value}`);
      last = now;
    }
  });

  it('is clamped to its scale', () => {
    assert.equal(colourOf(-9, RANGE), colourOf(RANGE[0], RANGE));
    assert.equal(colourOf(9, RANGE), colourOf(RANGE[1], RANGE));
  });

  it('hides the face where a cell matters and shows it where it is like a good face’s', () => {
    const svg = overlay([[-0.76, 0, 0.2, 0.76]], RANGE, 0, 0, 100);
    const [lowers, neutral, some, raises] = Array.from(svg.matchAll(/fill-opacity="([\d.]+)"/g), m => Number(m[1]));
    assert.ok(neutral < some && some < raises);
    assert.equal(lowers, raises);
    assert.ok(neutral < 0.2);
  });

  it('lays the cells over the picture row by row', () => {
    const svg = overlay(
      [
        [0, 1],
        [2, 3]
      ],
      RANGE,
      10,
      20,
      40
    );
    const cells = Array.from(svg.matchAll(/<rect x="([\d.]+)" y="([\d.]+)"/g), m => [Number(m[1]), Number(m[2])]);
    assert.deepEqual(cells, [
      [10, 20],
      [30, 20],
      [10, 40],
      [30, 40]
    ]);
  });
});
