/** vega-statistics ships no types; what is used of it. */
declare module 'vega-statistics' {
  /** Quantile of the normal distribution (Giles, "Approximating the erfinv function", 2010). */
  export function quantileNormal(p: number, mean?: number, stdev?: number): number;
}
