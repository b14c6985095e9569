import assert from 'node:assert/strict';
import { rankFaces } from '../../../kernel-lib/src/detection';
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

  it('comes first: the largest by area or the one nearest to the centre, not the surest', () => {
    assert.deepEqual(rankFaces([wide, corner, middle], 'largest', size), [corner, wide, middle]);
    assert.deepEqual(rankFaces([wide, corner, middle], 'central', size), [middle, corner, wide]);
  });

  it('is the only one or none', () => {
    assert.deepEqual(rankFaces([middle], 'largest', size), [middle]);
    assert.deepEqual(rankFaces([], 'largest', size), []);
    assert.deepEqual(rankFaces([], 'central', size), []);
  });
});
