import { FacegaugeError } from '../errors';
import { SortedSimilarities, type Similarities } from './similarities';
import { sortInSteps } from './sort';
import { atOnce, inStretches, type Steps } from './steps';
import { errorsAllowed } from './threshold';

/** A mated comparison with the quality of its worse picture. */
export interface QualityTrial {
  /** null: a picture gave no face. Such a pair was never compared and is left out (and counted). */
  similarity: number | null;
  /** The lower of both qualities, higher is better; null: unknown, discarded first. */
  quality: number | null;
}

export interface EdcPoint {
  /** Share of pairs discarded, those of lowest quality first. */
  discarded: number;
  /** FNMR of the pairs kept; 0 where none is left. */
  fnmr: number;
}

/** Areas under the step curve over discard fractions 0..limit (not divided by it). */
export interface PartialArea {
  limit: number;
  measured: number;
  /** … of a perfect ranking, which discards every error before any other pair. */
  ideal: number;
  /** … of a ranking by chance: startingError × limit. */
  random: number;
}

export interface Edc {
  /** Accepted are similarities above it. */
  threshold: number;
  /** FNMR before anything is discarded. */
  startingError: number;
  /** A step curve: between two points the FNMR of the former holds. Ends at (1, 0). */
  points: EdcPoint[];
  ideal: EdcPoint[];
  pauc: PartialArea[];
  compared: number;
  notCompared: number;
}

/** Where the curve starts: at a threshold, or at the highest threshold whose FNMR does not exceed a starting error. */
export type EdcStart = { threshold: number } | { startingError: number };

/**
 * Error-versus-discard characteristic (Grother & Tabassi, "Performance of biometric quality measures", TPAMI 2007; partial areas as
 * in Schlett et al., "Considerations on the evaluation of biometric quality assessment algorithms", 2023): how the FNMR at a fixed
 * threshold falls when the pairs of lowest quality are discarded. Pairs of equal quality leave together.
 * @param trials mated pairs
 * @param limits discard fractions of the partial areas, each in (0, 1]
 * @throws INVALID_ARGUMENT without a compared pair, and for an impossible limit or starting error
 */
export function errorVersusDiscard(
  trials: Iterable<QualityTrial>,
  start: EdcStart,
  limits: readonly number[] = [0.2, 0.3, 1]
): Edc {
  const similarities: number[] = [];
  const qualities: number[] = [];
  let notCompared = 0;
  for (const { similarity, quality } of trials) {
    if (similarity === null) notCompared++;
    else {
      similarities.push(similarity);
      qualities.push(quality ?? NaN);
    }
  }
  const pairs = { similarity: Float64Array.from(similarities), quality: Float64Array.from(qualities), notCompared };
  return atOnce(discardInSteps(pairs, () => new SortedSimilarities(similarities), start, limits));
}

/** Mated pairs that took place; a quality that is not known is NaN. */
export interface MatedPairs {
  similarity: Float64Array;
  quality: Float64Array;
  notCompared: number;
}

/** The same in steps. @param sorted the similarities of these pairs, wanted where a starting error is given */
export function* discardInSteps(
  { similarity, quality, notCompared }: MatedPairs,
  sorted: () => Similarities,
  start: EdcStart,
  limits: readonly number[] = [0.2, 0.3, 1]
): Steps<Edc> {
  const compared = similarity.length;
  if (compared === 0 || !limits.every(limit => limit > 0 && limit <= 1))
    throw new FacegaugeError('INVALID_ARGUMENT', 'An EDC needs compared mated pairs and discard limits in 0..1.', {
      found: `${compared} compared pairs, limits ${limits.join(', ')}`
    });
  const threshold = 'threshold' in start ? start.threshold : startingThreshold(sorted(), start.startingError);
  const all = yield* rankedInSteps(quality, () => true);
  const errors = yield* rankedInSteps(quality, i => similarity[i] <= threshold);
  const points = yield* discard(all, errors);
  const startingError = points[0].fnmr;
  const ideal = perfect(Math.round(startingError * compared), compared);
  yield;
  const pauc: PartialArea[] = [];
  for (const limit of limits) {
    const measured = partialArea(points, limit);
    yield;
    pauc.push({ limit, measured, ideal: partialArea(ideal, limit), random: startingError * limit });
  }
  return { threshold, startingError, points, ideal, compared, notCompared, pauc };
}

/** FNMR after discarding a share of the pairs: the last step of the curve at or before it. */
export function fnmrAfterDiscard(points: readonly EdcPoint[], discarded: number): number {
  let fnmr = points[0].fnmr;
  for (const point of points) if (point.discarded <= discarded + 1e-12) fnmr = point.fnmr;
  return fnmr;
}

function startingThreshold(sorted: Similarities, error: number): number {
  return sorted.highestRejecting(errorsAllowed(sorted.count, error));
}

/** Qualities of the pairs wanted, ascending; unknown ones stand first, as −∞. */
function* rankedInSteps(quality: Float64Array, wanted: (i: number) => boolean): Steps<Float64Array> {
  let [count, unknown] = [0, 0];
  yield* inStretches(quality.length, (from, to) => {
    for (let i = from; i < to; i++)
      if (wanted(i)) {
        count++;
        if (Number.isNaN(quality[i])) unknown++;
      }
  });
  const ranked = new Float64Array(count).fill(-Infinity, 0, unknown);
  let next = unknown;
  yield* inStretches(quality.length, (from, to) => {
    for (let i = from; i < to; i++) if (wanted(i) && !Number.isNaN(quality[i])) ranked[next++] = quality[i];
  });
  yield* sortInSteps(ranked.subarray(unknown));
  return ranked;
}

/** Points of the curve made between two pauses. */
const POINTS = 1 << 14;

/** @param ranked qualities of all pairs, ascending; @param errors those of the pairs that are errors */
function* discard(ranked: Float64Array, errors: Float64Array): Steps<EdcPoint[]> {
  const n = ranked.length;
  const points: EdcPoint[] = [{ discarded: 0, fnmr: errors.length / n }];
  let e = 0;
  for (let i = 0; i < n;) {
    const quality = ranked[i];
    while (i < n && ranked[i] === quality) i++;
    while (e < errors.length && errors[e] === quality) e++;
    points.push({ discarded: i / n, fnmr: i < n ? (errors.length - e) / (n - i) : 0 });
    if (points.length % POINTS === 0) yield;
  }
  return points;
}

/** The curve of a ranking that discards errors first, one by one. */
function perfect(errors: number, n: number): EdcPoint[] {
  const points = Array.from({ length: errors + 1 }, (_, i) => ({
    discarded: i / n,
    fnmr: i < n ? (errors - i) / (n - i) : 0
  }));
  return errors < n ? [...points, { discarded: 1, fnmr: 0 }] : points;
}

function partialArea(points: readonly EdcPoint[], limit: number): number {
  let area = 0;
  for (let i = 0; i + 1 < points.length && points[i].discarded < limit; i++)
    area += points[i].fnmr * (Math.min(limit, points[i + 1].discarded) - points[i].discarded);
  return area;
}
