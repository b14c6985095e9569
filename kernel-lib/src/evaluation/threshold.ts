import { FacegaugeError } from '../errors';
import { supported } from './interval';
import { ratesAt, type Rates } from './rates';
import type { Similarities } from './similarities';
import { counted, type Scores, type Trial } from './trial';

/** A threshold found for an error rate, and the errors there. */
export interface ThresholdAt extends Rates {
  target: number;
  /** Whether the errors counted can show such a rate: by the rule of 30, or the rule of 3 where there was none. */
  supported: boolean;
}

/**
 * The lowest threshold whose FMR does not exceed `target`: a non-mated similarity that was seen, above which at most
 * ⌊target · comparisons⌋ lie. Calibration, evaluation and training use this one rule.
 * @param target in [0, 1)
 * @throws INVALID_ARGUMENT without non-mated comparisons
 */
export function thresholdAtFmr(target: number, trials: Iterable<Trial> | Scores): ThresholdAt {
  const scores = counted(trials, 'nonMated');
  const rates = ratesAt(lowestAtFmr(scores.nonMated, target), scores);
  return { ...rates, target, supported: supported(rates.fmr.k, rates.fmr.n, target) };
}

/**
 * The highest threshold whose FNMR does not exceed `target`.
 * @param target in [0, 1)
 * @throws INVALID_ARGUMENT without mated comparisons
 */
export function thresholdAtFnmr(target: number, trials: Iterable<Trial> | Scores): ThresholdAt {
  const scores = counted(trials, 'mated');
  const rates = ratesAt(scores.mated.highestRejecting(errorsAllowed(scores.mated.count, target)), scores);
  return { ...rates, target, supported: supported(rates.fnmr.k, rates.fnmr.n, target) };
}

/** The threshold alone, for those who count nothing else. */
export function lowestAtFmr(nonMated: Similarities, target: number): number {
  return nonMated.lowestAccepting(errorsAllowed(nonMated.count, target));
}

/** How many errors of so many comparisons keep a rate. */
export function errorsAllowed(comparisons: number, target: number): number {
  if (!(target >= 0 && target < 1))
    throw new FacegaugeError('INVALID_ARGUMENT', 'An error rate must lie in 0..1.', { found: String(target) });
  // A relative nudge, so that .001 × 3000 allows 3 and not 2.
  return Math.min(comparisons - 1, Math.floor(target * comparisons * (1 + 1e-12)));
}
