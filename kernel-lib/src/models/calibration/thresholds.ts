/** Similarity thresholds at false match rates that the data can show. */
import { errorsAllowed, lowestAtFmr, supported, type Similarities } from '../../evaluation';
import type { Thresholds } from '../manifest';

const RATES = [1e-2, 1e-3, 1e-4, 1e-5];
/** With fewer false matches than this there is no threshold to name, whatever it is worth. */
const LEAST_FALSE_MATCHES = 10;

/**
 * Match at FMR 1e-4, review at 1e-2; with few pairs match at the smallest rate for which there are false matches to count. `fmr` states a
 * rate only where that many can show it (rule of 30). Written with four digits, rounded up, so that no threshold lets more through than its rate says.
 * @param nonMated similarities of pairs of different people; at least 1,000
 */
export function suggestThresholds(nonMated: Similarities): Thresholds {
  const shown = RATES.filter(rate => nonMated.count * rate >= LEAST_FALSE_MATCHES);
  const at = shown.map((rate): [number, number] => [rate, roundUp(lowestAtFmr(nonMated, rate))]);
  const match = Math.max(1e-4, shown[shown.length - 1]);
  return {
    similarityMatch: roundUp(lowestAtFmr(nonMated, match)),
    similarityReview: roundUp(lowestAtFmr(nonMated, 1e-2)),
    fmr: { similarityMatch: stated(match, nonMated.count), similarityReview: stated(1e-2, nonMated.count) },
    at
  };
}

const stated = (rate: number, pairs: number): number | null => (canShow(rate, pairs) ? rate : null);

/** Whether so many comparisons of different people can show a false match rate: by the false matches that a threshold for it lets through. */
export function canShow(rate: number, nonMatedPairs: number): boolean {
  return supported(errorsAllowed(nonMatedPairs, rate), nonMatedPairs, rate);
}

/** False matches among so many comparisons at a threshold for that rate. */
export const falseMatchesAt = (rate: number, nonMatedPairs: number): number => errorsAllowed(nonMatedPairs, rate);

const roundUp = (value: number): number => Math.ceil(value * 1e4) / 1e4;
