import { FacegaugeError } from '../errors';

/** One comparison of an evaluation. */
export interface Trial {
  /** Cosine, or null where a picture of the pair gave no face (failure to acquire). */
  similarity: number | null;
  /** Whether both pictures show the same person. */
  mated: boolean;
}

/**
 * Trials sorted for counting. A pair is accepted where similarity > threshold, as in the verdict; a failure to acquire is never
 * accepted but stays in the denominators, so rates are the generalised ones of ISO/IEC 19795-1.
 */
export interface SortedTrials {
  /** Similarities of mated pairs, ascending, failures left out. */
  mated: Float64Array;
  nonMated: Float64Array;
  /** Numbers of pairs, failures included. */
  matedTotal: number;
  nonMatedTotal: number;
  matedFailures: number;
  nonMatedFailures: number;
}

/** @throws INVALID_ARGUMENT for a similarity that is no number, or where mated or non-mated pairs are wanted and there are none */
export function sortTrials(trials: Iterable<Trial>, need: { mated?: boolean; nonMated?: boolean } = {}): SortedTrials {
  const values = { mated: [] as number[], nonMated: [] as number[] };
  const failures = { mated: 0, nonMated: 0 };
  for (const { similarity, mated } of trials) {
    const kind = mated ? 'mated' : 'nonMated';
    if (similarity === null) failures[kind]++;
    else if (Number.isFinite(similarity)) values[kind].push(similarity);
    else throw new FacegaugeError('INVALID_ARGUMENT', 'A similarity is no number.', { found: String(similarity) });
  }
  const sorted: SortedTrials = {
    mated: Float64Array.from(values.mated).sort(),
    nonMated: Float64Array.from(values.nonMated).sort(),
    matedTotal: values.mated.length + failures.mated,
    nonMatedTotal: values.nonMated.length + failures.nonMated,
    matedFailures: failures.mated,
    nonMatedFailures: failures.nonMated
  };
  if (need.mated && sorted.matedTotal === 0) throw none('pairs of the same person');
  if (need.nonMated && sorted.nonMatedTotal === 0) throw none('pairs of different people');
  return sorted;
}

/** How many values of an ascending array lie above `threshold`. */
export function countAbove(ascending: Float64Array, threshold: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle] > threshold) high = middle;
    else low = middle + 1;
  }
  return ascending.length - low;
}

function none(what: string): FacegaugeError {
  return new FacegaugeError('INVALID_ARGUMENT', `There are no ${what} to count.`, {
    action: 'Check the column that says which pairs are mated.'
  });
}
