import type { Face, FaceChoice } from '../types';

/**
 * Several faces in the order in which they are meant, first the one that is taken where only one is.
 *
 * @param choice `largest`: the larger the box by area the sooner; `central`: the nearer its centre to the picture's
 * @param size of the picture the faces were found on
 */
export function rankFaces(faces: Face[], choice: FaceChoice, size: { width: number; height: number }): Face[] {
  const rank =
    choice === 'central'
      ? ({ box }: Face) => -Math.hypot(box.x + box.width / 2 - size.width / 2, box.y + box.height / 2 - size.height / 2)
      : ({ box }: Face) => box.width * box.height;
  return [...faces].sort((a, b) => rank(b) - rank(a));
}
