import { seededRandom } from '../random';
import type { TrialColumns } from './columns';

/**
 * People divided by chance into two halves, and the comparisons inside each; those across are in neither. What is found on one half
 * and reported on the other was not fitted to what it is reported on.
 * @returns null where people are not named, or fewer than four
 */
export function halves(columns: TrialColumns, seed = 1): [TrialColumns, TrialColumns] | null {
  const masks = halfMasks(columns, seed);
  return masks && [columns.among(masks[0]), columns.among(masks[1])];
}

/** Who is in which half, by number of the person: for whoever wants one half at a time. */
export function halfMasks(columns: TrialColumns, seed = 1): [Uint8Array, Uint8Array] | null {
  const { subjects } = columns;
  if (!columns.hasSubjects || subjects < 4) return null;
  const random = seededRandom(seed);
  const order = Int32Array.from({ length: subjects }, (_, i) => i);
  for (let i = subjects - 1; i > 0; i--) {
    const j = Math.floor(random.uniform() * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  const first = new Uint8Array(subjects);
  for (const subject of order.subarray(0, subjects >> 1)) first[subject] = 1;
  return [first, first.map(one => 1 - one)];
}
