import { FacegaugeError } from '../errors';
import type { Point } from '../types';

/** (x, y) → (a·x − b·y + tx, b·x + a·y + ty): rotation, uniform scale √(a² + b²) and shift; never a reflection. */
export interface Similarity {
  a: number;
  b: number;
  tx: number;
  ty: number;
}

/**
 * The similarity transform that brings `from` nearest to `to` in the sense of least squares: the closed form of Umeyama,
 * "Least-squares estimation of transformation parameters between two point patterns", IEEE TPAMI 13(4), 1991, which in the
 * plane needs no singular value decomposition.
 *
 * @param from at least two points, not all the same
 * @param to as many points
 * @throws FacegaugeError INVALID_ARGUMENT where the points do not determine a transform
 */
export function similarityTransform(from: Point[], to: Point[]): Similarity {
  const n = from.length;
  if (n < 2 || to.length !== n) {
    throw new FacegaugeError(
      'INVALID_ARGUMENT',
      `Two equal lists of points are needed, given were ${n} and ${to.length}.`
    );
  }
  const [fx, fy] = centroid(from);
  const [gx, gy] = centroid(to);
  let spread = 0;
  let dot = 0;
  let cross = 0;
  for (let i = 0; i < n; i++) {
    const ux = from[i][0] - fx;
    const uy = from[i][1] - fy;
    const vx = to[i][0] - gx;
    const vy = to[i][1] - gy;
    spread += ux * ux + uy * uy;
    dot += ux * vx + uy * vy;
    cross += ux * vy - uy * vx;
  }
  if (!(spread > 0)) {
    throw new FacegaugeError('INVALID_ARGUMENT', 'The points all coincide, so no transform follows from them.');
  }
  const a = dot / spread;
  const b = cross / spread;
  return { a, b, tx: gx - a * fx + b * fy, ty: gy - b * fx - a * fy };
}

/** The transform back. */
export function invert({ a, b, tx, ty }: Similarity): Similarity {
  const s = a * a + b * b;
  const ia = a / s;
  const ib = -b / s;
  return { a: ia, b: ib, tx: -(ia * tx - ib * ty), ty: -(ib * tx + ia * ty) };
}

/** Where the transform brings a point. */
export function transformPoint({ a, b, tx, ty }: Similarity, [x, y]: Point): Point {
  return [a * x - b * y + tx, b * x + a * y + ty];
}

function centroid(points: Point[]): Point {
  let x = 0;
  let y = 0;
  for (const p of points) {
    x += p[0];
    y += p[1];
  }
  return [x / points.length, y / points.length];
}
