import { seededRandom } from '../random';
import type { Subset, TrialColumns } from './columns';

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
