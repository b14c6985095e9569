import type { TrialColumns } from './columns';

/**
 * Pairs of the same two people at the same place among some thresholds, counted together: what a bootstrap weighs.
 * Bin j holds similarities with j thresholds below them; the bin after the last holds pairs that were not compared. A row is a bin and
 * one person of the pairs; its entries are the other people and how often. Rows are in the order of their bins.
 */
export interface Entries {
  length: number;
  rows: number;
  bin: Uint16Array;
  a: Int32Array;
  /** Where a row's entries begin; one more than rows. */
  from: Int32Array;
  b: Int32Array;
  count: Uint32Array;
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
  const bins = ascending.length + 2;
  const counts = new Uint32Array(cells * bins);
  const wanted = mated ? 1 : 0;
  let n = 0;
  for (let i = 0; i < length; i++) {
    if (kind[i] !== wanted) continue;
    const [a, b] = [subjectA[i], subjectB[i]];
    const cell = mated ? a : a < b ? (b * (b + 1)) / 2 + a : (a * (a + 1)) / 2 + b;
    if (counts[binOf(similarity[i], ascending) * cells + cell]++ === 0) n++;
  }
  const entries = empty(n);
  for (let bin = 0, cell = 0; bin < bins; bin++)
    for (let a = 0; a < subjects; a++)
      for (let b = mated ? a : 0; b <= a; b++) {
        const count = counts[cell++];
        if (count > 0) append(entries, bin, a, b, count);
      }
  return closed(entries);
}

/** Each pair an entry of its own, sorted by bin and person (counting sort, from the lesser key to the greater). */
function oneByOne(columns: TrialColumns, ascending: Float64Array, mated: boolean, total: number): Entries {
  const { length, similarity, mated: kind, subjectA, subjectB, subjects } = columns;
  const wanted = mated ? 1 : 0;
  const pairs = new Int32Array(total);
  for (let i = 0, n = 0; i < length; i++) if (kind[i] === wanted) pairs[n++] = i;
  const byPerson = sorted(pairs, subjects, i => subjectA[i]);
  const byBin = sorted(byPerson, ascending.length + 2, i => binOf(similarity[i], ascending));
  const entries = empty(total);
  for (const i of byBin) append(entries, binOf(similarity[i], ascending), subjectA[i], subjectB[i], 1);
  return closed(entries);
}

function sorted(items: Int32Array, keys: number, keyOf: (item: number) => number): Int32Array {
  const starts = new Int32Array(keys + 1);
  for (const item of items) starts[keyOf(item) + 1]++;
  for (let key = 0; key < keys; key++) starts[key + 1] += starts[key];
  const order = new Int32Array(items.length);
  for (const item of items) order[starts[keyOf(item)]++] = item;
  return order;
}

/** Rows are as many as entries at most. */
function empty(room: number): Entries {
  return {
    length: 0,
    rows: 0,
    bin: new Uint16Array(room),
    a: new Int32Array(room),
    from: new Int32Array(room + 1),
    b: new Int32Array(room),
    count: new Uint32Array(room)
  };
}

function append(entries: Entries, bin: number, a: number, b: number, count: number): void {
  const last = entries.rows - 1;
  if (last < 0 || entries.bin[last] !== bin || entries.a[last] !== a) {
    entries.bin[entries.rows] = bin;
    entries.a[entries.rows] = a;
    entries.from[entries.rows++] = entries.length;
  }
  entries.b[entries.length] = b;
  entries.count[entries.length++] = count;
}

function closed(entries: Entries): Entries {
  entries.from[entries.rows] = entries.length;
  return entries;
}

/** How many thresholds lie below a similarity. */
function binOf(similarity: number, ascending: Float64Array): number {
  if (Number.isNaN(similarity)) return ascending.length + 1;
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle] < similarity) low = middle + 1;
    else high = middle;
  }
  return low;
}
