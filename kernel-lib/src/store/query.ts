import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { fromRecord } from './codec';
import type { StoredSample } from './row';

/** What the dashboard shows of a stretch of time. */
export interface Summary {
  /** Every processed picture, failures included. */
  pictures: number;
  /** Pictures with a quality. */
  scored: number;
  /** Mean quality of those; null where there are none. */
  meanQuality: number | null;
  /** Those with quality < qualityReject. */
  low: number;
  /** low ÷ scored; null where there are none. */
  lowRate: number | null;
  /** Pictures that ended in an error, failures to acquire included. */
  failures: number;
  /** Time the newest one was processed, UTC ms; null where there is none. */
  lastAt: number | null;
  /** The threshold `low` was counted with. */
  qualityReject: number;
}

/** One row of the view `quarter_hours`: sums of one source over 15 minutes, `low` by the threshold in force in the store. */
export interface QuarterHour {
  /** UTC ms, a multiple of 900 000. */
  start: number;
  source: string;
  pictures: number;
  scored: number;
  qualitySum: number;
  low: number;
  failures: number;
}

/** Which rows to read back; every condition given must hold. */
export interface SampleQuery {
  run?: number | null;
  source?: string;
  /** processedAt in [from, to), UTC ms. */
  from?: number;
  to?: number;
  model?: string;
  sha256?: string;
  /** true: failures only; false: none. */
  failed?: boolean;
  limit?: number;
}

/** @param from inclusive, `to` exclusive, UTC ms */
export function summarise(db: DatabaseSyncInstance, from: number, to: number, qualityReject: number): Summary {
  const row = db
    .prepare(
      `SELECT count(*) AS pictures, count(quality) AS scored, avg(quality) AS meanQuality,
         coalesce(sum(quality < ?), 0) AS low, coalesce(sum(failed), 0) AS failures, max(processed_at) AS lastAt
       FROM pictures WHERE processed_at >= ? AND processed_at < ?`
    )
    .get(qualityReject, from, to) as Omit<Summary, 'lowRate' | 'qualityReject'>;
  return { ...row, lowRate: row.scored ? row.low / row.scored : null, qualityReject };
}

export function quarterHours(db: DatabaseSyncInstance, from: number, to: number): QuarterHour[] {
  return db
    .prepare(
      `SELECT start, source, pictures, scored, quality_sum AS qualitySum, low, failures
       FROM quarter_hours WHERE start >= ? AND start < ? ORDER BY start, source`
    )
    .all(from, to)
    .map(row => ({ ...(row as QuarterHour) }));
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
    ['run = ?', query.run ?? undefined]
  ];
  const given = conditions.filter((c): c is [string, number | string] => c[1] !== undefined);
  const where = given.map(c => c[0]);
  if (query.run === null) where.push('run IS NULL');
  if (query.failed !== undefined) where.push(`error_code IS ${query.failed ? 'NOT ' : ''}NULL`);
  const select = db.prepare(`SELECT * FROM samples WHERE ${[...where, 'id > ?'].join(' AND ')} ORDER BY id LIMIT ?`);

  let left = query.limit ?? Infinity;
  for (let after = 0; left > 0;) {
    const page = select.all(...given.map(c => c[1]), after, Math.min(PAGE, left)) as Record<string, unknown>[];
    for (const record of page) yield fromRecord(record);
    if (page.length < Math.min(PAGE, left)) return;
    left -= page.length;
    after = page[page.length - 1].id as number;
  }
}
