/** What several looks at one face say together. */
import type { Landmarks, Point } from '../types';

/** Which landmark of a mirrored face is which, image-left first again. */
const MIRRORED = [1, 0, 2, 4, 3];

/** Landmarks seen in a mirrored picture `width` wide, as edges of the one that is not. */
export function unmirrored(points: Landmarks, width: number): Landmarks {
  return MIRRORED.map((k): Point => [width - points[k][0], points[k][1]]) as Landmarks;
}

/** Point by point. */
export function meanOf(all: readonly Landmarks[], weights: readonly number[] = all.map(() => 1)): Landmarks {
  const total = weights.reduce((sum, w) => sum + w, 0);
  return all[0].map(
    (_, p): Point => [0, 1].map(axis => all.reduce((sum, l, i) => sum + l[p][axis] * weights[i], 0) / total) as Point
  ) as Landmarks;
}
