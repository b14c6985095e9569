/** Reads an audit's records from the store, page by page. */
import type { QueryParameters, Store } from '../store';
import type { QualityPolicy } from '../verification';
import { countByRollUps } from './count';
import { firstOf, isLook, lookFor, type Look } from './looked';
import { parametersOf, type SampleFilter, type SampleSort } from './filter';

/** Rows read at a time. */
const PAGE = 500;
/** Ids read at a time: finding out which rows are meant may mean looking at all of them, so it is done seldom. */
const IDS = 20_000;
/** From so large a share of its run on, a filter's pictures are found by going through the run. */
const MUCH = 0.02;
/** Up to so many pictures from the first on are looked for before all are. */
const SOON = 1000;

export type StoredRecord = Record<string, unknown>;

/** Which records are meant, in which order. */
export interface RecordQuery {
  run: number;
  policy: QualityPolicy;
  filter: SampleFilter;
  sort: SampleSort;
}

/** How many records a query means. */
export function countRecords(store: Store, query: RecordQuery): number {
  const { run, sort } = query;
  const parameters = conditions(query);
  if (!isRanked(sort, parameters)) return 0;
  const counted = countByRollUps(store, run, parameters);
  if (counted !== null) return counted;
  if (isLook(parameters)) return lookFor(store, lookOf(store, query)).length;
  return store.rows<{ pictures: number }>('audit-samples', { ...parameters, run, counted: 1, limit: -1 })[0].pictures;
}

/** At most `limit` of them, after `offset` others. */
export function recordPage(store: Store, query: RecordQuery, limit: number, offset: number): StoredRecord[] {
  const ids = isLook(conditions(query)) ? looked(store, query, limit, offset) : idsOf(store, query, { limit, offset });
  return recordsOf(store, ids);
}

/** Ids of at most `limit` of them. */
export function recordIds(store: Store, query: RecordQuery, limit: number): number[] {
  return isLook(conditions(query)) ? looked(store, query, limit) : idsOf(store, query, { limit });
}

/** Page by page, each beginning where the one before ended: rows that are added meanwhile shift nothing. */
export function* eachRecord(
  store: Store,
  query: RecordQuery,
  limit = Infinity,
  pages = { ids: IDS, rows: PAGE }
): Generator<StoredRecord, void, undefined> {
  if (isLook(conditions(query))) {
    const ids = looked(store, query, limit);
    for (let at = 0; at < ids.length; at += pages.rows) yield* recordsOf(store, ids.slice(at, at + pages.rows));
    return;
  }
  let last: StoredRecord | null = null;
  for (let left = limit; left > 0; left -= pages.ids) {
    const size = Math.min(pages.ids, left);
    const [after, afterQuality] = [last?.id, last?.quality] as (number | undefined)[];
    const ids: number[] = idsOf(store, query, { limit: size, after, afterQuality });
    for (let at = 0; at < ids.length; at += pages.rows) {
      const page = recordsOf(store, ids.slice(at, at + pages.rows));
      yield* page;
      last = page[page.length - 1] ?? last;
    }
    if (ids.length < size) return;
  }
}

/** Thumbnails of samples by id: the face (WebP, 112×112), or the whole picture, at most as large; absent where there is none. */
export function thumbnailsOf(store: Store, ids: readonly number[]): Map<number, Uint8Array> {
  const rows = store.rows<{ id: number; picture: Uint8Array }>('audit-thumbnails', { ids: JSON.stringify(ids) });
  return new Map(rows.map(({ id, picture }) => [id, picture]));
}

function conditions({ filter, policy, sort }: RecordQuery): QueryParameters {
  return { ...parametersOf(filter, policy), ...(sort === 'came' ? {} : { byQuality: 1 }) };
}

/** What failed has no quality, and so no place in an order by quality. */
const isRanked = (sort: SampleSort, { noFace, failed }: QueryParameters): boolean =>
  sort === 'came' || (noFace == null && failed == null);

/** Ids of what must be looked for: `size` of them, after `offset` others. */
function looked(store: Store, query: RecordQuery, size: number, offset = 0): number[] {
  if (!isRanked(query.sort, conditions(query))) return [];
  const look = lookOf(store, query);
  const first = offset + size <= SOON ? firstOf(store, look, size, offset) : null;
  return first ?? [...lookFor(store, look).subarray(offset, offset + size)];
}

function lookOf(store: Store, query: RecordQuery): Look {
  const { run, sort } = query;
  const parameters = conditions(query);
  const { finding, source, identity, noFace, failed } = parameters;
  const pictures = countByRollUps(store, run, {})!;
  const few =
    [identity, noFace, failed].some(condition => condition != null) ||
    (finding != null && areFew(store, run, { finding }, pictures)) ||
    (source != null && areFew(store, run, { source }, pictures));
  const stored = store.summary(0, Number.MAX_SAFE_INTEGER).pictures;
  return { run, parameters, sort, few, pictures, stored };
}

interface Stretch {
  limit: number;
  offset?: number;
  after?: number;
  afterQuality?: number;
}

function idsOf(store: Store, query: RecordQuery, stretch: Stretch): number[] {
  const { run, sort } = query;
  const parameters = conditions(query);
  if (!isRanked(sort, parameters)) return [];
  const wanted = { ...way(store, run, parameters, sort), ...stretch };
  return store.rows<{ id: number }>('audit-samples', { ...wanted, [sort]: 1, run }).map(({ id }) => id);
}

const areFew = (store: Store, run: number, some: QueryParameters, all: number): boolean =>
  (countByRollUps(store, run, some) ?? 0) <= MUCH * all;

/** How the pictures are to be found: by going through the run in the order asked for, or, where few are meant, by picking them out. */
function way(store: Store, run: number, parameters: QueryParameters, sort: SampleSort): QueryParameters {
  const { from, below, finding, ...rest } = parameters;
  const all = countByRollUps(store, run, {})!;
  const few = (some: QueryParameters): boolean => areFew(store, run, some, all);
  const fewFound = finding != null && few({ finding });
  const found = fewFound ? { finding } : { throughFinding: finding };
  // In an order by quality a range is a stretch of it.
  if (sort !== 'came') return { ...rest, from, below, ...found, ordered: 1 };
  const ranged = from != null || below != null;
  const fewInRange = ranged && few({ from, below });
  const picked = fewFound || fewInRange || [rest.identity, rest.failed].some(condition => condition != null);
  const order = picked ? { picked: 1 } : { through: 1 };
  if (!ranged || fewInRange) return { ...rest, from, below, ...found, ...order };
  // A range has no pictures without a quality anyway.
  return { ...rest, throughFrom: from, throughBelow: below, byQuality: null, ...found, ...order };
}

/** In the order of the ids; what was taken out meanwhile is not there. */
function recordsOf(store: Store, ids: readonly number[]): StoredRecord[] {
  const rows = store.rows<StoredRecord & { id: number }>('audit-rows', { ids: JSON.stringify(ids) });
  const byId = new Map(rows.map(row => [row.id, row]));
  return ids.flatMap(id => byId.get(id) ?? []);
}
