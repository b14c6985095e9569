import assert from 'node:assert/strict';
import { colourOf, mapped, smoothed } from '../../../kernel-lib/src/cards/heatmap';

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

  /** A row of a map over an even grey of 100, each cell ten pixels wide; what is drawn in the middle of each. */
  function drawn(values: number[]): number[][] {
    const side = 10 * values.length;
    const map = values.map(() => values);
    const { rgb } = mapped({ rgb: Buffer.alloc(3 * side * side, 100), width: side, height: side }, map, RANGE);
    return values.map((_, i) => [...rgb.subarray(3 * (10 * i + 5), 3 * (10 * i + 5) + 3)]);
  }

  it('shows the face in grey where a cell is like a good face’s, and hides it the more the cell matters', () => {
    const [good, some, much] = drawn([0, 0.3, 0.76]);
    assert.equal(new Set(good).size, 1);
    const colourful = (c: number[]) => Math.max(...c) - Math.min(...c);
    assert.ok(colourful(good) < colourful(some) && colourful(some) < colourful(much));
    assert.ok(colourful(drawn([0.08, 0.08])[0]) < 10, 'what means little must look little');
    const [lowers] = drawn([-0.76, -0.76]);
    assert.ok(lowers[2] > lowers[0], 'blue lowers');
    assert.ok(much[0] > much[2], 'yellow raises');
  });

  it('goes smoothly from the middle of one cell to the middle of the next', () => {
    const { rgb, width: side } = mapped(
      { rgb: Buffer.alloc(3 * 400, 100), width: 20, height: 20 },
      [
        [-0.76, 0.76],
        [-0.76, 0.76]
      ],
      RANGE
    );
    const red = Array.from({ length: side }, (_, x) => rgb[3 * (10 * side + x)]);
    assert.ok(
      red.every((value, x) => x === 0 || value >= red[x - 1]),
      red.join(' ')
    );
    assert.ok(Math.max(...red.map((value, x) => (x === 0 ? 0 : value - red[x - 1]))) < 60);
  });

  it('averages neighbours: single cells cancel out, a region stays', () => {
    const rows = (value: (i: number, j: number) => number) =>
      Array.from({ length: 7 }, (_, i) => Array.from({ length: 7 }, (_, j) => value(i, j)));
    const chance = smoothed(rows((i, j) => ((i + j) % 2 ? 0.3 : -0.3)));
    assert.ok(chance.slice(1, -1).every(row => row.slice(1, -1).every(value => Math.abs(value) < 0.05)));
    const region = smoothed(rows(i => (i > 3 ? -0.2 : 0)));
    assert.ok(Math.abs(region[5][3] + 0.2) < 1e-9 && region[0][3] === 0);
    const sum = (map: number[][]) => map.flat().reduce((a, b) => a + b, 0);
    assert.ok(Math.abs(sum(smoothed(rows((i, j) => (i === 3 && j === 3 ? 1 : 0)))) - 1) < 1e-9);
  });
});
