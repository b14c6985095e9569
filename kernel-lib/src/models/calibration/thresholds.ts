/** Similarity thresholds at false match rates that the data can show. */
import type { Thresholds } from '../manifest';

const RATES = [1e-2, 1e-3, 1e-4, 1e-5];
/** Fewer false matches than this say nothing about a rate. */
const LEAST_FALSE_MATCHES = 10;

/**
 * Smallest similarity above which at most a share of `rate` of the pairs lies.
 * @param sorted similarities of pairs of different people, ascending
 */
export function thresholdAt(sorted: Float32Array, rate: number): number {
  const allowed = Math.floor(sorted.length * rate);
  return sorted[Math.max(0, sorted.length - 1 - allowed)];
}

/**
 * Match at FMR 1e-4, review at 1e-2; with few pairs match at the smallest rate they can show, which `fmr` then states.
 * @param sorted similarities of pairs of different people, ascending; at least 1,000
 */
export function suggestThresholds(sorted: Float32Array): Thresholds {
  const shown = RATES.filter(rate => sorted.length * rate >= LEAST_FALSE_MATCHES);
  const at = shown.map((rate): [number, number] => [rate, round(thresholdAt(sorted, rate))]);
  const match = Math.max(1e-4, shown[shown.length - 1]);
  return {
    similarityMatch: round(thresholdAt(sorted, match)),
    similarityReview: round(thresholdAt(sorted, 1e-2)),
    fmr: { similarityMatch: match, similarityReview: 1e-2 },
    at
  };
}

const round = (value: number) => Math.round(value * 1e4) / 1e4;
