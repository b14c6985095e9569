import type { Subset, TrialColumns } from './columns';
import { Places } from './places';
import { inStretches, type Steps } from './steps';

/** Comparisons sorted into bins by ascending thresholds. */
export interface Binning {
  /** Two more than thresholds. */
  bins: number;
  /** How many thresholds lie below a comparison, by its number; the last bin is for what was not compared. */
  of(i: number): number;
}

/**
 * Pairs of people with their bins: what a bootstrap weighs. A row is a person; its entries are the other people and the bins of the
 * pairs with them.
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
export function binningBy(ascending: Float64Array, { similarity }: TrialColumns): Binning {
  const [bins, places] = [ascending.length + 2, new Places(ascending)];
  return { bins, of: i => (Number.isNaN(similarity[i]) ? bins - 1 : places.below(similarity[i])) };
}

/** @param among only pairs of these people, by their numbers among themselves (default all) */
export function* entriesInSteps(
  columns: TrialColumns,
  binning: Binning,
  mated: boolean,
  among?: Subset
): Steps<Entries> {
  const pairs = pairsOf(columns, mated, among);
  let total = mated ? columns.matedCount : columns.length - columns.matedCount;
  if (among) {
    total = 0;
    yield* inStretches(columns.length, (from, to) => {
      for (let i = from; i < to; i++) if (pairs.has(i)) total++;
    });
  }
  const { people } = pairs;
  const cells = (mated ? people : (people * (people + 1)) / 2) * binning.bins;
  return cells > MOST_TOGETHER || cells > 4 * total + 1000
    ? yield* oneByOne(pairs, binning, total)
    : yield* together(pairs, binning, mated, cells);
}

interface Pairs {
  length: number;
  people: number;
  has(i: number): boolean;
  first(i: number): number;
  second(i: number): number;
}

function pairsOf(columns: TrialColumns, mated: boolean, among: Subset | undefined): Pairs {
  const { length, mated: kind, subjectA, subjectB, subjects } = columns;
  const wanted = mated ? 1 : 0;
  if (!among)
    return {
      ...{ length, people: subjects },
      has: i => kind[i] === wanted,
      first: i => subjectA[i],
      second: i => subjectB[i]
    };
  const { people, number } = among;
  return {
    ...{ length, people },
    has: i => kind[i] === wanted && number[subjectA[i]] >= 0 && number[subjectB[i]] >= 0,
    first: i => number[subjectA[i]],
    second: i => number[subjectB[i]]
  };
}

/** @param cells entries that can be */
function* together(pairs: Pairs, { bins, of }: Binning, mated: boolean, cells: number): Steps<Entries> {
  const { people } = pairs;
  const counts = new Uint32Array(cells);
  let n = 0;
  yield* inStretches(pairs.length, (from, to) => {
    for (let i = from; i < to; i++) {
      if (!pairs.has(i)) continue;
      const [a, b] = [pairs.first(i), pairs.second(i)];
      const cell = mated ? a : a < b ? (b * (b + 1)) / 2 + a : (a * (a + 1)) / 2 + b;
      if (counts[cell * bins + of(i)]++ === 0) n++;
    }
  });
  const entries = { ...empty(people, n), count: new Uint32Array(n) };
  let at = 0;
  for (let a = 0, cell = 0; a < people; a++) {
    entries.from[a] = at;
    const first = mated ? a : 0;
    // Bin by bin: what is added to one sum stands together.
    for (let bin = 0; bin < bins; bin++)
      for (let b = first; b <= a; b++) {
        const count = counts[(cell + b - first) * bins + bin];
        if (count === 0) continue;
        entries.other[at] = b;
        entries.bin[at] = bin;
        entries.count[at++] = count;
      }
    cell += a - first + 1;
    yield;
  }
  entries.from[people] = at;
  return entries;
}

/** Each pair an entry of its own, sorted by its first person. */
function* oneByOne(pairs: Pairs, binning: Binning, total: number): Steps<Entries> {
  const { length, people } = pairs;
  const entries = empty(people, total);
  const { from: starts, other, bin } = entries;
  yield* inStretches(length, (from, to) => {
    for (let i = from; i < to; i++) if (pairs.has(i)) starts[pairs.first(i) + 1]++;
  });
  for (let person = 0; person < people; person++) starts[person + 1] += starts[person];
  const next = starts.slice(0, people);
  yield* inStretches(length, (from, to) => {
    for (let i = from; i < to; i++) {
      if (!pairs.has(i)) continue;
      const at = next[pairs.first(i)]++;
      other[at] = pairs.second(i);
      bin[at] = binning.of(i);
    }
  });
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
