import { FacegaugeError } from '../errors';

/**
 * Cosine of two embeddings.
 * @returns −1..1; unrelated faces lie around 0
 * @throws INVALID_ARGUMENT where they differ in size (they come from different networks) or one has no direction
 */
export function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length)
    throw new FacegaugeError(
      'INVALID_ARGUMENT',
      'These embeddings come from different networks and cannot be compared.',
      {
        found: `${a.length} and ${b.length} values`,
        action: 'Extract both pictures with the same network.'
      }
    );
  let dot = 0;
  let aa = 0;
  let bb = 0;
  for (let i = 0; i < a.length; i++) {
    dot += a[i] * b[i];
    aa += a[i] * a[i];
    bb += b[i] * b[i];
  }
  const value = dot / Math.sqrt(aa * bb);
  if (!Number.isFinite(value))
    throw new FacegaugeError('INVALID_ARGUMENT', 'An embedding without a direction cannot be compared.', {
      found: `squared lengths ${aa} and ${bb}`
    });
  return Math.max(-1, Math.min(1, value));
}

/** A similarity measured on several disturbed copies of one or both pictures. */
export interface SimilarityOfCopies {
  mean: number;
  /** Of the mean; 0 where both pictures have a single copy. */
  standardError: number;
}

/**
 * Mean cosine over all pairs of copies and its standard error. The pairs share copies and so are not independent: as for any
 * two-sample U-statistic the variance is var(row means)/n + var(column means)/m, not var(all)/nm.
 * @param a n embeddings of one picture, n ≥ 1
 * @param b m embeddings of the other, m ≥ 1
 */
export function similarityOfCopies(
  a: readonly ArrayLike<number>[],
  b: readonly ArrayLike<number>[]
): SimilarityOfCopies {
  if (a.length === 0 || b.length === 0)
    throw new FacegaugeError('INVALID_ARGUMENT', 'A similarity needs at least one embedding on each side.');
  const rows = a.map(x => mean(b.map(y => cosine(x, y))));
  const columns = b.map(y => mean(a.map(x => cosine(x, y))));
  return { mean: mean(rows), standardError: Math.sqrt(squaredError(rows) + squaredError(columns)) };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, v) => sum + v, 0) / values.length;
}

function squaredError(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const centre = mean(values);
  return values.reduce((sum, v) => sum + (v - centre) ** 2, 0) / (values.length - 1) / values.length;
}
