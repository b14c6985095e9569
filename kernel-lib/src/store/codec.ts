/** From rows to values and back, by the table of columns. */
import { FacegaugeError } from '../errors';
import type { CellKind } from '../tables';
import { COLUMNS, ELAPSED_BIN, elapsedBin } from './columns';
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

const INSERT = `INSERT INTO samples (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`;
const SAME = 'ON CONFLICT (uniqueness) WHERE uniqueness IS NOT NULL';

/**
 * Writes one row, and nothing where the sample is there already (see `uniqueness` in the schema). It is made for speed: a
 * statement that could update or return something would keep every page that it changes until its end.
 */
export const ADD = `${INSERT} ${SAME} DO NOTHING`;

/** Writes one row; a sample that is there already is updated. Gives its id. */
export const UPSERT =
  `${INSERT} ${SAME} DO UPDATE SET ` +
  `${own.map(({ name, again }) => `${name} = ${again ?? `excluded.${name}`}`).join(', ')}, ` +
  `${ELAPSED_BIN} = excluded.${ELAPSED_BIN} RETURNING id`;

/** A sample with its large values, for `WHERE … ORDER BY` to follow. */
export const SELECT =
  'SELECT samples.*, embeddings.vector AS embedding, thumbnails.picture AS thumbnail FROM samples ' +
  'LEFT JOIN embeddings ON embeddings.sample = samples.id LEFT JOIN thumbnails ON thumbnails.sample = samples.id';
/** The same without thumbnails. */
export const SELECT_EMBEDDINGS =
  'SELECT samples.*, embeddings.vector AS embedding FROM samples LEFT JOIN embeddings ON embeddings.sample = samples.id';
/** The same without any of them. */
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
  const sample: Value[] = new Array(own.length + 1);
  for (let i = 0; i < own.length; i++) sample[i] = encode(read[i](row), own[i].kind);
  sample[own.length] = elapsedBin(row.elapsedMs);
  return { sample, embeddings: encode(row.embedding, 'vector'), thumbnails: encode(row.thumbnail, 'bytes') };
}

/** How each value is taken from a row: made once, since a million rows have sixty million values. */
const read = own.map(({ derive, field }): ((row: SampleRow) => unknown) => {
  const [first, part] = field.split('.') as [keyof SampleRow, string | undefined];
  if (derive) return derive;
  if (part === undefined) return row => row[first];
  return row => (row[first] as Record<string, unknown> | null | undefined)?.[part];
});

function encode(value: unknown, kind: CellKind): Value {
  if (kind === 'codes') return Array.isArray(value) && value.length > 0 ? JSON.stringify(value) : '[]';
  if (value == null) return null;
  switch (kind) {
    case 'real':
      // NaN and ±∞ have no place in a column that is summed.
      return Number.isFinite(value) ? (value as number) : null;
    case 'time':
    case 'unzoned-time':
      // SQLite compares times as integers: 1.5 ms would be stored as a REAL and divided as one.
      return Math.round(value as number);
    case 'boolean':
      return Number(value);
    case 'json':
      return JSON.stringify(value);
    case 'vector':
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

function decode(value: unknown, kind: CellKind): unknown {
  if (value === null) return kind === 'codes' ? [] : null;
  switch (kind) {
    case 'boolean':
      return value === 1;
    case 'json':
    case 'codes':
      return JSON.parse(value as string);
    case 'vector':
      return decodeHalf(value as Uint8Array);
    default:
      return value;
  }
}
