import { counted, type Scores, type Trial } from './trial';
import { justBelow, type Similarities } from './similarities';
import { lowestAtFmr } from './threshold';

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
  const all: RocPoint[] = [];
  for (const point of rates(scores)) {
    all.push(point);
    if (all.length > most) return thin(rates(scores), Math.max(2, most));
  }
  return all;
}

/**
 * The points of a DET: at FMRs that are even steps on a scale of powers of ten, from 1 down to one false match, the lowest
 * threshold that keeps each (`lowestAtFmr`). Points of equal rates are given once.
 * @param perDecade points for each power of ten, default 12
 */
export function detPoints(trials: Iterable<Trial> | Scores, perDecade = 12): RocPoint[] {
  const { mated, nonMated } = counted(trials, 'mated', 'nonMated');
  const steps = Math.ceil(Math.log10(nonMated.count) * perDecade);
  const points: RocPoint[] = [];
  for (let step = 0; step <= steps + 1; step++) {
    const target = step === 0 ? 1 - 1 / nonMated.count : step > steps ? 0 : 10 ** (-step / perDecade);
    const threshold = lowestAtFmr(nonMated, Math.max(0, target));
    const fmr = nonMated.above(threshold) / nonMated.count;
    const fnmr = 1 - mated.above(threshold) / mated.count;
    const last = points[points.length - 1];
    if (!last || last.threshold !== threshold) points.push({ threshold, fmr, fnmr });
  }
  return points;
}

/**
 * Equal error rate: where FMR and FNMR meet, linear between the two operating points around it.
 * @throws INVALID_ARGUMENT without mated or non-mated comparisons
 */
export function equalErrorRate(trials: Iterable<Trial> | Scores): { rate: number; threshold: number } {
  const { mated, nonMated } = counted(trials, 'mated', 'nonMated');
  const at = (threshold: number): RocPoint => ({
    threshold,
    fmr: nonMated.above(threshold) / nonMated.count,
    fnmr: (mated.count - mated.above(threshold)) / mated.count
  });
  const haveMet = ({ fmr, fnmr }: RocPoint): boolean => fmr >= fnmr;
  const kinds = [mated, nonMated];
  // The strictest operating point at which they have met, and the next stricter one: below the highest similarity there is one.
  const met = kinds.map(kind => highest(kind, similarity => haveMet(at(similarity))));
  const lowest = Math.min(...kinds.map(kind => kind.lowestAccepting(kind.count - 1)));
  const q = at(Math.max(...met) > -Infinity ? Math.max(...met) : justBelow(lowest));
  const p = at(
    Math.min(
      ...kinds.map(kind => {
        const above = kind.above(q.threshold);
        return above > 0 ? kind.lowestAccepting(above - 1) : Infinity;
      })
    )
  );
  const gapBefore = p.fnmr - p.fmr;
  const gapAfter = q.fmr - q.fnmr;
  const weight = gapBefore / (gapBefore + gapAfter);
  return {
    rate: p.fmr + weight * (q.fmr - p.fmr),
    threshold: p.threshold + weight * (q.threshold - p.threshold)
  };
}

/** Of similarities the highest that is `wanted`, which holds for all below one of them; −∞ if for none. */
function highest(kind: Similarities, wanted: (similarity: number) => boolean): number {
  let [from, to] = [0, kind.count];
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    if (wanted(kind.lowestAccepting(middle))) to = middle;
    else from = middle + 1;
  }
  return from < kind.count ? kind.lowestAccepting(from) : -Infinity;
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

function* rates(scores: Scores): Iterable<RocPoint> {
  for (const { threshold, falseMatches, falseNonMatches } of operatingPoints(scores))
    yield { threshold, fmr: falseMatches / scores.nonMated.count, fnmr: falseNonMatches / scores.mated.count };
}

/** From FMR 0 and FNMR 1 to FMR 1 and FNMR 0. */
const WHOLE_WAY = 2;

/** Points at even steps of the way along the curve (in FMR and FNMR together), first and last included; never all in memory. */
function thin(points: Iterable<RocPoint>, most: number): RocPoint[] {
  const kept: RocPoint[] = [];
  let next = 1;
  let last: RocPoint | undefined;
  for (const point of points) {
    // The point before is not the last one.
    if (last && kept.length > 0 && last !== kept[0]) {
      const steps = (travelled(kept[0], last) * (most - 1)) / WHOLE_WAY;
      if (steps >= next) {
        kept.push(last);
        next = Math.floor(steps) + 1;
      }
    }
    if (kept.length === 0) kept.push(point);
    last = point;
  }
  return [...kept, last!];
}

function travelled(from: RocPoint, to: RocPoint): number {
  return to.fmr - from.fmr + (from.fnmr - to.fnmr);
}
