/** Reads an audit's records from the store, page by page. */
import type { Store } from '../store';
import type { QualityPolicy } from '../verification';
import { parametersOf, type SampleFilter, type SampleSort } from './filter';

/** Rows read at a time. */
const PAGE = 500;

export type StoredRecord = Record<string, unknown>;

/** Which records are meant, in which order. */
export interface RecordQuery {
  run: number;
  policy: QualityPolicy;
  filter: SampleFilter;
  sort: SampleSort;
}

interface From {
  after?: number;
  afterQuality?: number;
  offset?: number;
}

/** How many records a query means. */
export function countRecords(store: Store, { run, policy, filter, sort }: RecordQuery): number {
  const order = sort === 'came' ? {} : { byQuality: 1 };
  const parameters = { ...parametersOf(filter, policy), run, ...order };
  return store.rows<{ pictures: number }>('audit-count', parameters)[0].pictures;
}

/** At most `limit` of them. */
export function recordPage(store: Store, query: RecordQuery, limit: number, from: From): StoredRecord[] {
  const { run, policy, filter, sort } = query;
  const order = sort === 'came' ? {} : { byQuality: 1 };
  return store.rows('audit-samples', { ...parametersOf(filter, policy), ...order, ...from, [sort]: 1, run, limit });
}

/** Page by page, each beginning where the one before ended: rows that are added meanwhile shift nothing. */
export function* eachRecord(
  store: Store,
  query: RecordQuery,
  limit = Infinity
): Generator<StoredRecord, void, undefined> {
  let last: StoredRecord | null = null;
  for (let left = limit; left > 0; left -= PAGE) {
    const size = Math.min(PAGE, left);
    const from: From = { after: last?.id as number | undefined, afterQuality: last?.quality as number | undefined };
    const page: StoredRecord[] = recordPage(store, query, size, from);
    yield* page;
    if (page.length < size) return;
    last = page[page.length - 1];
  }
}

/** Thumbnails (WebP, 112×112) of samples by id; absent where there is none. */
export function thumbnailsOf(store: Store, ids: readonly number[]): Map<number, Uint8Array> {
  const rows = store.rows<{ id: number; picture: Uint8Array }>('audit-thumbnails', { ids: JSON.stringify(ids) });
  return new Map(rows.map(({ id, picture }) => [id, picture]));
}
