import assert from 'node:assert/strict';
import { ARCFACE_TEMPLATE, invert, similarityTransform, transformPoint } from '../../../kernel-lib/src/image';
import type { Similarity } from '../../../kernel-lib/src/image';
import type { Point } from '../../../kernel-lib/src/types';

const near = (a: number, b: number, tolerance = 1e-9): void => assert.ok(Math.abs(a - b) <= tolerance, `${a} ≠ ${b}`);

/** The paper's general form: singular value decomposition of the covariance, here of a 2×2 matrix by its angles. */
function umeyama(from: Point[], to: Point[]): Similarity {
  const n = from.length;
  const mean = (points: Point[], k: 0 | 1): number => points.reduce((sum, p) => sum + p[k], 0) / n;
  const [fx, fy, gx, gy] = [mean(from, 0), mean(from, 1), mean(to, 0), mean(to, 1)];
  const covariance = [0, 0, 0, 0]; // Σ (to − mean)(from − mean)ᵀ / n
  let variance = 0;
  for (let i = 0; i < n; i++) {
    const [ux, uy, vx, vy] = [from[i][0] - fx, from[i][1] - fy, to[i][0] - gx, to[i][1] - gy];
    covariance[0] += (vx * ux) / n;
    covariance[1] += (vx * uy) / n;
    covariance[2] += (vy * ux) / n;
    covariance[3] += (vy * uy) / n;
    variance += (ux * ux + uy * uy) / n;
  }
  const [p, q, r, s] = covariance;
  // [p q; r s] = R(phi) · diag(s1, s2) · R(theta)ᵀ, with s2 negative where the determinant is
  const sum = Math.atan2(r - q, p + s);
  const difference = Math.atan2(r + q, p - s);
  const s1 = (Math.hypot(p + s, r - q) + Math.hypot(p - s, r + q)) / 2;
  const s2 = (Math.hypot(p + s, r - q) - Math.hypot(p - s, r + q)) / 2; // S = diag(1, −1) is in its sign already
  const phi = (sum + difference) / 2;
  const theta = (difference - sum) / 2;
  const scale = (s1 + s2) / variance;
  const a = scale * Math.cos(phi - theta);
  const b = scale * Math.sin(phi - theta);
  return { a, b, tx: gx - a * fx + b * fy, ty: gy - b * fx - a * fy };
}

/** Repeatable numbers in [0, 1). */
function sequence(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 16807) % 2147483647) / 2147483647;
}

describe('the similarity transform of two point sets', () => {
  it('finds a known rotation, scale and shift exactly', () => {
    for (const [degrees, scale, tx, ty] of [
      [0, 1, 0, 0],
      [17, 0.4, 30, -5],
      [-95, 3.2, -12, 8],
      [180, 1, 112, 112]
    ]) {
      const angle = (degrees * Math.PI) / 180;
      const known = { a: scale * Math.cos(angle), b: scale * Math.sin(angle), tx, ty };
      const found = similarityTransform(
        ARCFACE_TEMPLATE,
        ARCFACE_TEMPLATE.map(p => transformPoint(known, p))
      );
      for (const key of ['a', 'b', 'tx', 'ty'] as const) near(found[key], known[key]);
    }
  });

  it('equals Umeyama’s form by singular value decomposition, noise and mirrored sets included', () => {
    const random = sequence(7);
    for (let trial = 0; trial < 200; trial++) {
      const from = Array.from({ length: 5 }, (): Point => [random() * 200, random() * 200]);
      const mirrored = trial % 4 === 0;
      const to = from.map(([x, y]): Point => [
        (mirrored ? -x : x) * 0.6 + y * 0.3 + random() * 20,
        y * 0.6 - x * 0.3 + random() * 20
      ]);
      const found = similarityTransform(from, to);
      const expected = umeyama(from, to);
      for (const key of ['a', 'b', 'tx', 'ty'] as const) near(found[key], expected[key], 1e-7);
    }
  });

  it('leaves less squared distance than any neighbour', () => {
    const from: Point[] = [
      [10, 12],
      [50, 9],
      [30, 30],
      [15, 52],
      [47, 55]
    ];
    const best = similarityTransform(from, ARCFACE_TEMPLATE);
    const rest = (t: Similarity): number =>
      from.reduce((sum, p, i) => {
        const [x, y] = transformPoint(t, p);
        return sum + (x - ARCFACE_TEMPLATE[i][0]) ** 2 + (y - ARCFACE_TEMPLATE[i][1]) ** 2;
      }, 0);
    for (const key of ['a', 'b', 'tx', 'ty'] as const) {
      for (const step of [-1e-3, 1e-3]) assert.ok(rest({ ...best, [key]: best[key] + step }) > rest(best));
    }
  });

  it('can be turned round', () => {
    const there = { a: 0.4, b: -0.7, tx: 12, ty: 99 };
    const [x, y] = transformPoint(invert(there), transformPoint(there, [31, 41]));
    near(x, 31);
    near(y, 41);
  });

  it('refuses points that determine nothing', () => {
    const same: Point[] = Array(5).fill([3, 4]);
    assert.throws(() => similarityTransform(same, ARCFACE_TEMPLATE), { code: 'INVALID_ARGUMENT' });
    assert.throws(
      () =>
        similarityTransform(
          [
            [NaN, 1],
            [2, 3]
          ],
          [
            [0, 0],
            [1, 1]
          ]
        ),
      { code: 'INVALID_ARGUMENT' }
    );
    assert.throws(() => similarityTransform([[0, 0]], [[0, 0]]), { code: 'INVALID_ARGUMENT' });
  });
});
