import type { TrialColumns } from './columns';
import { Places } from './places';

/**
 * Pairs of people with their places among some thresholds: what a bootstrap weighs. A row is a person; its entries are the other
 * people and the bins of the pairs with them. Bin j holds similarities with j thresholds below them; the bin after the last holds pairs
 * that were not compared.
 */
export interface Entries {
  length: number;
  /** Where each person's entries begin; one more than people. */
  from: Int32Array;
  other: Int32Array;
  bin: Uint16Array;
  /** How often; null where every entry is one pair. */
  count: Uint32Array | null;
}

/** Beyond so many possible entries counting them together takes more memory than it saves. */
const MOST_TOGETHER = 8_000_000;

/** @param ascending thresholds from the lowest, at most 65,000 */
export function entriesOf(columns: TrialColumns, ascending: Float64Array, mated: boolean): Entries {
  const total = mated ? columns.matedCount : columns.length - columns.matedCount;
  const bins = ascending.length + 2;
  const people = columns.subjects;
  const cells = (mated ? people : (people * (people + 1)) / 2) * bins;
  return cells > MOST_TOGETHER || cells > 4 * total + 1000
    ? oneByOne(columns, ascending, mated, total)
    : together(columns, ascending, mated, cells / bins);
}

/** @param cells pairs of people that can be */
function together(columns: TrialColumns, ascending: Float64Array, mated: boolean, cells: number): Entries {
  const { length, similarity, mated: kind, subjectA, subjectB, subjects } = columns;
  const [bins, places] = [ascending.length + 2, new Places(ascending)];
  const counts = new Uint32Array(cells * bins);
  const wanted = mated ? 1 : 0;
  let n = 0;
  for (let i = 0; i < length; i++) {
    if (kind[i] !== wanted) continue;
    const [a, b] = [subjectA[i], subjectB[i]];
    const cell = mated ? a : a < b ? (b * (b + 1)) / 2 + a : (a * (a + 1)) / 2 + b;
    if (counts[cell * bins + binOf(similarity[i], places, bins)]++ === 0) n++;
  }
  const entries = { ...empty(subjects, n), count: new Uint32Array(n) };
  let at = 0;
  for (let a = 0, cell = 0; a < subjects; a++) {
    entries.from[a] = at;
    for (let b = mated ? a : 0; b <= a; b++, cell++)
      for (let bin = 0; bin < bins; bin++) {
        const count = counts[cell * bins + bin];
        if (count === 0) continue;
        entries.other[at] = b;
        entries.bin[at] = bin;
        entries.count[at++] = count;
      }
  }
  entries.from[subjects] = at;
  return entries;
}

/** Each pair an entry of its own, sorted by its first person. */
function oneByOne(columns: TrialColumns, ascending: Float64Array, mated: boolean, total: number): Entries {
  const { length, similarity, mated: kind, subjectA, subjectB, subjects } = columns;
  const [bins, places] = [ascending.length + 2, new Places(ascending)];
  const entries = empty(subjects, total);
  const { from, other, bin } = entries;
  const wanted = mated ? 1 : 0;
  for (let i = 0; i < length; i++) if (kind[i] === wanted) from[subjectA[i] + 1]++;
  for (let person = 0; person < subjects; person++) from[person + 1] += from[person];
  const next = from.slice(0, subjects);
  for (let i = 0; i < length; i++) {
    if (kind[i] !== wanted) continue;
    const at = next[subjectA[i]]++;
    other[at] = subjectB[i];
    bin[at] = binOf(similarity[i], places, bins);
  }
  return entries;
}

function empty(people: number, length: number): Entries {
  return {
    length,
    from: new Int32Array(people + 1),
    other: new Int32Array(length),
    bin: new Uint16Array(length),
    count: null
  };
}

function binOf(similarity: number, places: Places, bins: number): number {
  return Number.isNaN(similarity) ? bins - 1 : places.below(similarity);
}
