import assert from 'node:assert/strict';
import { chooseFace } from '../../../kernel-lib/src/detection';
import type { Face, Landmarks } from '../../../kernel-lib/src/types';

const landmarks: Landmarks = [
  [0, 0],
  [1, 0],
  [0, 1],
  [0, 2],
  [1, 2]
];
const face = (x: number, y: number, width: number, height: number, score: number): Face => ({
  box: { x, y, width, height },
  landmarks,
  score,
  fallback: false
});

describe('the face that is meant', () => {
  const corner = face(0, 0, 90, 100, 0.99);
  const middle = face(130, 80, 40, 40, 0.8);
  const wide = face(200, 0, 150, 20, 0.9);
  const size = { width: 300, height: 200 };

  it('is the largest by area or the one nearest to the centre, not the surest', () => {
    assert.equal(chooseFace([wide, corner, middle], 'largest', size), corner);
    assert.equal(chooseFace([wide, corner, middle], 'central', size), middle);
  });

  it('is the only one or none', () => {
    assert.equal(chooseFace([middle], 'largest', size), middle);
    assert.equal(chooseFace([], 'largest', size), null);
    assert.equal(chooseFace([], 'central', size), null);
  });
});
