import { FacegaugeError } from '../errors';
import { seededRandom } from '../random';
import { TrialColumns } from './columns';
import { entriesOf, type Entries } from './entries';
import { ratesAt, type Rates } from './rates';
import type { Scores, Trial } from './trial';

/** Where a rate lies, with the confidence asked for. */
export interface Interval {
  low: number;
  high: number;
}

/** Errors at one threshold with intervals over people. */
export interface RatesOverSubjects extends Rates {
  intervals: Record<RateName, Interval>;
}

/** Rates that have an interval; see `Rates`. */
export type RateName = 'fmr' | 'fnmr' | 'gfar' | 'gfrr';

export interface BootstrapOptions {
  /** Default 1,000; fewer, at least 200, where there are so many pairs that it would take long. */
  replicates?: number;
  /** In (0, 1), default .95. */
  confidence?: number;
  /** The same seed gives the same intervals. Default 1. */
  seed?: number;
}

const REPLICATES = 1000;
const LEAST_REPLICATES = 200;
/** Weighted entries that all replicates together may look at before their number is lowered: some seconds. */
const MOST_LOOKS = 5e8;

/**
 * Error rates with intervals by bootstrap over subjects. People are drawn with replacement; a mated pair counts as often as its person
 * was drawn, a non-mated pair as often as both were, multiplied (two-way bootstrap: Owen, "The pigeonhole bootstrap", Ann. Appl. Stat.
 * 2007), because pairs that share a person rise and fall together. An interval is never narrower than the one that takes pairs as
 * independent (Wilson): where no error was seen, drawing again shows none either, which is no proof that there are none.
 * @param trials each with its subjects
 * @throws INVALID_ARGUMENT for a trial without subjects, and for impossible options
 */
export function ratesOverSubjects(
  trials: readonly Trial[] | TrialColumns,
  thresholds: readonly number[],
  options: BootstrapOptions = {}
): RatesOverSubjects[] {
  checkBootstrap(options);
  const columns = trials instanceof TrialColumns ? trials : columnsOf(trials);
  if (columns.length > 0 && !columns.hasSubjects)
    throw new FacegaugeError('INVALID_ARGUMENT', 'An interval over people needs to know who is on each pair.', {
      action: 'Give every pair its two subjects.'
    });
  return ratesOfColumns(columns, columns.scores(), thresholds, options);
}

/**
 * The same with the scores counted before. Without subjects the intervals take pairs as independent (Wilson).
 * @param scores of `columns`
 */
export function ratesOfColumns(
  columns: TrialColumns,
  scores: Scores,
  thresholds: readonly number[],
  options: BootstrapOptions = {}
): RatesOverSubjects[] {
  checkBootstrap(options);
  const { confidence = 0.95 } = options;
  const draws = columns.hasSubjects ? drawAll(columns, thresholds, options) : null;
  return thresholds.map((threshold, i) => {
    const rates = ratesAt(threshold, scores, confidence);
    const interval = (name: RateName): Interval =>
      widest(rates[name], draws && percentiles(draws[name], i, thresholds.length, confidence));
    return {
      ...rates,
      intervals: { fmr: interval('fmr'), fnmr: interval('fnmr'), gfar: interval('gfar'), gfrr: interval('gfrr') }
    };
  });
}

function checkBootstrap({ replicates = REPLICATES, confidence = 0.95 }: BootstrapOptions): void {
  if (!(replicates >= 100 && confidence > 0 && confidence < 1))
    throw new FacegaugeError('INVALID_ARGUMENT', 'A bootstrap needs 100 replicates or more and a confidence in 0..1.', {
      found: `${replicates} replicates, confidence ${confidence}`
    });
}

function columnsOf(trials: readonly Trial[]): TrialColumns {
  const columns = new TrialColumns();
  for (const { similarity, mated, subjects } of trials)
    columns.add({ similarity, mated, subjectA: subjects?.[0], subjectB: subjects?.[1] });
  return columns;
}

