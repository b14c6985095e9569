import { ratesInSteps, type BootstrapOptions, type Interval, type RatesOverSubjects } from './bootstrap';
import type { Subset, TrialColumns } from './columns';
import { discardInSteps, type Edc } from './edc';
import { halves } from './halves';
import { supported } from './interval';
import { equalErrorRate } from './roc';
import { dPrime } from './separation';
import type { Similarities } from './similarities';
import { atOnce, type Steps } from './steps';
import { lowestAtFmr } from './threshold';
import { counted, type Scores } from './trial';

/** FMRs that thresholds are given for. */
export const TARGETS: readonly number[] = [1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6];

/** A threshold for an FMR, and what it does. */
export interface ThresholdReport {
  target: number;
  /** Accepted are similarities above it. */
  threshold: number;
  /** null where nothing was compared. */
  fmr: number | null;
  fnmr: number | null;
  falseMatches: number;
  falseNonMatches: number;
  interval: { fmr: Interval; fnmr: Interval };
  /** Whether the errors counted can show such a rate (rule of 30; rule of 3 where none was seen). */
  supported: boolean;
}

export interface EvaluateOptions extends BootstrapOptions {
  /** FMRs, each in [0, 1). Default 10⁻¹ … 10⁻⁶. */
  targets?: readonly number[];
  /** FNMR at which the EDC begins, default .05. */
  startingError?: number;
}

/** Everything counted of a set of comparisons. */
export interface Evaluated {
  scores: Scores;
  at: ThresholdReport[];
  /** Thresholds found on one half of the people, errors counted on the other; null where people are not named or too few. */
  heldOut: ThresholdReport[] | null;
  eer: { rate: number; threshold: number };
  dPrime: number;
  /** null where no quality is known. */
  edc: Edc | null;
  /** What intervals were drawn over: people, or, where nobody is named, pairs taken as independent. */
  intervals: 'subjects' | 'pairs';
}

/**
 * Counts and estimates all there is to say of a set of comparisons.
 * @throws INVALID_ARGUMENT without mated or non-mated comparisons, for impossible options
 */
export function evaluateColumns(columns: TrialColumns, options: EvaluateOptions = {}): Evaluated {
  return atOnce(evaluateInSteps(columns, options));
}

/** The same in steps. */
export function* evaluateInSteps(columns: TrialColumns, options: EvaluateOptions = {}): Steps<Evaluated> {
  const { targets = TARGETS, startingError = 0.05 } = options;
  // First, because it needs memory that is free again afterwards.
  const onTheOtherHalf = yield* heldOut(columns, targets, options);
  const scores = counted(yield* columns.scoresInSteps(), 'mated', 'nonMated');
  return {
    scores,
    at: yield* thresholdReports(columns, scores, thresholdsFor(targets, scores.nonMated), targets, options),
    heldOut: onTheOtherHalf,
    eer: equalErrorRate(scores),
    dPrime: dPrime(scores),
    edc: columns.hasQuality
      ? yield* discardInSteps(yield* columns.matedInSteps(), () => scores.mated, { startingError })
      : null,
    intervals: columns.hasSubjects ? 'subjects' : 'pairs'
  };
}

function* heldOut(
  columns: TrialColumns,
  targets: readonly number[],
  options: BootstrapOptions
): Steps<ThresholdReport[] | null> {
  const parts = halves(columns, options.seed);
  if (!parts) return null;
  const { nonMated } = yield* columns.scoresInSteps(parts[0]);
  if (nonMated.count === 0) return null;
  const thresholds = thresholdsFor(targets, nonMated);
  const reported = yield* columns.scoresInSteps(parts[1]);
  if (reported.nonMated.count === 0 || reported.mated.count === 0) return null;
  return yield* thresholdReports(columns, reported, thresholds, targets, options, parts[1]);
}

function thresholdsFor(targets: readonly number[], nonMated: Similarities): number[] {
  return targets.map(target => lowestAtFmr(nonMated, target));
}

/** @param scores of `columns`, or of the people `among` them */
function* thresholdReports(
  columns: TrialColumns,
  scores: Scores,
  thresholds: readonly number[],
  targets: readonly number[],
  options: BootstrapOptions,
  among?: Subset
): Steps<ThresholdReport[]> {
  const rates = yield* ratesInSteps(columns, scores, thresholds, options, among);
  return targets.map((target, i) => thresholdReport(target, rates[i]));
}

function thresholdReport(target: number, { threshold, fmr, fnmr, intervals }: RatesOverSubjects): ThresholdReport {
  return {
    target,
    threshold,
    fmr: rateOrNull(fmr.rate),
    fnmr: rateOrNull(fnmr.rate),
    falseMatches: fmr.k,
    falseNonMatches: fnmr.k,
    interval: { fmr: intervals.fmr, fnmr: intervals.fnmr },
    supported: supported(fmr.k, fmr.n, target)
  };
}

const rateOrNull = (rate: number): number | null => (Number.isNaN(rate) ? null : rate);
