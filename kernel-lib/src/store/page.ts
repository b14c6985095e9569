/** Pages of samples for a list that people look through: filtered, in order, in milliseconds among a million. */
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { Assessment } from '../types';
import { findings, qualities, summarise, type Stretch } from './counts';
import { query } from './sql';

/** What to list; every condition given must hold. */
export interface PageQuery extends Partial<Stretch> {
  /** least ≤ quality < most. */
  least?: number;
  most?: number;
  /** Code of a finding. */
  finding?: string;
  assessment?: Assessment;
  identity?: string;
  /** Part of the path, whatever its case. */
  text?: string;
  /** Rows (default 60). */
  limit?: number;
  /** The last entry of the page before. */
  after?: Pick<ListedSample, 'id' | 'quality' | 'processedAt'>;
}

/** What a list shows of a sample. */
export interface ListedSample {
  id: number;
  run: number | null;
  key: string | null;
  path: string | null;
  source: string;
  identity: string | null;
  processedAt: number;
  takenAt: number | null;
  takenAtZoned: boolean | null;
  width: number | null;
  height: number | null;
  acquired: boolean;
  quality: number | null;
  assessment: Assessment | null;
  findings: string[];
  errorCode: string | null;
}

/** All time that a picture may be from. */
const ALL = { from: 0, to: Number.MAX_SAFE_INTEGER };
const LIMIT = 60;

/** Samples with a quality, worst first. */
export function worstFirst(db: DatabaseSyncInstance, asked: PageQuery = {}): ListedSample[] {
  const { least = 0, most = 2, after } = asked;
  const keyset = { quality: after?.quality ?? -1, id: after?.id ?? 0 };
  const { finding = null } = asked;
  return list(db, 'samples', { ...filters(asked), least, most, finding, ...keyset });
}

/** All samples, newest first; the quality and findings are no filter here. */
export function newestFirst(db: DatabaseSyncInstance, asked: PageQuery & { failed?: boolean } = {}): ListedSample[] {
  const { after, to = ALL.to } = asked;
  const keyset = { at: after?.processedAt ?? to, id: after?.id ?? 0 };
  return list(db, 'samples-newest', { ...filters(asked), ...keyset, failed: asked.failed ? 1 : null });
}

/**
 * How many samples with a quality match, whatever the page; null where the roll-ups do not know it exactly (the text in a path,
 * an identity, an assessment, a finding together with bounds of quality, bounds that are no multiples of .001).
 */
export function totalOf(db: DatabaseSyncInstance, asked: PageQuery): number | null {
  const { least = 0, most = 2, finding, assessment, identity, text, source, run } = asked;
  const stretch = { ...ALL, ...defined({ from: asked.from, to: asked.to }), source, run };
  const whole = least <= 0 && most > 1;
  if (assessment !== undefined || identity !== undefined || text !== undefined) return null;
  if (finding !== undefined) {
    if (!whole) return null;
    return findings(db, stretch).find(({ code }) => code === finding)?.pictures ?? 0;
  }
  if (whole) return summarise(db, stretch).scored;
  const [from, to] = [least * 1000, most * 1000].map(Math.round);
  if (from / 1000 !== least || to / 1000 !== most) return null;
  return qualities(db, stretch).reduce((sum, { bin, pictures }) => (bin >= from && bin < to ? sum + pictures : sum), 0);
}

function filters(asked: PageQuery): Record<string, number | string | null> {
  const { from = ALL.from, to = ALL.to, source = null, run, assessment = null, identity = null, text = null } = asked;
  const { limit = LIMIT } = asked;
  return { from, to, source, run: run === undefined ? null : (run ?? 0), assessment, identity, text, limit };
}

function list(
  db: DatabaseSyncInstance,
  name: string,
  parameters: Record<string, number | string | null>
): ListedSample[] {
  return db
    .prepare(query(name))
    .all(parameters)
    .map(record => {
      const row = record as Record<string, unknown>;
      const { acquired, findings: codes, takenAtZoned } = row;
      const zoned = takenAtZoned === null ? null : takenAtZoned === 1;
      return { ...row, acquired: acquired === 1, findings: JSON.parse(codes as string), takenAtZoned: zoned };
    }) as unknown as ListedSample[];
}

function defined<T extends object>(values: T): Partial<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>;
}
