import { FacegaugeError } from '../errors';
import { noNumber, type Similarities } from './similarities';

export interface SketchOptions {
  /** Range of the similarities; what lies outside is counted at the ends. Default −1..1, the cosine's. */
  range?: readonly [low: number, high: number];
  /** Width of a bin: thresholds are exact to it. Default 10⁻⁵. */
  resolution?: number;
}

/** More bins than this are a mistake in the options (128 MB). */
const MOST_BINS = 16_000_000;

/**
 * Any number of similarities in bounded memory (1.6 MB by default): each is rounded up to a grid. Counts above a threshold on the
 * grid are exact, however many similarities there are up to 2⁵³, and a threshold found lies less than one step above the exact
 * one, so that an FMR asked for is kept.
 */
export class SimilaritySketch implements Similarities {
  private readonly low: number;
  private readonly steps: number;
  /** Bin i counts similarities in (edge(i − 1), edge(i)]. */
  private readonly bins: Float64Array;
  private total = 0;
  private sum = 0;
  private squares = 0;

  /** @throws INVALID_ARGUMENT for an impossible range or resolution */
  constructor({ range = [-1, 1], resolution = 1e-5 }: SketchOptions = {}) {
    const [low, high] = range;
    const bins = Math.round((high - low) / resolution) + 1;
    if (!(high > low && resolution > 0 && bins >= 2 && bins <= MOST_BINS))
      throw new FacegaugeError('INVALID_ARGUMENT', 'A sketch needs a range and a resolution that divides it.', {
        found: `${low}..${high} in steps of ${resolution}`
      });
    this.low = low;
    // Dividing by a whole number of steps gives the decimal one expects (.07, not .07000000000000001).
    this.steps = (bins - 1) / (high - low);
    this.bins = new Float64Array(bins);
  }

  /** @throws INVALID_ARGUMENT for a similarity that is no number */
  add(similarity: number): void {
    this.addAll([similarity]);
  }

  /** @throws INVALID_ARGUMENT for a similarity that is no number; those before it are counted */
  addAll(similarities: ArrayLike<number>): void {
    // Kept local: this loop sees every pair there is.
    const { bins } = this;
    let [sum, squares, i] = [0, 0, 0];
    for (; i < similarities.length; i++) {
      const similarity = similarities[i];
      if (!(Math.abs(similarity) < Infinity)) break;
      bins[this.binOf(similarity)]++;
      sum += similarity;
      squares += similarity * similarity;
    }
    this.total += i;
    this.sum += sum;
    this.squares += squares;
    if (i < similarities.length) throw noNumber(similarities[i]);
  }

  get count(): number {
    return this.total;
  }

  get mean(): number {
    return this.sum / this.total;
  }

  get variance(): number {
    return Math.max(0, this.squares / this.total - this.mean ** 2);
  }

  /** Exact where `threshold` lies on the grid; between two of its lines, the count above the lower one. */
  above(threshold: number): number {
    const last = this.bins.length - 1;
    let bin = this.binOf(threshold);
    if (bin > 0 && this.edge(bin) > threshold) bin--;
    let count = 0;
    for (let i = last; i > bin; i--) count += this.bins[i];
    return threshold < this.edge(0) ? this.total : count;
  }

  lowestAccepting(most: number): number {
    let above = 0;
    for (let i = this.bins.length - 1; i >= 0; i--) {
      above += this.bins[i];
      if (above > most) return this.edge(i);
    }
    return this.edge(-1);
  }

  highestRejecting(most: number): number {
    let below = 0;
    for (let i = 0; i < this.bins.length; i++) {
      below += this.bins[i];
      if (below > most) return this.edge(i - 1);
    }
    return this.edge(this.bins.length - 1);
  }

  *descending(): Iterable<[number, number]> {
    for (let i = this.bins.length - 1; i >= 0; i--) if (this.bins[i] > 0) yield [this.edge(i), this.bins[i]];
  }

  private edge(bin: number): number {
    return (this.low * this.steps + bin) / this.steps;
  }

  private binOf(similarity: number): number {
    const bin = Math.ceil((similarity - this.low) * this.steps);
    if (bin <= 0) return 0;
    if (bin >= this.bins.length) return this.bins.length - 1;
    // The product's rounding may lift a similarity that lies on a line over it, or leave one just above it below.
    if (this.edge(bin - 1) >= similarity) return bin - 1;
    return this.edge(bin) < similarity ? Math.min(bin + 1, this.bins.length - 1) : bin;
  }
}
