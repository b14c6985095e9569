/** All pairs of neighbours among many embeddings, exactly; with progress, abort, resume, and only what is new. */
import { rmSync } from 'node:fs';
import path from 'node:path';
import { FacegaugeError } from '../../errors';
import { NEIGHBOUR_FILES, searchNeighbours } from '../../engine';
import type { EmbeddingQuery, Store } from '../../store';
import type { PairList } from './pair-list';
import { noPairs } from './pair-list';
import { fingerprintOf, SearchRecord, type Result } from './record';
import { survey, writeVectors, type Embeddings, type Survey } from './vectors';

/** Below it, neighbours are no longer few, and the search would be neither fast nor of use. */
export const LEAST_THRESHOLD = 0.8;

export interface FindOptions {
  /** Cosine from which two embeddings are neighbours, {@link LEAST_THRESHOLD}..1. */
  threshold: number;
  /**
   * Where the search keeps its state, 4 bytes a value while it runs (2.3 GB for a million embeddings of 512 values) and what it found
   * afterwards (no embeddings); its own alone. The same search in the same folder goes on where it was stopped.
   */
  folder: string;
  signal?: AbortSignal;
  /** Comparisons made and to be made; a few times a second. */
  onProgress?: (made: number, all: number) => void;
  /** Processes that compare (default: as many as cores, at most 4); each takes about 200 MB. */
  processes?: number;
  /** Pairs that may be found (default 20,000,000, which take 320 MB). */
  most?: number;
}

/** Neighbours among some embeddings. */
export interface Neighbours {
  threshold: number;
  /** Samples that were compared, ascending. */
  ids: Float64Array;
  /** Indices of `ids`, a < b, each pair once, in no particular order. */
  pairs: PairList;
  /** Embeddings that had to be compared with the others: all of them, or those that were new or changed since the last search. */
  compared: number;
}

/** Neighbours across two sets. */
export interface NeighboursAcross {
  threshold: number;
  first: Float64Array;
  second: Float64Array;
  /** a: index of `first`, b: of `second`. */
  pairs: PairList;
}

/**
 * Every pair with a cosine of at least the threshold: the same as comparing each embedding with each in double precision.
 * What was found last time in the same folder is used where both embeddings are still the same, so that only new ones are compared.
 * @throws FacegaugeError INVALID_ARGUMENT (threshold, embeddings of several networks, too many pairs), ABORTED, STORE_BUSY, NO_SPACE,
 *   ENGINE_CRASHED
 */
export async function findNeighbours(embeddings: Embeddings, options: FindOptions): Promise<Neighbours> {
  const { threshold, folder, signal } = checked(options);
  const found = await survey(embeddings, signal);
  const record = new SearchRecord(path.join(folder, nameOf(threshold)));
  try {
    const known = keep(record.result(), found);
    const fresh = found.ids.length - known.kept.length;
    if (fresh === 0 && known.complete) return { threshold, ids: found.ids, pairs: known.pairs, compared: 0 };
    const order = orderOf(known.kept, found.ids.length);
    const from = known.kept.length;
    if (from > 0 && fresh === 0) return done(record, threshold, found, known.pairs, 0);
    const rows = await search(record, [{ embeddings, found }], order, { from, across: false }, options);
    const pairs = joinPairs(known.pairs, renumbered(rows, order));
    return done(record, threshold, found, pairs, fresh);
  } finally {
    record.release();
  }
}

/**
 * Every pair of one embedding of each set. Nothing is kept of it when it is done.
 * @throws FacegaugeError as {@link findNeighbours}
 */
export async function findNeighboursAcross(
  first: Embeddings,
  second: Embeddings,
  options: FindOptions
): Promise<NeighboursAcross> {
  const { threshold, folder, signal } = checked(options);
  const sets = [await survey(first, signal), await survey(second, signal)];
  const [n, m] = sets.map(({ ids }) => ids.length);
  const record = new SearchRecord(path.join(folder, `across-${nameOf(threshold)}`));
  try {
    const both = [
      { embeddings: first, found: sets[0] },
      { embeddings: second, found: sets[1] }
    ];
    const rows = await search(record, both, orderOf(new Uint32Array(0), n + m), { from: n, across: true }, options);
    record.finish(null);
    const pairs = { a: rows.b, b: rows.a.map(row => row - n), similarity: rows.similarity };
    return { threshold, first: sets[0].ids, second: sets[1].ids, pairs };
  } finally {
    record.release();
  }
}

/** Neighbours among the samples of a store; the search's folder lies beside it. @throws as {@link findNeighbours} */
export function neighboursInStore(
  store: Store,
  query: Pick<EmbeddingQuery, 'run' | 'embeddingModel'>,
  options: Omit<FindOptions, 'folder'> & { folder?: string }
): Promise<Neighbours> {
  const { run, embeddingModel } = query;
  const name = `${run ?? 'all'}-${(embeddingModel ?? 'any').replace(/[^\w.-]/g, '_')}`;
  const folder = options.folder ?? path.join(neighboursFolder(store), name);
  return findNeighbours(() => store.embeddings(query), { ...options, folder });
}

/** Folder in which searches over a store keep what is theirs; whoever walks folders for pictures passes it over. */
export function neighboursFolder({ file }: Pick<Store, 'file'>): string {
  return `${file}-neighbours`;
}

/** Removes what searches over a store have kept, also the vectors that one which was stopped left behind. */
export function forgetNeighbours(store: Pick<Store, 'file'>): void {
  rmSync(neighboursFolder(store), { recursive: true, force: true });
}