/** One rate per replicate and threshold, replicate after replicate; NaN where a replicate holds nothing to count. */
function drawAll(
  columns: TrialColumns,
  thresholds: readonly number[],
  { replicates, seed = 1 }: BootstrapOptions
): Record<RateName, Float64Array> {
  // All thresholds at once: a pair's place among them says at which it is accepted.
  const order = thresholds.map((_, i) => i).sort((i, j) => thresholds[i] - thresholds[j]);
  const ascending = Float64Array.from(order, i => thresholds[i]);
  const [mated, nonMated] = [entriesOf(columns, ascending, true), entriesOf(columns, ascending, false)];
  const looks = mated.length + nonMated.length + columns.subjects;
  const affordable = Math.max(LEAST_REPLICATES, Math.floor(MOST_LOOKS / looks));
  const n = replicates ?? Math.min(REPLICATES, affordable);
  const t = thresholds.length;
  const room = () => new Float64Array(n * t);
  const drawn: Record<RateName, Float64Array> = { fmr: room(), fnmr: room(), gfar: room(), gfrr: room() };
  const random = seededRandom(seed);
  const weights = new Float64Array(columns.subjects);
  const same = new Float64Array(t + 2);
  const other = new Float64Array(t + 2);
  for (let r = 0; r < n; r++) {
    weights.fill(0);
    for (let i = 0; i < weights.length; i++) weights[Math.floor(random.uniform() * weights.length)]++;
    weigh(mated, weights, same, true);
    weigh(nonMated, weights, other, false);
    const [sameCompared, otherCompared] = [sum(same, t), sum(other, t)];
    // Above the threshold at place j lie the bins beyond j.
    let [accepted, falseMatches] = [0, 0];
    for (let j = t - 1; j >= 0; j--) {
      accepted += same[j + 1];
      falseMatches += other[j + 1];
      const at = r * t + order[j];
      const [sameAll, otherAll] = [sameCompared + same[t + 1], otherCompared + other[t + 1]];
      drawn.fmr[at] = falseMatches / otherCompared;
      drawn.gfar[at] = falseMatches / otherAll;
      drawn.fnmr[at] = (sameCompared - accepted) / sameCompared;
      drawn.gfrr[at] = (sameAll - accepted) / sameAll;
    }
  }
  return drawn;
}

/** Of each bin the weighted number of pairs: whole numbers, so that their order changes nothing. */
function weigh({ from, other, bin, count }: Entries, weights: Float64Array, sums: Float64Array, mated: boolean): void {
  sums.fill(0);
  for (let person = 0; person < weights.length; person++) {
    const weight = weights[person];
    // A third of the people are not drawn.
    if (weight === 0) continue;
    const end = from[person + 1];
    if (count)
      for (let e = from[person]; e < end; e++) sums[bin[e]] += weight * count[e] * (mated ? 1 : weights[other[e]]);
    else if (mated) for (let e = from[person]; e < end; e++) sums[bin[e]] += weight;
    else for (let e = from[person]; e < end; e++) sums[bin[e]] += weight * weights[other[e]];
  }
}

function sum(sums: Float64Array, last: number): number {
  let total = 0;
  for (let i = 0; i <= last; i++) total += sums[i];
  return total;
}

function percentiles(drawn: Float64Array, from: number, step: number, confidence: number): Interval | null {
  const values = new Float64Array(drawn.length / step);
  let n = 0;
  for (let i = from; i < drawn.length; i += step) if (!Number.isNaN(drawn[i])) values[n++] = drawn[i];
  if (n === 0) return null;
  const sorted = values.subarray(0, n).sort();
  const at = (share: number) => sorted[Math.min(n - 1, Math.floor(share * n))];
  return { low: at((1 - confidence) / 2), high: at((1 + confidence) / 2) };
}

function widest({ low, high }: Interval, drawn: Interval | null): Interval {
  return drawn ? { low: Math.min(low, drawn.low), high: Math.max(high, drawn.high) } : { low, high };
}
