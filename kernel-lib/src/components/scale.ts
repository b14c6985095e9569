import type { ComponentValue } from '../types';

/** 1 / (1 + e^((x0 − x) / w)): the sigmoid of ISO/IEC 29794-5, rising, one half at x0. */
export function sigmoid(x: number, x0: number, w: number): number {
  return 1 / (1 + Math.exp((x0 - x) / w));
}

/**
 * A measurement with its place on the standard's scale.
 * @param score rounded to a whole number and clamped to 0..100, as the standard does
 * @param digits decimals of `value` worth keeping
 */
export function component(value: number, unit: string, score: number, digits: number): ComponentValue {
  const power = 10 ** digits;
  return { value: Math.round(value * power) / power, unit, score: Math.max(0, Math.min(100, Math.round(score))) };
}
