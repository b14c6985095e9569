import assert from 'node:assert/strict';
import { withoutParts } from '../../../../kernel-lib/src/detection/one-pass/parts';
import type { Face } from '../../../../kernel-lib/src/types';

const face = (x: number, y: number, width: number, score: number): Face => ({
  box: { x, y, width, height: 1.3 * width },
  landmarks: [
    [x, y],
    [x, y],
    [x, y],
    [x, y],
    [x, y]
  ],
  score,
  fallback: false
});

describe('parts of a head', () => {
  const person = face(100, 100, 150, 0.92);

  it('are no faces: the ear beside a profile', () => {
    const ear = face(262, 150, 60, 0.8);
    assert.deepEqual(withoutParts([person, ear]), [person]);
  });

  it('are not the neighbours, nor somebody of about the same size', () => {
    const neighbour = face(420, 100, 60, 0.8);
    assert.deepEqual(withoutParts([person, neighbour]), [person, neighbour]);
    const cheek = face(240, 120, 140, 0.8);
    assert.deepEqual(withoutParts([person, cheek]), [person, cheek]);
  });
});
