import assert from 'node:assert/strict';
import { toOriginal } from '../../../kernel-lib/src/engine/coordinates';
import type { Face, Landmarks } from '../../../kernel-lib/src/types';

const landmarks: Landmarks = [
  [-0.5, -0.5],
  [99.5, 49.5],
  [0, 0],
  [10, 20],
  [49.5, 24.5]
];
const face: Face = { box: { x: 0, y: 0, width: 100, height: 50 }, landmarks, score: 0.9, fallback: false };

describe('coordinates of the original', () => {
  it('keep the edges of the picture at its edges, for boxes and for points', () => {
    const original = toOriginal(face, { scale: 0.25 });
    assert.deepEqual(original.box, { x: 0, y: 0, width: 400, height: 200 });
    assert.deepEqual(original.landmarks[0], [-0.5, -0.5]);
    assert.deepEqual(original.landmarks[1], [399.5, 199.5]);
    assert.deepEqual(original.landmarks[2], [1.5, 1.5]);
  });

  it('are those of the decoded picture where it was not scaled', () => {
    assert.deepEqual(toOriginal(face, { scale: 1 }), face);
  });
});
