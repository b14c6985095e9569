import assert from 'node:assert/strict';
import { Boxes, roundHalfEven } from '../../../kernel-lib/src/detection/boxes';
import { suppressOverlaps } from '../../../kernel-lib/src/detection/nms';

function boxesOf(...rows: [x1: number, y1: number, x2: number, y2: number, score: number][]): Boxes {
  const boxes = new Boxes(1); // must grow
  for (const row of rows) boxes.add(...row);
  return boxes;
}

const row = (b: Boxes, i = 0): number[] => [b.x1[i], b.y1[i], b.x2[i], b.y2[i]];

describe('boxes', () => {
  it('move each corner by its own offset, as a fraction of the side', () => {
    const boxes = boxesOf([10, 20, 30, 60, 1], [0, 0, 1, 1, 1]);
    boxes.setOffsets(0, 0.1, -0.1, 0.5, 0.25);
    assert.deepEqual(row(boxes.regress()), [12, 16, 40, 70]);
    assert.deepEqual(row(boxes, 1), [0, 0, 1, 1]);
  });

  it('become squares around their centre', () => {
    assert.deepEqual(row(boxesOf([10, 20, 30, 60, 1]).square(false)), [0, 20, 40, 60]);
    assert.deepEqual(row(boxesOf([0.25, 0, 8.25, 5, 1]).square(false)), [0.25, -1.5, 8.25, 6.5]);
  });

  it('are rounded to whole inclusive pixels as the original code rounds', () => {
    // Inclusive 10..30 × 20..61 is 21 × 42 px; the square 42 wide begins at 10 + 10.5 − 21 = −.5, which NumPy rounds to 0.
    assert.deepEqual(row(boxesOf([10, 20, 31, 62, 1]).square(true)), [0, 20, 41, 62]);
    assert.deepEqual(
      [-1.5, -0.5, 0.5, 1.5, 2.5, 2.4, -2.6].map(x => roundHalfEven(x) + 0),
      [-2, 0, 0, 2, 2, 2, -3]
    );
  });

  it('that do not touch the picture or are less than a pixel are left out', () => {
    const boxes = boxesOf(
      [-10, 0, -0.1, 9, 1],
      [-10, 0, 0.1, 9, 1],
      [99.9, 0, 120, 9, 1],
      [100, 0, 120, 9, 1],
      [5, 5, 5.5, 9, 1],
      [NaN, 0, 9, 9, 1]
    );
    assert.deepEqual(boxes.within(100, 50), [1, 2]);
  });

  it('keep score and offsets when picked', () => {
    const boxes = boxesOf([0, 0, 1, 1, 0.5], [2, 2, 4, 4, 0.75]);
    boxes.setOffsets(1, 1, 2, 3, 4);
    const picked = boxes.pick([1]);
    assert.deepEqual([picked.count, picked.score[0], ...picked.offsets.subarray(0, 4)], [1, 0.75, 1, 2, 3, 4]);
  });
});

describe('non-maximum suppression', () => {
  it('keeps the better of two that overlap by more than the limit', () => {
    const boxes = boxesOf([0, 0, 10, 10, 0.8], [0, 2, 10, 12, 0.9], [50, 0, 60, 10, 0.1]);
    // 80 of 120 px² in common: .667
    assert.deepEqual(suppressOverlaps(boxes, 0.66), [1, 2]);
    assert.deepEqual(suppressOverlaps(boxes, 0.67), [1, 0, 2]);
  });

  it('does not let a suppressed box suppress others', () => {
    const chain = boxesOf([0, 0, 10, 10, 0.9], [4, 0, 14, 10, 0.8], [8, 0, 18, 10, 0.7]);
    assert.deepEqual(suppressOverlaps(chain, 0.3), [0, 2]);
  });

  it('by the smaller box removes a box inside another', () => {
    const nested = boxesOf([0, 0, 100, 100, 0.9], [10, 10, 30, 30, 0.8]);
    assert.deepEqual(suppressOverlaps(nested, 0.7), [0, 1]);
    assert.deepEqual(suppressOverlaps(nested, 0.7, 'minimum'), [0]);
  });

  it('leaves no two overlapping boxes and removes none without cause', () => {
    let state = 5;
    const random = (): number => (state = (state * 16807) % 2147483647) / 2147483647;
    const boxes = new Boxes();
    for (let i = 0; i < 300; i++) {
      const [x, y, side] = [random() * 100, random() * 100, 5 + random() * 40];
      boxes.add(x, y, x + side, y + side, random());
    }
    const overlap = (i: number, j: number): number => {
      const width = Math.max(0, Math.min(boxes.x2[i], boxes.x2[j]) - Math.max(boxes.x1[i], boxes.x1[j]));
      const height = Math.max(0, Math.min(boxes.y2[i], boxes.y2[j]) - Math.max(boxes.y1[i], boxes.y1[j]));
      const area = (k: number): number => (boxes.x2[k] - boxes.x1[k]) * (boxes.y2[k] - boxes.y1[k]);
      return (width * height) / (area(i) + area(j) - width * height);
    };
    const kept = suppressOverlaps(boxes, 0.4);
    assert.ok(kept.length > 10 && kept.length < 300);
    for (let i = 0; i < 300; i++) {
      const better = kept.filter(k => k !== i && boxes.score[k] > boxes.score[i] && overlap(i, k) > 0.4);
      assert.equal(better.length === 0, kept.includes(i));
    }
  });
});
