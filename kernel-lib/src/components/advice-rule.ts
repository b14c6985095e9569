import type { Advice, Components } from '../types';

/** Advice and how much following it may help: 0 (little) to 1 (most of the quality lost). */
export interface Finding extends Advice {
  severity: number;
}

/** Looks at the components for one fault; null where there is none, or where the component was not measured. */
export type Rule = (components: Components) => Finding | null;

/** How far `value` has come from `from` (nothing to say) to `to` (as bad as it gets), 0..1. */
export function between(value: number, from: number, to: number): number {
  return Math.max(0, Math.min(1, (value - from) / (to - from)));
}

/** A share as a whole percentage, at least 1. */
export function percent(share: number): number {
  return Math.max(1, Math.round(100 * share));
}
