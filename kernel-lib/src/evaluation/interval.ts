import { quantileNormal } from 'vega-statistics';
import { FacegaugeError } from '../errors';

/** A share with the limits it lies within. */
export interface Share {
  /** Events. */
  k: number;
  /** Out of. */
  n: number;
  /** k / n; NaN where n is 0. */
  rate: number;
  low: number;
  high: number;
}

/**
 * A rate with its Wilson score interval (Wilson, JASA 1927), which stays inside 0..1 and is right for rare events too. It takes
 * trials as independent: pairs that share pictures are not quite, so the true interval is wider.
 * @param confidence in (0, 1), default .95
 * @throws INVALID_ARGUMENT for a share that is none
 */
export function share(k: number, n: number, confidence = 0.95): Share {
  if (!(k >= 0 && k <= n && confidence > 0 && confidence < 1))
    throw new FacegaugeError('INVALID_ARGUMENT', `There is no interval for ${k} of ${n} at confidence ${confidence}.`);
  if (n === 0) return { k, n, rate: NaN, low: 0, high: 1 };
  const z = probit((1 + confidence) / 2);
  const p = k / n;
  const centre = p + (z * z) / (2 * n);
  const half = z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n));
  const scale = 1 + (z * z) / n;
  return {
    k,
    n,
    rate: p,
    low: k === 0 ? 0 : (centre - half) / scale,
    high: k === n ? 1 : (centre + half) / scale
  };
}

/** Quantile of the standard normal distribution: the scale of a DET's axes. −∞ at 0, ∞ at 1. */
export function probit(p: number): number {
  return p <= 0 ? -Infinity : p >= 1 ? Infinity : quantileNormal(p);
}

/**
 * Can a rate be believed? Yes with thirty errors or more (rule of 30: the true rate then lies within ±30 % of what was counted, with
 * 90 % confidence), or with none in at least 3 / target comparisons (rule of 3: the true rate then lies below target, with 95 %).
 * Doddington et al., "The NIST speaker recognition evaluation", Speech Communication 2000; ISO/IEC 19795-1.
 */
export function supported(errors: number, comparisons: number, target: number): boolean {
  return errors >= 30 || (errors === 0 && comparisons > 0 && 3 / comparisons <= target);
}
