import { seededRandom } from '../random';
import type { TrialColumns } from './columns';

/** Some of the people of a set of comparisons. */
export interface Subset {
  /** How many they are. */
  readonly people: number;
  /** Of each person the number among these: from 0, without gaps, in the same order; −1 for those who are left out. */
  readonly number: Int32Array;
}

/**
 * People divided by chance into two halves; comparisons across are in neither. What is found on one half and reported on the other was
 * not fitted to what it is reported on.
 * @returns null where people are not named, or fewer than four
 */
export function halves(columns: TrialColumns, seed = 1): [Subset, Subset] | null {
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
  return [subsetOf(first, 1), subsetOf(first, 0)];
}

function subsetOf(half: Uint8Array, wanted: number): Subset {
  let people = 0;
  const number = Int32Array.from(half, one => (one === wanted ? people++ : -1));
  return { people, number };
}
