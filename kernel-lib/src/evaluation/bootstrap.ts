import { FacegaugeError } from '../errors';
import { seededRandom } from '../random';
import { TrialColumns, type Subset } from './columns';
import { binningBy, entriesInSteps, type Binning, type Entries } from './entries';
import { ratesAt, type Rates } from './rates';
import { atOnce, inStretches, type Steps } from './steps';
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
/** Entries weighed between two pauses, and what is left of a person's. */
const WEIGHED_TOGETHER = 1 << 18;

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
  return atOnce(ratesInSteps(columns, scores, thresholds, options));
}

/** The same in steps. @param among of these people only, as `scores` are (default all) */
export function* ratesInSteps(
  columns: TrialColumns,
  scores: Scores,
  thresholds: readonly number[],
  options: BootstrapOptions = {},
  among?: Subset
): Steps<RatesOverSubjects[]> {
  checkBootstrap(options);
  // All thresholds at once: a pair's place among them says at which it is accepted.
  const order = thresholds.map((_, i) => i).sort((i, j) => thresholds[i] - thresholds[j]);
  const ascending = Float64Array.from(order, i => thresholds[i]);
  const rates = order.map(i => ratesAt(thresholds[i], scores, options.confidence));
  const intervals = yield* intervalsInSteps(columns, binningBy(ascending, columns), rates, options, among);
  const all = new Array<RatesOverSubjects>(thresholds.length);
  order.forEach((i, place) => (all[i] = { ...rates[place], intervals: intervals[place] }));
  return all;
}

/**
 * Intervals of rates by drawing people.
 * @param binning of comparisons by as many thresholds as there are rates
 * @param rates at each threshold, from the lowest
 */
export function* intervalsInSteps(
  columns: TrialColumns,
  binning: Binning,
  rates: readonly Rates[],
  options: BootstrapOptions = {},
  among?: Subset
): Steps<RatesOverSubjects['intervals'][]> {
  checkBootstrap(options);
  const { confidence = 0.95 } = options;
  const draws = columns.hasSubjects ? yield* drawAll(columns, binning, options, among) : null;
  const intervals: RatesOverSubjects['intervals'][] = [];
  for (const [i, rate] of rates.entries()) {
    const interval = (name: RateName): Interval =>
      widest(rate[name], draws && percentiles(draws[name], i, rates.length, confidence));
    intervals.push({ fmr: interval('fmr'), fnmr: interval('fnmr'), gfar: interval('gfar'), gfrr: interval('gfrr') });
    yield;
  }
  return intervals;
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
function* drawAll(
  columns: TrialColumns,
  binning: Binning,
  { replicates, seed = 1 }: BootstrapOptions,
  among: Subset | undefined
): Steps<Record<RateName, Float64Array>> {
  const people = among?.people ?? columns.subjects;
  const mated = yield* entriesInSteps(columns, binning, true, among);
  const nonMated = yield* entriesInSteps(columns, binning, false, among);
  const looks = mated.length + nonMated.length + people;
  const affordable = Math.max(LEAST_REPLICATES, Math.floor(MOST_LOOKS / looks));
  const n = replicates ?? Math.min(REPLICATES, affordable);
  const t = binning.bins - 2;
  const room = () => new Float64Array(n * t);
  const drawn: Record<RateName, Float64Array> = { fmr: room(), fnmr: room(), gfar: room(), gfrr: room() };
  const random = seededRandom(seed);
  const weights = new Float64Array(people);
  const same = new Float64Array(t + 2);
  const other = new Float64Array(t + 2);
  for (let r = 0; r < n; r++) {
    weights.fill(0);
    yield* inStretches(people, (from, to) => {
      for (let i = from; i < to; i++) weights[Math.floor(random.uniform() * people)]++;
    });
    yield* weigh(mated, weights, same, true);
    yield* weigh(nonMated, weights, other, false);
    const [sameCompared, otherCompared] = [sum(same, t), sum(other, t)];
    // Above the threshold at place j lie the bins beyond j.
    let [accepted, falseMatches] = [0, 0];
    for (let j = t - 1; j >= 0; j--) {
      accepted += same[j + 1];
      falseMatches += other[j + 1];
      const at = r * t + j;
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
function* weigh(entries: Entries, weights: Float64Array, sums: Float64Array, mated: boolean): Steps<void> {
  sums.fill(0);
  for (let person = 0; person < weights.length; yield) person = weighSome(entries, weights, sums, mated, person);
}

/** The entries of people from one on, until they are enough. @returns who is next */
function weighSome(
  { from, other, bin, count }: Entries,
  weights: Float64Array,
  sums: Float64Array,
  mated: boolean,
  person: number
): number {
  const enough = from[person] + WEIGHED_TOGETHER;
  for (; person < weights.length && from[person] <= enough; person++) {
    const weight = weights[person];
    // A third of the people are not drawn.
    if (weight === 0) continue;
    const end = from[person + 1];
    if (count) {
      // Pairs of one bin stand together; a sum in memory for each of them would wait for the one before.
      for (let e = from[person]; e < end;) {
        const own = bin[e];
        let pairs = 0;
        if (mated) for (; e < end && bin[e] === own; e++) pairs += count[e];
        else for (; e < end && bin[e] === own; e++) pairs += count[e] * weights[other[e]];
        sums[own] += weight * pairs;
      }
    } else if (mated) for (let e = from[person]; e < end; e++) sums[bin[e]] += weight;
    else for (let e = from[person]; e < end; e++) sums[bin[e]] += weight * weights[other[e]];
  }
  return person;
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
