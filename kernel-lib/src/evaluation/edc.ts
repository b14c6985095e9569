import { FacegaugeError } from '../errors';

/** A mated comparison with the quality of its worse picture. */
export interface QualityTrial {
  /** null: failure to acquire, an error at any threshold. */
  similarity: number | null;
  /** The lower of both qualities, higher is better; null: unknown or not acquired, discarded first. */
  quality: number | null;
}

export interface EdcPoint {
  /** Share of pairs discarded, those of lowest quality first. */
  discarded: number;
  /** FNMR of the pairs kept. */
  fnmr: number;
}

export interface Edc {
  points: EdcPoint[];
  /** The curve of a perfect ranking: every error is discarded before any other pair. */
  ideal: EdcPoint[];
  /** Mean FNMR over discard fractions 0..limit (the area divided by the limit); of the measured, the perfect and a random ranking. */
  pauc: { limit: number; measured: number; ideal: number; random: number };
}

/**
 * Error-versus-discard characteristic (Grother & Tabassi, "Performance of biometric quality measures", TPAMI 2007; partial area as
 * in Schlett et al., "Considerations on the evaluation of biometric quality assessment algorithms", 2023): how the FNMR at a fixed
 * threshold falls when the pairs of lowest quality are discarded. Pairs of equal quality go together.
 * @param trials mated pairs
 * @param threshold accepted are similarities above it
 * @param limit largest discard fraction of the partial area, default .3
 */
export function errorVersusDiscard(trials: readonly QualityTrial[], threshold: number, limit = 0.3): Edc {
  if (trials.length === 0 || !(limit > 0 && limit <= 1))
    throw new FacegaugeError('INVALID_ARGUMENT', 'An EDC needs mated pairs and a discard limit in 0..1.', {
      found: `${trials.length} pairs, limit ${limit}`
    });
  const ranked = trials
    .map(({ similarity, quality }) => ({
      quality: quality ?? -Infinity,
      error: similarity === null || similarity <= threshold
    }))
    .sort((a, b) => a.quality - b.quality);
  const perfect = ranked.map(({ error }) => ({ quality: error ? 0 : 1, error })).sort((a, b) => a.quality - b.quality);
  const points = discard(ranked, () => false);
  const ideal = discard(perfect, i => perfect[i].error);
  return {
    points,
    ideal,
    pauc: { limit, measured: partialArea(points, limit), ideal: partialArea(ideal, limit), random: points[0].fnmr }
  };
}

/** FNMR after discarding a share of the pairs: the last step of the curve at or before it. */
export function fnmrAfterDiscard(points: readonly EdcPoint[], discarded: number): number {
  let fnmr = points[0].fnmr;
  for (const point of points) if (point.discarded <= discarded + 1e-12) fnmr = point.fnmr;
  return fnmr;
}

interface Ranked {
  quality: number;
  error: boolean;
}

/** @param splits whether pair i may go without the others of its quality */
function discard(ranked: readonly Ranked[], splits: (i: number) => boolean): EdcPoint[] {
  const n = ranked.length;
  let errors = ranked.reduce((sum, r) => sum + Number(r.error), 0);
  const points: EdcPoint[] = [{ discarded: 0, fnmr: errors / n }];
  for (let i = 0; i < n - 1; i++) {
    errors -= Number(ranked[i].error);
    if (ranked[i + 1].quality > ranked[i].quality || splits(i))
      points.push({ discarded: (i + 1) / n, fnmr: errors / (n - i - 1) });
  }
  return points;
}

/** Mean of the step curve over 0..limit: between two points the error of the former holds. */
function partialArea(points: readonly EdcPoint[], limit: number): number {
  let area = 0;
  points.forEach(({ discarded, fnmr }, i) => {
    const end = Math.min(limit, points[i + 1]?.discarded ?? 1);
    if (end > discarded) area += fnmr * (end - discarded);
  });
  return area / limit;
}