interface Part {
  embeddings: Embeddings;
  found: Survey;
}

/** @param order the row that each embedding gets, over all parts */
async function search(
  record: SearchRecord,
  parts: readonly Part[],
  order: Uint32Array,
  what: { from: number; across: boolean },
  { threshold, signal, onProgress, processes, most = 20_000_000 }: FindOptions
): Promise<PairList> {
  const count = order.length;
  const size = sizeOf(parts);
  if (count - what.from === 0 || (what.across && what.from === 0)) return noPairs();
  const marks = parts.flatMap(({ found }) => [found.ids, found.marks]);
  const fingerprint = fingerprintOf([threshold, size, what.from, String(what.across), order, ...marks]);
  if (!record.resume(fingerprint)) {
    record.clear();
    await writeParts(record, parts, order, signal);
    record.begun(fingerprint);
  }
  await searchNeighbours(
    { folder: record.folder, count, size, threshold, ...what },
    {
      done: record.done,
      onBlock: (block, pairs) => record.add(block, pairs),
      onProgress,
      signal,
      processes,
      most: most - record.found
    }
  );
  return record.pairs();
}

async function writeParts(
  record: SearchRecord,
  parts: readonly Part[],
  order: Uint32Array,
  signal?: AbortSignal
): Promise<void> {
  const file = path.join(record.folder, NEIGHBOUR_FILES.vectors);
  let before = 0;
  for (const { embeddings, found } of parts) {
    const offset = before;
    await writeVectors(file, embeddings, found, index => order[offset + index], signal);
    before += found.ids.length;
  }
}

function sizeOf(parts: readonly Part[]): number {
  const sizes = parts.map(({ found }) => found.size).filter(size => size > 0);
  const [size = 0] = sizes;
  if (sizes.every(other => other === size)) return size;
  throw new FacegaugeError('INVALID_ARGUMENT', 'Embeddings of different networks cannot be compared.', {
    found: sizes.map(values => `${values} values`).join(' and ')
  });
}

/** What an earlier search has found and still holds. */
interface Known {
  /** Indices of the embeddings that were compared with each other already, ascending. */
  kept: Uint32Array;
  /** Pairs among them. */
  pairs: PairList;
  /** There was an earlier search, and nothing has changed. */
  complete: boolean;
}

function keep(earlier: Result | null, { ids, marks, size }: Survey): Known {
  const none = { kept: new Uint32Array(0), pairs: noPairs(), complete: false };
  if (!earlier || earlier.survey.size !== size) return none;
  const old = earlier.survey;
  // Where each of the earlier embeddings stands now, or −1.
  const now = new Int32Array(old.ids.length).fill(-1);
  const kept: number[] = [];
  for (let i = 0, o = 0; i < ids.length; i++) {
    while (o < old.ids.length && old.ids[o] < ids[i]) o++;
    if (old.ids[o] !== ids[i] || old.marks[2 * o] !== marks[2 * i] || old.marks[2 * o + 1] !== marks[2 * i + 1])
      continue;
    now[o] = i;
    kept.push(i);
  }
  const complete = kept.length === ids.length && ids.length === old.ids.length;
  if (complete) return { kept: Uint32Array.from(kept), pairs: earlier.pairs, complete };
  const { a, b, similarity } = earlier.pairs;
  const still = a.map((_, i) => i).filter(i => now[a[i]] >= 0 && now[b[i]] >= 0);
  const pairs = {
    a: still.map(i => now[a[i]]),
    b: still.map(i => now[b[i]]),
    similarity: Float64Array.from(still, i => similarity[i])
  };
  return { kept: Uint32Array.from(kept), pairs, complete };
}

/** Rows for all embeddings: those that were compared already come first, the others after them, both in their own order. */
function orderOf(kept: Uint32Array, count: number): Uint32Array {
  const order = new Uint32Array(count);
  let [old, fresh] = [0, kept.length];
  for (let i = 0; i < count; i++) {
    if (old < kept.length && kept[old] === i) order[i] = old++;
    else order[i] = fresh++;
  }
  return order;
}

/** From rows to indices, the smaller first. */
function renumbered({ a, b, similarity }: PairList, order: Uint32Array): PairList {
  const index = new Uint32Array(order.length);
  order.forEach((row, i) => (index[row] = i));
  return {
    a: a.map((row, i) => Math.min(index[row], index[b[i]])),
    b: b.map((row, i) => Math.max(index[a[i]], index[row])),
    similarity
  };
}

function joinPairs(one: PairList, two: PairList): PairList {
  const join = <T extends Uint32Array | Float64Array>(kind: new (length: number) => T, x: T, y: T): T => {
    const whole = new kind(x.length + y.length);
    whole.set(x);
    whole.set(y, x.length);
    return whole;
  };
  return {
    a: join(Uint32Array, one.a, two.a),
    b: join(Uint32Array, one.b, two.b),
    similarity: join(Float64Array, one.similarity, two.similarity)
  };
}

function done(record: SearchRecord, threshold: number, found: Survey, pairs: PairList, compared: number): Neighbours {
  record.finish({ survey: found, pairs });
  return { threshold, ids: found.ids, pairs, compared };
}

const nameOf = (threshold: number): string => String(threshold);

function checked(options: FindOptions): FindOptions {
  const { threshold } = options;
  if (threshold >= LEAST_THRESHOLD && threshold <= 1) return options;
  throw new FacegaugeError('INVALID_ARGUMENT', `A threshold of neighbours lies in ${LEAST_THRESHOLD}..1.`, {
    found: String(threshold)
  });
}
