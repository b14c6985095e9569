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
 */
export function share(k: number, n: number, confidence = 0.95): Share {
  if (!(k >= 0 && k <= n && confidence > 0 && confidence < 1))
    throw new FacegaugeError('INVALID_ARGUMENT', `There is no interval for ${k} of ${n} at confidence ${confidence}.`);
  if (n === 0) return { k, n, rate: NaN, low: 0, high: 1 };
  const z = normalQuantile((1 + confidence) / 2);
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

/** Quantile of the standard normal distribution: bisection on the error function of Abramowitz & Stegun 7.1.26, to 1e-6. */
function normalQuantile(p: number): number {
  let low = -9;
  let high = 9;
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (normalDistribution(middle) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function normalDistribution(x: number): number {
  const t = 1 / (1 + (0.3275911 * Math.abs(x)) / Math.SQRT2);
  const poly = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  const tail = (poly * Math.exp((-x * x) / 2)) / 2;
  return x >= 0 ? 1 - tail : tail;
}
