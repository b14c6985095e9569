import { sortTrials, type SortedTrials, type Trial } from './trial';

/** One operating point; a ROC draws 1 − fnmr over fmr, a DET fnmr over fmr. */
export interface RocPoint {
  /** Accepted are pairs with similarity > threshold. */
  threshold: number;
  fmr: number;
  fnmr: number;
}

/**
 * All operating points, from the strictest threshold (FMR 0) to the laxest. Without failures to acquire it ends at FMR 1, FNMR 0.
 * @param most thins the curve to about so many points, keeping its ends and spreading the rest evenly over its length; default all
 */
export function rocPoints(trials: Iterable<Trial>, most = Infinity): RocPoint[] {
  const points = operatingPoints(sortTrials(trials, { mated: true, nonMated: true }));
  return points.length <= most ? points : thin(points, Math.max(2, most));
}

/**
 * Equal error rate: where FMR and FNMR meet, linear between the two operating points around it.
 * @throws INVALID_ARGUMENT without mated or non-mated pairs
 */
export function equalErrorRate(trials: Iterable<Trial>): { rate: number; threshold: number } {
  const points = operatingPoints(sortTrials(trials, { mated: true, nonMated: true }));
  const after = points.findIndex(p => p.fmr >= p.fnmr);
  // With many failures to acquire the curves need not meet: the laxest point is the best there is.
  if (after < 0) return { rate: points[points.length - 1].fnmr, threshold: points[points.length - 1].threshold };
  if (after === 0) return { rate: points[0].fmr, threshold: points[0].threshold };
  const [p, q] = [points[after - 1], points[after]];
  const gapBefore = p.fnmr - p.fmr;
  const gapAfter = q.fmr - q.fnmr;
  const weight = gapBefore / (gapBefore + gapAfter);
  return {
    rate: p.fmr + weight * (q.fmr - p.fmr),
    threshold: p.threshold + weight * (q.threshold - p.threshold)
  };
}

function operatingPoints({ mated, nonMated, matedTotal, nonMatedTotal }: SortedTrials): RocPoint[] {
  let m = mated.length - 1;
  let n = nonMated.length - 1;
  const points: RocPoint[] = [];
  const push = (threshold: number): void => {
    points.push({
      threshold,
      fmr: (nonMated.length - 1 - n) / nonMatedTotal,
      fnmr: (matedTotal - (mated.length - 1 - m)) / matedTotal
    });
  };
  while (m >= 0 || n >= 0) {
    const threshold = Math.max(m >= 0 ? mated[m] : -Infinity, n >= 0 ? nonMated[n] : -Infinity);
    push(threshold);
    while (m >= 0 && mated[m] === threshold) m--;
    while (n >= 0 && nonMated[n] === threshold) n--;
  }
  push(-Infinity);
  // A finite figure just below every similarity: −1 accepts all but −1 itself.
  points[points.length - 1].threshold = points.length > 1 ? points[points.length - 2].threshold - 1e-9 : -1;
  return points;
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
