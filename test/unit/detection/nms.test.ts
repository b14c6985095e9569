import assert from 'node:assert/strict';
import { Boxes } from '../../../kernel-lib/src/detection/boxes';
import { suppressOverlaps } from '../../../kernel-lib/src/detection/nms';

/** Repeatable numbers in [0, 1). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => (state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff) / 0x80000000;
}

/** Boxes in clusters, of sides between 10 and 300 px, some of them outside the picture. */
function crowd(count: number, seed: number): Boxes {
  const next = numbers(seed);
  const boxes = new Boxes();
  for (let i = 0; i < count; i++) {
    const side = 10 * 30 ** next();
    const [x, y] = [Math.floor(6 * next()) * 120 - 60 + 25 * next(), Math.floor(4 * next()) * 120 - 60 + 25 * next()];
    boxes.add(x, y, x + side * (0.9 + 0.2 * next()), y + side, next());
  }
  return boxes;
}

/** The rule as it is written: each box against every better one that stays. */
function plainly({ count, x1, y1, x2, y2, score }: Boxes, limit: number): number[] {
  const kept: number[] = [];
  const order = Array.from({ length: count }, (_, i) => i).sort((a, b) => score[b] - score[a]);
  for (const i of order) {
    const overlaps = kept.some(j => {
      const width = Math.max(0, Math.min(x2[i], x2[j]) - Math.max(x1[i], x1[j]));
      const both = width * Math.max(0, Math.min(y2[i], y2[j]) - Math.max(y1[i], y1[j]));
      return both / ((x2[i] - x1[i]) * (y2[i] - y1[i]) + (x2[j] - x1[j]) * (y2[j] - y1[j]) - both) > limit;
    });
    if (!overlaps) kept.push(i);
  }
  return kept;
}

describe('non-maximum suppression', () => {
  for (const limit of [0.3, 0.5, 0.7])
    it(`keeps of a crowd what the plain rule keeps, limit ${limit}`, () => {
      for (let seed = 1; seed <= 5; seed++) {
        const boxes = crowd(1200, seed);
        const kept = suppressOverlaps(boxes, limit);
        assert.deepEqual(kept, plainly(boxes, limit));
        assert.ok(kept.length > 50 && kept.length < 1150, `${kept.length} of 1200 says nothing`);
      }
    });

  it('by the smaller box, a box inside a better one goes however small it is', () => {
    const boxes = new Boxes();
    boxes.add(0, 0, 100, 100, 0.9);
    boxes.add(40, 40, 50, 50, 0.8);
    boxes.add(95, 95, 195, 195, 0.7);
    assert.deepEqual(suppressOverlaps(boxes, 0.7, 'minimum'), [0, 2]);
    assert.deepEqual(suppressOverlaps(boxes, 0.7), [0, 1, 2]);
  });
});
