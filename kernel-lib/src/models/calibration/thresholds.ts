/** Similarity thresholds at false match rates that the data can show. */
import { lowestAtFmr, type Similarities } from '../../evaluation';
import type { Thresholds } from '../manifest';

const RATES = [1e-2, 1e-3, 1e-4, 1e-5];
/** Fewer false matches than this say nothing about a rate. */
const LEAST_FALSE_MATCHES = 10;

/**
 * Match at FMR 1e-4, review at 1e-2; with few pairs match at the smallest rate they can show, which `fmr` then states. Written with
 * four digits, rounded up, so that no threshold lets more through than its rate says.
 * @param nonMated similarities of pairs of different people; at least 1,000
 */
export function suggestThresholds(nonMated: Similarities): Thresholds {
  const shown = RATES.filter(rate => nonMated.count * rate >= LEAST_FALSE_MATCHES);
  const at = shown.map((rate): [number, number] => [rate, roundUp(lowestAtFmr(nonMated, rate))]);
  const match = Math.max(1e-4, shown[shown.length - 1]);
  return {
    similarityMatch: roundUp(lowestAtFmr(nonMated, match)),
    similarityReview: roundUp(lowestAtFmr(nonMated, 1e-2)),
    fmr: { similarityMatch: match, similarityReview: 1e-2 },
    at
  };
}

const roundUp = (value: number): number => Math.ceil(value * 1e4) / 1e4;
