/** From rows to values and back, by the table of columns. */
import { FacegaugeError } from '../errors';
import { COLUMNS, ELAPSED_BIN, elapsedBin, valueAt, type Column, type Kind } from './columns';
import { decodeHalf, encodeHalf } from './half';
import type { SampleRow, StoredSample } from './row';

export type Value = null | number | string | Uint8Array;

/** A row as it is written: the values of `samples` in the order of {@link UPSERT}, and the large ones apart. */
export interface EncodedRow {
  sample: Value[];
  embeddings: Value;
  thumbnails: Value;
}

const own = COLUMNS.filter(column => !column.apart);
const names = [...own.map(column => column.name), ELAPSED_BIN];

/** Writes one row; a sample that is there already (see `uniqueness` in the schema) is updated. Gives its id and `times`. */
export const UPSERT =
  `INSERT INTO samples (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')}) ` +
  `ON CONFLICT (uniqueness) WHERE uniqueness IS NOT NULL DO UPDATE SET ` +
  `${own.map(({ name, again }) => `${name} = ${again ?? `excluded.${name}`}`).join(', ')}, ` +
  `${ELAPSED_BIN} = excluded.${ELAPSED_BIN} RETURNING id, times`;

/** A sample with its large values, for `WHERE … ORDER BY` to follow. */
export const SELECT =
  'SELECT samples.*, embeddings.vector AS embedding, thumbnails.picture AS thumbnail FROM samples ' +
  'LEFT JOIN embeddings ON embeddings.sample = samples.id LEFT JOIN thumbnails ON thumbnails.sample = samples.id';
/** The same without them. */
export const SELECT_FACTS = 'SELECT samples.* FROM samples';

/**
 * @throws FacegaugeError INVALID_ARGUMENT for what no column can hold
 */
export function encodeRow(row: SampleRow): EncodedRow {
  for (const key of ['source', 'model'] as const) {
    if (typeof row[key] !== 'string') throw unstorable(row, `${key} is ${String(row[key])}, not text`);
  }
  if (row.path !== null && typeof row.path !== 'string') throw unstorable(row, `path is ${String(row.path)}, not text`);
  if (!Number.isFinite(row.processedAt)) throw unstorable(row, `processedAt is ${row.processedAt}, not a time`);
  if (row.quality != null && !(row.quality >= 0 && row.quality <= 1)) {
    throw unstorable(row, `quality is ${row.quality}, not in 0..1`);
  }
  const value = (column: Column): Value =>
    encode(column.derive ? (column.derive(row) ?? null) : valueAt(row, column), column.kind);
  const apart = (table: string): Value => {
    const column = COLUMNS.find(one => one.apart?.table === table);
    return column ? value(column) : null;
  };
  return {
    sample: [...own.map(value), elapsedBin(row.elapsedMs)],
    embeddings: apart('embeddings'),
    thumbnails: apart('thumbnails')
  };
}

function encode(value: unknown, kind: Kind): Value {
  if (kind === 'codes') return JSON.stringify(value ?? []);
  if (value == null) return null;
  switch (kind) {
    case 'real':
      // NaN and ±∞ have no place in a column that is summed.
      return Number.isFinite(value) ? (value as number) : null;
    case 'time':
      // SQLite compares times as integers: 1.5 ms would be stored as a REAL and divided as one.
      return Math.round(value as number);
    case 'boolean':
      return Number(value);
    case 'json':
      return JSON.stringify(value);
    case 'half':
      return encodeHalf(value as Float32Array);
    default:
      return value as Value;
  }
}

function unstorable(row: SampleRow, found: string): FacegaugeError {
  return new FacegaugeError('INVALID_ARGUMENT', `The sample of ${String(row.path)} cannot be stored: ${found}.`, {
    found
  });
}

/** Inverse of {@link encodeRow} for a row selected with {@link SELECT} or {@link SELECT_FACTS}. */
export function decodeRow(record: Record<string, unknown>): StoredSample {
  const row: Record<string, unknown> = { id: record.id };
  for (const { name, field, kind } of COLUMNS) {
    const value = decode(record[name] ?? null, kind);
    const [first, part] = field.split('.');
    if (part === undefined) row[first] = value;
    else if (value === null) row[first] ??= null;
    else row[first] = { ...(row[first] as object | null), [part]: value };
  }
  return row as unknown as StoredSample;
}

function decode(value: unknown, kind: Kind): unknown {
  if (value === null) return kind === 'codes' ? [] : null;
  switch (kind) {
    case 'boolean':
      return value === 1;
    case 'json':
    case 'codes':
      return JSON.parse(value as string);
    case 'half':
      return decodeHalf(value as Uint8Array);
    default:
      return value;
  }
}
