/**
 * The one table of columns. It drives insert, decoding, JSON, CSV and Parquet: a new column is a line here and a line in a
 * migration.
 */
import { column as tableColumn, type CellKind, type TableColumn } from '../tables';
import type { SampleRow } from './row';

export interface Column extends TableColumn {
  /** Where it stands in a row and in JSON; with a point, inside a plain object that is null where all its parts are. */
  field: string;
  /** Table it lies in, where that is not `samples`, and its name there. A `vector` is kept as float16. */
  apart?: { table: 'embeddings' | 'thumbnails'; name: string };
  /** Computed from the row where the row does not bring it. */
  derive?: (row: SampleRow) => unknown;
  /** What becomes of it when the same sample is processed again; default: it is replaced. */
  again?: string;
  /** Fits a cell of a table: in CSV. */
  cell: boolean;
}

function column(field: string, kind: CellKind, extra: Partial<Column> = {}): Column {
  return tableColumn(field, kind, { cell: !['json', 'vector'].includes(kind), ...extra });
}

export const COLUMNS: readonly Column[] = [
  column('run', 'integer'),
  column('key', 'text'),
  column('path', 'text'),
  column('pathRaw', 'bytes'),
  column('source', 'text'),
  column('identity', 'text'),
  column('tags', 'json', { cell: true }),
  column('fileSize', 'integer'),
  column('fileMtime', 'time'),
  column('sha256', 'text'),
  column('pixelHash', 'text'),
  column('perceptualHash', 'text'),
  column('camera', 'text'),
  column('takenAt', 'unzoned-time'),
  column('takenAtZoned', 'boolean'),
  column('processedAt', 'time', { again: 'processed_at' }),
  column('lastProcessedAt', 'time', {
    derive: row => row.processedAt,
    again: 'max(last_processed_at, excluded.last_processed_at)'
  }),
  column('times', 'integer', { derive: () => 1, again: 'times + 1' }),
  column('day', 'text', { derive: row => localDay(row.processedAt), again: 'day' }),
  column('width', 'integer'),
  column('height', 'integer'),
  column('acquired', 'boolean'),
  column('faces', 'integer'),
  column('box.x', 'real'),
  column('box.y', 'real'),
  column('box.width', 'real'),
  column('box.height', 'real'),
  column('landmarks', 'json'),
  column('detectionScore', 'real'),
  column('quality', 'real'),
  column('rawQuality', 'real'),
  column('logQuality', 'real'),
  column('qualityMap', 'json'),
  column('qualityBias', 'real'),
  column('components', 'json'),
  column('causes', 'json'),
  column('assessment', 'text'),
  column('findings', 'codes'),
  column('advice', 'codes'),
  column('warnings', 'json'),
  column('errorCode', 'text'),
  column('errorMessage', 'text'),
  column('elapsedMs', 'real'),
  column('timings.decode', 'real', { name: 'decode_ms' }),
  column('timings.detect', 'real', { name: 'detect_ms' }),
  column('timings.align', 'real', { name: 'align_ms' }),
  column('timings.recognise', 'real', { name: 'recognise_ms' }),
  column('timings.components', 'real', { name: 'components_ms' }),
  column('model', 'text'),
  column('recogniser', 'text'),
  column('embeddingModel', 'text', { derive: row => row.embedding && (row.recogniser ?? row.model) }),
  column('embeddingSize', 'integer', { derive: row => row.embedding?.length }),
  column('policyVersion', 'integer'),
  column('device', 'text'),
  column('embedding', 'vector', { apart: { table: 'embeddings', name: 'vector' } }),
  column('thumbnail', 'bytes', { cell: false, apart: { table: 'thumbnails', name: 'picture' } })
];

/** Written with each sample, but no part of a row: the roll-ups' bin of `elapsed_ms` (see the schema). */
export const ELAPSED_BIN = 'elapsed_bin';

/** Bin b holds 1.05^b ≤ ms < 1.05^(b+1). */
export function elapsedBin(ms: number | null): number | null {
  return ms === null || !Number.isFinite(ms) ? null : Math.floor(Math.log(Math.max(ms, 1)) / Math.log(1.05));
}

/** YYYY-MM-DD in the time zone of this machine. */
export function localDay(ms: number): string {
  const date = new Date(ms);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
