import type { IHistogram } from '../../tokens';

const BINS = 1000;

/** How many pictures lie below any threshold, exactly: quality is counted in bins of .001. */
export class Counts {
  constructor(readonly histogram: IHistogram) {
    for (const [bin, pictures] of histogram.bins) this.bins[Math.min(BINS, Math.max(0, bin))] += pictures;
    for (let bin = 0; bin <= BINS; bin++) this.upTo[bin + 1] = this.upTo[bin] + this.bins[bin];
  }

  get scored(): number {
    return this.upTo[BINS + 1];
  }

  /** Pictures with quality < threshold; the threshold is a multiple of .001. */
  below(threshold: number): number {
    return this.upTo[Math.min(BINS + 1, Math.max(0, Math.round(threshold * BINS)))];
  }

  /** Pictures in `n` equal parts of 0..1; a quality of exactly 1 belongs to the last. */
  bars(n: number): number[] {
    const bars = new Array<number>(n).fill(0);
    for (let bin = 0; bin <= BINS; bin++) bars[Math.min(n - 1, Math.floor((bin * n) / BINS))] += this.bins[bin];
    return bars;
  }

  private readonly bins = new Array<number>(BINS + 1).fill(0);
  private readonly upTo = new Array<number>(BINS + 2).fill(0);
}
