/** What the tuning display counts from. */
import type { PlaneBin, PlaneThresholds } from './verdict-plane';

/** Comparisons aggregated so that every policy on the grid can be counted from them. */
export interface TuningData {
  similarity: {
    /** Thresholds that can be chosen, ascending. */
    edges: readonly number[];
    low: number;
    high: number;
    step: number;
    /** Of each step from `low` its place among the edges. */
    places: readonly number[];
  };
  /** null where no quality is known. */
  quality: { edges: readonly number[]; step: number } | null;
  /**
   * `similarity quality mated nonMated`, separated by semicolons: similarity is twice the number of edges below it, one more on an edge;
   * quality, the lower of both, is the number of edges it reaches, 0 where one is not known.
   */
  cells: string;
  /** At each edge of quality: comparisons of which one picture, and of which both, lie below it. */
  rejected: Record<'mated' | 'nonMated', { one: readonly number[]; both: readonly number[] }>;
  totals: { mated: number; nonMated: number };
  /** At each edge of similarity, as it is shown. */
  fmr: readonly string[];
  fnmr: readonly string[];
  plane: readonly PlaneBin[];
  policy: PlaneThresholds;
  presets: readonly { name: string; policy: PlaneThresholds }[];
}
