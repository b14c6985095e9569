import type { Face, FaceChoice } from '../types';

/**
 * Which of several faces is meant.
 *
 * @param choice `largest`: the largest box by area; `central`: the box whose centre is nearest to the picture's
 * @param size of the picture the faces were found on
 */
export function chooseFace(faces: Face[], choice: FaceChoice, size: { width: number; height: number }): Face | null {
  const rank =
    choice === 'central'
      ? ({ box }: Face) => -Math.hypot(box.x + box.width / 2 - size.width / 2, box.y + box.height / 2 - size.height / 2)
      : ({ box }: Face) => box.width * box.height;
  return faces.reduce<Face | null>((best, face) => (best === null || rank(face) > rank(best) ? face : best), null);
}
