/** Steps that similarities are sorted into before they are compared with thresholds. */
const STEPS = 4096;

/** How many of some thresholds lie below a similarity: for millions of them, in the time of one or two comparisons each. */
export class Places {
  private readonly starts = new Int32Array(STEPS);
  private readonly low: number;
  private readonly scale: number;

  /** @param ascending thresholds from the lowest */
  constructor(private readonly ascending: Float64Array) {
    const [low, high] = [ascending[0], ascending[ascending.length - 1]];
    this.low = low;
    this.scale = high > low && Number.isFinite(high - low) ? (STEPS - 1) / (high - low) : 0;
    // A threshold in an earlier step is lower, since steps never fall as similarities rise.
    for (const threshold of ascending) {
      const step = this.step(threshold);
      if (step + 1 < STEPS) this.starts[step + 1]++;
    }
    for (let step = 1; step < STEPS; step++) this.starts[step] += this.starts[step - 1];
  }

  /** @param similarity a number */
  below(similarity: number): number {
    const { ascending } = this;
    let place = this.starts[this.step(similarity)];
    while (place < ascending.length && ascending[place] < similarity) place++;
    return place;
  }

  private step(value: number): number {
    const step = (value - this.low) * this.scale;
    // Written so that what is no number comes first.
    return step >= STEPS ? STEPS - 1 : step > 0 ? step | 0 : 0;
  }
}
