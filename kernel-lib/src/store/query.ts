import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { decodeRow, SELECT, SELECT_EMBEDDINGS, SELECT_FACTS } from './codec';
import type { StoredSample } from './row';

/** Which rows to read back; every condition given must hold. */
export interface SampleQuery {
  run?: number | null;
  source?: string;
  /** processedAt in [from, to), UTC ms. */
  from?: number;
  to?: number;
  model?: string;
  sha256?: string;
  identity?: string;
  /** Code of a finding. */
  finding?: string;
  /** true: failures only; false: none. */
  failed?: boolean;
  limit?: number;
  /** false: embedding and thumbnail are left out (null), which reads many rows far faster; or the thumbnail alone is. Default true. */
  large?: boolean | 'embedding';
}

/** Rows a page: reading goes page by page, so that no long read holds back the clearing of the write-ahead log. */
const PAGE = 500;

/** Rows that match, in the order they were first written. */
export function* readSamples(db: DatabaseSyncInstance, query: SampleQuery): Generator<StoredSample> {
  const conditions: [sql: string, value: number | string | undefined][] = [
    ['source = ?', query.source],
    ['processed_at >= ?', query.from],
    ['processed_at < ?', query.to],
    ['model = ?', query.model],
    ['sha256 = ?', query.sha256],
    ['identity = ?', query.identity],
    ['id IN (SELECT sample FROM sample_findings WHERE code = ?)', query.finding],
    ['run = ?', query.run ?? undefined]
  ];
  const given = conditions.filter((c): c is [string, number | string] => c[1] !== undefined);
  const where = given.map(c => c[0]);
  if (query.run === null) where.push('run IS NULL');
  if (query.failed !== undefined) where.push(`error_code IS ${query.failed ? 'NOT ' : ''}NULL`);
  const { large = true } = query;
  const from = large === 'embedding' ? SELECT_EMBEDDINGS : large ? SELECT : SELECT_FACTS;
  const select = db.prepare(`${from} WHERE ${[...where, 'id > ?'].join(' AND ')} ORDER BY id LIMIT ?`);

  let left = query.limit ?? Infinity;
  for (let after = 0; left > 0;) {
    const page = select.all(...given.map(c => c[1]), after, Math.min(PAGE, left)) as Record<string, unknown>[];
    for (const record of page) yield decodeRow(record);
    if (page.length < Math.min(PAGE, left)) return;
    left -= page.length;
    after = page[page.length - 1].id as number;
  }
}
