import { FacegaugeError } from '../errors';
import { share, type Share } from './interval';
import { countAbove, sortTrials, type SortedTrials, type Trial } from './trial';

/** Errors at one threshold. */
export interface Rates {
  threshold: number;
  /** False match rate: non-mated pairs accepted. A failure to acquire is no false match. */
  fmr: Share;
  /** False non-match rate: mated pairs not accepted, failures to acquire among them. */
  fnmr: Share;
  /** Pairs with a failure to acquire. */
  failures: Share;
}

/** FMR and FNMR where pairs with similarity > threshold are accepted. */
export function ratesAt(threshold: number, trials: Iterable<Trial>): Rates {
  return ratesOf(threshold, sortTrials(trials));
}

export function ratesOf(threshold: number, sorted: SortedTrials): Rates {
  const { mated, nonMated, matedTotal, nonMatedTotal, matedFailures, nonMatedFailures } = sorted;
  return {
    threshold,
    fmr: share(countAbove(nonMated, threshold), nonMatedTotal),
    fnmr: share(matedTotal - countAbove(mated, threshold), matedTotal),
    failures: share(matedFailures + nonMatedFailures, matedTotal + nonMatedTotal)
  };
}

/** A threshold found for a false match rate. */
export interface ThresholdAtFmr extends Rates {
  target: number;
  /**
   * False where there are fewer than 10 / target non-mated pairs: the threshold then hangs on a handful of pairs (the "rule of 30"
   * of ISO/IEC 19795-1 asks for thirty errors).
   */
  supported: boolean;
}

/**
 * The lowest threshold whose FMR does not exceed `target`, and the errors there.
 * @param target in [0, 1)
 * @throws INVALID_ARGUMENT without non-mated pairs
 */
export function thresholdAtFmr(target: number, trials: Iterable<Trial>): ThresholdAtFmr {
  if (!(target >= 0 && target < 1))
    throw new FacegaugeError('INVALID_ARGUMENT', 'A false match rate must lie in 0..1.', { found: String(target) });
  const sorted = sortTrials(trials, { nonMated: true });
  const { nonMated, nonMatedTotal } = sorted;
  // A relative nudge, so that .001 × 3000 allows 3 and not 2.
  const allowed = Math.floor(target * nonMatedTotal * (1 + 1e-12));
  const threshold = allowed < nonMated.length ? nonMated[nonMated.length - 1 - allowed] : -1;
  return { ...ratesOf(threshold, sorted), target, supported: target * nonMatedTotal >= 10 };
}
