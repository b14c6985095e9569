import { FacegaugeError } from '../errors';
import { sortInSteps } from './sort';
import { atOnce, inStretches, type Steps } from './steps';

/** Similarities of one kind of pairs (mated, or non-mated) that can be counted: all of them, sorted, or a sketch. */
export interface Similarities {
  readonly count: number;
  /** NaN where there are none. */
  readonly mean: number;
  /** Of the population; NaN where there are none. */
  readonly variance: number;
  /** How many lie above `threshold`: those a comparison accepts. */
  above(threshold: number): number;
  /** The lowest threshold above which no more than `most` lie. */
  lowestAccepting(most: number): number;
  /** The highest threshold that no more than `most` fail to exceed. */
  highestRejecting(most: number): number;
  /** Distinct similarities and how often each is there, from the highest down. */
  descending(): Iterable<[similarity: number, count: number]>;
}

interface Moments {
  mean: number;
  variance: number;
}

/** Of arrays that were handed over, sorted. */
const known = new WeakMap<ArrayLike<number>, Moments>();

/** All similarities, in order: exact. */
export class SortedSimilarities implements Similarities {
  readonly mean: number;
  readonly variance: number;
  private readonly ascending: Float64Array;

  /** @throws INVALID_ARGUMENT for a similarity that is no number */
  constructor(values: ArrayLike<number>) {
    const moments = known.get(values);
    this.ascending = moments ? (values as Float64Array) : Float64Array.from(values).sort();
    // Sorting puts −∞ first and ∞, then NaN, last.
    for (const end of [this.ascending[0], this.ascending[this.count - 1]])
      if (this.count > 0 && !Number.isFinite(end)) throw noNumber(end);
    ({ mean: this.mean, variance: this.variance } = moments ?? atOnce(momentsInSteps(this.ascending)));
  }

  /**
   * Sorts `values` in place and keeps them: no second copy of ten million numbers.
   * @param values finite
   */
  static *owningInSteps(values: Float64Array): Steps<SortedSimilarities> {
    yield* sortInSteps(values);
    known.set(values, yield* momentsInSteps(values));
    return new SortedSimilarities(values);
  }

  get count(): number {
    return this.ascending.length;
  }

  above(threshold: number): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.ascending[middle] > threshold) high = middle;
      else low = middle + 1;
    }
    return this.count - low;
  }

  lowestAccepting(most: number): number {
    return most < this.count ? this.ascending[this.count - 1 - most] : justBelow(this.ascending[0]);
  }

  highestRejecting(most: number): number {
    return most < this.count ? justBelow(this.ascending[most]) : this.ascending[this.count - 1];
  }

  *descending(): Iterable<[number, number]> {
    for (let i = this.count - 1; i >= 0;) {
      const value = this.ascending[i];
      let next = i - 1;
      while (next >= 0 && this.ascending[next] === value) next--;
      yield [value, i - next];
      i = next;
    }
  }
}

function* momentsInSteps(values: Float64Array): Steps<Moments> {
  let sum = 0;
  yield* inStretches(values.length, (from, to) => {
    for (let i = from; i < to; i++) sum += values[i];
  });
  const mean = sum / values.length;
  let squares = 0;
  yield* inStretches(values.length, (from, to) => {
    for (let i = from; i < to; i++) squares += (values[i] - mean) ** 2;
  });
  return { mean, variance: squares / values.length };
}

/** The next number below a finite one. */
export function justBelow(value: number): number {
  if (value === 0) return -Number.MIN_VALUE;
  const float = new Float64Array([value]);
  const bits = new BigInt64Array(float.buffer);
  bits[0] += value > 0 ? -1n : 1n;
  return float[0];
}

export function noNumber(found: unknown): FacegaugeError {
  return new FacegaugeError('INVALID_ARGUMENT', 'A similarity is no number.', { found: String(found) });
}
