import { counted, type Scores, type Trial } from './trial';
import { justBelow } from './similarities';

/** One operating point; a ROC draws 1 − fnmr over fmr, a DET fnmr over fmr, both by `probit`. */
export interface RocPoint {
  /** Accepted are pairs with similarity > threshold. */
  threshold: number;
  fmr: number;
  fnmr: number;
}

/**
 * All operating points, from the strictest threshold (FMR 0, FNMR 1) to the laxest (FMR 1, FNMR 0), of the comparisons that took
 * place.
 * @param most thins the curve to about so many points, keeping its ends and spreading the rest evenly over its length; default all
 */
export function rocPoints(trials: Iterable<Trial> | Scores, most = Infinity): RocPoint[] {
  const scores = counted(trials, 'mated', 'nonMated');
  const points = rates(scores);
  return points.length <= most ? points : thin(points, Math.max(2, most));
}

/**
 * Equal error rate: where FMR and FNMR meet, linear between the two operating points around it.
 * @throws INVALID_ARGUMENT without mated or non-mated comparisons
 */
export function equalErrorRate(trials: Iterable<Trial> | Scores): { rate: number; threshold: number } {
  const scores = counted(trials, 'mated', 'nonMated');
  let p: RocPoint | undefined;
  let q: RocPoint | undefined;
  for (const { threshold, falseMatches, falseNonMatches } of operatingPoints(scores)) {
    [p, q] = [q, { threshold, fmr: falseMatches / scores.nonMated.count, fnmr: falseNonMatches / scores.mated.count }];
    if (q.fmr >= q.fnmr) break;
  }
  // The last point has FMR 1 and FNMR 0, so there is always one where they have met, and one before it.
  [p, q] = [p!, q!];
  const gapBefore = p.fnmr - p.fmr;
  const gapAfter = q.fmr - q.fnmr;
  const weight = gapBefore / (gapBefore + gapAfter);
  return {
    rate: p.fmr + weight * (q.fmr - p.fmr),
    threshold: p.threshold + weight * (q.threshold - p.threshold)
  };
}

/** Errors at one threshold, counted. */
export interface OperatingPoint {
  threshold: number;
  falseMatches: number;
  falseNonMatches: number;
}

/** Every threshold at which another set of pairs is accepted, from the strictest: each similarity seen, and one below all. */
export function* operatingPoints({ mated, nonMated }: Scores): Iterable<OperatingPoint> {
  const [m, n] = [mated.descending()[Symbol.iterator](), nonMated.descending()[Symbol.iterator]()];
  let [nextMated, nextNonMated] = [m.next(), n.next()];
  let [accepted, falseMatches] = [0, 0];
  let lowest = -1;
  const seen = (next: IteratorResult<[number, number]>): number => (next.done ? -Infinity : next.value[0]);
  while (!nextMated.done || !nextNonMated.done) {
    const threshold = Math.max(seen(nextMated), seen(nextNonMated));
    yield { threshold, falseMatches, falseNonMatches: mated.count - accepted };
    if (seen(nextMated) === threshold) {
      accepted += nextMated.value[1];
      nextMated = m.next();
    }
    if (seen(nextNonMated) === threshold) {
      falseMatches += nextNonMated.value[1];
      nextNonMated = n.next();
    }
    lowest = threshold;
  }
  yield { threshold: justBelow(lowest), falseMatches, falseNonMatches: mated.count - accepted };
}

function rates(scores: Scores): RocPoint[] {
  return Array.from(operatingPoints(scores), ({ threshold, falseMatches, falseNonMatches }) => ({
    threshold,
    fmr: falseMatches / scores.nonMated.count,
    fnmr: falseNonMatches / scores.mated.count
  }));
}

/** Points at even steps of the way along the curve (in FMR and FNMR together), first and last included. */
function thin(points: RocPoint[], most: number): RocPoint[] {
  const total = travelled(points[0], points[points.length - 1]);
  const last = points[points.length - 1];
  const kept = [points[0]];
  let next = 1;
  for (const point of points.slice(1, -1)) {
    const steps = (travelled(points[0], point) * (most - 1)) / total;
    if (steps < next) continue;
    kept.push(point);
    next = Math.floor(steps) + 1;
  }
  return [...kept, last];
}

function travelled(from: RocPoint, to: RocPoint): number {
  return to.fmr - from.fmr + (from.fnmr - to.fnmr);
}
