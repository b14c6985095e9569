import type { Components, Device, Assessment, Landmarks, Warning } from '../types';
import { FacegaugeError } from '../errors';
import { decodeHalf, encodeHalf } from './half';
import type { SampleRow, StoredSample } from './row';

export type Value = null | number | string | Uint8Array;

interface Column {
  name: string;
  of(row: SampleRow): Value;
}

const json = (value: unknown): string | null => (value == null ? null : JSON.stringify(value));
/** NaN and ±∞ have no place in a column that is summed. */
const finite = (value: number | null | undefined): number | null =>
  value != null && Number.isFinite(value) ? value : null;

const COLUMNS: readonly Column[] = [
  { name: 'run', of: r => r.run },
  { name: 'path', of: r => r.path },
  { name: 'sha256', of: r => r.sha256 },
  { name: 'source', of: r => r.source },
  { name: 'taken_at', of: r => whole(r.takenAt) },
  { name: 'processed_at', of: r => whole(r.processedAt) },
  { name: 'width', of: r => r.width },
  { name: 'height', of: r => r.height },
  { name: 'acquired', of: r => Number(r.acquired) },
  { name: 'faces', of: r => r.faces },
  { name: 'box_x', of: r => finite(r.box?.x) },
  { name: 'box_y', of: r => finite(r.box?.y) },
  { name: 'box_width', of: r => finite(r.box?.width) },
  { name: 'box_height', of: r => finite(r.box?.height) },
  { name: 'landmarks', of: r => json(r.landmarks) },
  { name: 'detection_score', of: r => finite(r.detectionScore) },
  { name: 'quality', of: r => finite(r.quality) },
  { name: 'raw_quality', of: r => finite(r.rawQuality) },
  { name: 'log_quality', of: r => finite(r.logQuality) },
  { name: 'quality_map', of: r => json(r.qualityMap) },
  { name: 'quality_bias', of: r => finite(r.qualityBias) },
  { name: 'components', of: r => json(r.components) },
  { name: 'assessment', of: r => r.assessment },
  { name: 'warnings', of: r => JSON.stringify(r.warnings) },
  { name: 'error_code', of: r => r.errorCode },
  { name: 'error_message', of: r => r.errorMessage },
  { name: 'elapsed_ms', of: r => finite(r.elapsedMs) },
  { name: 'model', of: r => r.model },
  { name: 'device', of: r => r.device },
  { name: 'embedding', of: r => r.embedding && encodeHalf(r.embedding) },
  { name: 'thumbnail', of: r => r.thumbnail }
];

/** SQLite compares times as integers: 1.5 ms would be stored as a REAL and divided as one in the views. */
function whole(ms: number | null): number | null {
  return ms === null ? null : Math.round(ms);
}

const names = COLUMNS.map(c => c.name);

/** Writes one row; a sample that is there already (see `identity` in the schema) is updated in place. */
export const UPSERT =
  `INSERT INTO samples (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')}) ` +
  `ON CONFLICT (identity) DO UPDATE SET ${names.map(n => `${n} = excluded.${n}`).join(', ')}`;

/**
 * Values for {@link UPSERT}, in its order.
 * @throws FacegaugeError INVALID_ARGUMENT for what no column can hold
 */
export function toValues(row: SampleRow): Value[] {
  for (const key of ['path', 'source', 'model'] as const) {
    if (typeof row[key] !== 'string') throw unstorable(row, `${key} is ${String(row[key])}, not text`);
  }
  if (!Number.isFinite(row.processedAt)) throw unstorable(row, `processedAt is ${row.processedAt}, not a time`);
  if (row.quality != null && !(row.quality >= 0 && row.quality <= 1)) {
    throw unstorable(row, `quality is ${row.quality}, not in 0..1`);
  }
  return COLUMNS.map(c => c.of(row) ?? null);
}

function unstorable(row: SampleRow, found: string): FacegaugeError {
  return new FacegaugeError('INVALID_ARGUMENT', `The sample of ${String(row.path)} cannot be stored: ${found}.`, {
    found
  });
}

/** Inverse of {@link toValues} for a row selected with `SELECT *`. */
export function fromRecord(r: Record<string, unknown>): StoredSample {
  const parsed = <T>(name: string): T | null => (r[name] == null ? null : (JSON.parse(r[name] as string) as T));
  const number = (name: string): number | null => r[name] as number | null;
  const text = (name: string): string | null => r[name] as string | null;
  return {
    id: r.id as number,
    run: number('run'),
    path: r.path as string,
    sha256: text('sha256'),
    source: r.source as string,
    takenAt: number('taken_at'),
    processedAt: r.processed_at as number,
    width: number('width'),
    height: number('height'),
    acquired: r.acquired === 1,
    faces: number('faces'),
    box:
      r.box_x == null
        ? null
        : {
            x: r.box_x as number,
            y: r.box_y as number,
            width: r.box_width as number,
            height: r.box_height as number
          },
    landmarks: parsed<Landmarks>('landmarks'),
    detectionScore: number('detection_score'),
    quality: number('quality'),
    rawQuality: number('raw_quality'),
    logQuality: number('log_quality'),
    qualityMap: parsed<number[][]>('quality_map'),
    qualityBias: number('quality_bias'),
    components: parsed<Components>('components'),
    assessment: r.assessment as Assessment | null,
    warnings: parsed<Warning[]>('warnings') ?? [],
    errorCode: text('error_code'),
    errorMessage: text('error_message'),
    elapsedMs: number('elapsed_ms'),
    model: r.model as string,
    device: r.device as Device | null,
    embedding: r.embedding == null ? null : decodeHalf(r.embedding as Uint8Array),
    thumbnail: r.thumbnail as Uint8Array | null
  };
}
