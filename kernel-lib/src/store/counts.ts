/** Counts over any stretch of time, from the roll-ups: milliseconds, however many pictures there are. */
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { query } from './sql';

/** A stretch of time and what to count in it. */
export interface Stretch {
  /** UTC ms, inclusive. */
  from: number;
  /** UTC ms, exclusive. */
  to: number;
  /** One camera, folder or label; default: all. */
  source?: string;
  /** One run, or null: what belongs to none; default: all. */
  run?: number | null;
}

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
  /** Pictures without a usable face. */
  notAcquired: number;
  /** Pictures that could not be processed. */
  failed: number;
  /** Both. */
  failures: number;
  /** Time the newest one was first processed, UTC ms; null where there is none. */
  lastAt: number | null;
  /** Median and 95th percentile of the time a picture took, ms, to 5 %; over whole quarter-hours, whatever the source. */
  p50: number | null;
  p95: number | null;
  /** The threshold `low` was counted with. */
  qualityReject: number;
}

/** Sums of one source over 15 minutes, `low` by the threshold in force in the store. */
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

/** Pictures whose quality lies in [bin, bin + 1) thousandths. */
export interface QualityBin {
  bin: number;
  pictures: number;
}

export interface FindingCount {
  code: string;
  pictures: number;
}

export interface SourceSum {
  source: string;
  pictures: number;
  scored: number;
  meanQuality: number | null;
  low: number;
  notAcquired: number;
  failed: number;
}

/** @param qualityReject where it is not the store's own, a multiple of .001: what lies between is rounded to the nearest */
export function summarise(db: DatabaseSyncInstance, stretch: Stretch, qualityReject?: number): Summary {
  const parameters = bound(stretch);
  type Row = Omit<Summary, 'lowRate' | 'p50' | 'p95'>;
  const row = { ...(db.prepare(query('summary')).get(parameters) as unknown as Row) };
  if (qualityReject !== undefined) {
    row.qualityReject = Math.round(qualityReject * 1000) / 1000;
    row.low = below(qualities(db, stretch), qualityReject);
  }
  const { from, to, run } = parameters;
  const { bin50, bin95 } = db.prepare(query('elapsed')).get({ from, to, run }) as Record<string, number | null>;
  return { ...row, lowRate: row.scored ? row.low / row.scored : null, p50: elapsedOf(bin50), p95: elapsedOf(bin95) };
}

/** Pictures below a threshold (a multiple of .001), exactly. */
export function below(bins: readonly QualityBin[], threshold: number): number {
  const limit = Math.round(threshold * 1000);
  return bins.reduce((sum, { bin, pictures }) => (bin < limit ? sum + pictures : sum), 0);
}

export function qualities(db: DatabaseSyncInstance, stretch: Stretch): QualityBin[] {
  return rows<QualityBin>(db, 'qualities', { ...bound(stretch) });
}

export function findings(db: DatabaseSyncInstance, stretch: Stretch): FindingCount[] {
  return rows<FindingCount>(db, 'findings', { ...bound(stretch) });
}

/** @param limit the largest alone */
export function sources(db: DatabaseSyncInstance, stretch: Stretch, limit: number | null = null): SourceSum[] {
  const { from, to, run } = bound(stretch);
  return rows<SourceSum>(db, 'sources', { from, to, run, limit });
}

export function quarterHours(db: DatabaseSyncInstance, from: number, to: number): QuarterHour[] {
  return rows<QuarterHour>(db, 'quarter-hours', { from, to });
}

function rows<T>(db: DatabaseSyncInstance, name: string, parameters: Record<string, string | number | null>): T[] {
  return db
    .prepare(query(name))
    .all(parameters)
    .map(row => ({ ...(row as T) }));
}

function bound({ from, to, source, run }: Stretch): {
  from: number;
  to: number;
  source: string | null;
  run: number | null;
} {
  return { from, to, source: source ?? null, run: run === undefined ? null : (run ?? 0) };
}

/** Middle of a bin, see `elapsedBin`. */
function elapsedOf(bin: number | null): number | null {
  return bin === null ? null : 1.05 ** (bin + 0.5);
}
