/** The rows of a list, one at a time, whatever its format. */
import { createReadStream } from 'node:fs';
import fs from 'node:fs/promises';
import { createInterface } from 'node:readline';
import zlib from 'node:zlib';
import { parse } from 'csv-parse';
import { FacegaugeError } from '../../errors';
import { diskPath, nameOf } from '../../names';
import type { ListKind } from './kinds';

export interface ListRow {
  /** Line of the file, or number of the row; from 1. */
  line: number;
  /** What is wrong with this row alone. */
  fault?: string;
  values: Record<string, unknown>;
}

/** No row of a list is as long; an open quotation mark makes one of the whole file. */
const LONGEST_ROW = 1024 * 1024;

/** @throws whatever reading or the format gives, after the rows before it */
export function rowsOf(file: string, kind: ListKind): AsyncGenerator<ListRow, void, undefined> {
  return kind === 'csv' ? csvRows(file) : kind === 'jsonl' ? jsonRows(file) : parquetRows(file);
}

/** Names of the columns; null where they are not known before the rows are. @throws likewise */
export async function columnsOf(file: string, kind: ListKind): Promise<string[] | null> {
  if (kind === 'jsonl') return null;
  if (kind === 'parquet') {
    const { parquetSchema } = await import('hyparquet');
    return parquetSchema((await openParquet(file)).metadata).children.map(({ element }) => element.name);
  }
  for await (const row of csvRows(file)) return Object.keys(row.values);
  return null;
}

/** Read byte by byte, so that names that are not UTF-8 stay what they are; the marks of CSV are ASCII. */
async function* csvRows(file: string): AsyncGenerator<ListRow, void, undefined> {
  const parser = parse({
    encoding: 'latin1',
    delimiter: await delimiterOf(file),
    columns: (names: string[]) =>
      names.map((name, i) => text(i === 0 ? name.replace(/^\xef\xbb\xbf/, '') : name).trim()),
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: LONGEST_ROW
  });
  const input = createReadStream(diskPath(file));
  input.on('error', error => parser.destroy(error));
  input.pipe(parser);
  try {
    for await (const { info, record } of parser as AsyncIterable<{
      info: { lines: number };
      record: Record<string, string>;
    }>) {
      const values = Object.entries(record).map(([name, value]) => [name, text(value)]);
      yield { line: info.lines, values: Object.fromEntries(values) };
    }
  } finally {
    input.destroy();
    parser.destroy();
  }
}

function text(latin1: string): string {
  return /[\x80-\xff]/.test(latin1) ? nameOf(Buffer.from(latin1, 'latin1')) : latin1;
}

async function delimiterOf(file: string): Promise<string> {
  const handle = await fs.open(diskPath(file));
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4096), 0, 4096, 0);
    const head = buffer.subarray(0, bytesRead);
    if (head.includes(0))
      throw new FacegaugeError('INVALID_ARGUMENT', 'This list is no UTF-8 text.', {
        found: 'zero bytes',
        action: 'Save it as "CSV UTF-8".'
      });
    const header = head.toString('latin1').split(/\r|\n/)[0];
    return header.includes('\t') ? '\t' : header.includes(';') && !header.includes(',') ? ';' : ',';
  } finally {
    await handle.close();
  }
}

async function* jsonRows(file: string): AsyncGenerator<ListRow, void, undefined> {
  const input = createReadStream(diskPath(file), 'utf8');
  const failed = new Promise<never>((_, reject) => input.once('error', reject));
  failed.catch(() => undefined);
  const lines = createInterface({ input, crlfDelay: Infinity })[Symbol.asyncIterator]();
  try {
    for (let line = 1; ; line++) {
      const next = await Promise.race([lines.next(), failed]);
      if (next.done) return;
      const content = next.value.replace(/^\ufeff/, '').trim();
      if (content !== '') yield { line, ...jsonRow(content) };
    }
  } finally {
    input.destroy();
  }
}

function jsonRow(content: string): Omit<ListRow, 'line'> {
  try {
    const values: unknown = JSON.parse(content);
    if (typeof values === 'object' && values !== null && !Array.isArray(values))
      return { values: values as Record<string, unknown> };
    return { values: {}, fault: 'no object' };
  } catch (error) {
    return { values: {}, fault: (error as Error).message };
  }
}

/** Row group by row group: the writer of the file has settled what lies in memory together. */
async function* parquetRows(file: string): AsyncGenerator<ListRow, void, undefined> {
  const { parquetReadObjects } = await import('hyparquet');
  const { buffer, metadata } = await openParquet(file);
  let rowStart = 0;
  for (const { num_rows } of metadata.row_groups) {
    const rowEnd = rowStart + Number(num_rows);
    const rows = await parquetReadObjects({ file: buffer, metadata, rowStart, rowEnd, compressors: COMPRESSORS });
    for (const [i, row] of rows.entries()) {
      const values = Object.entries(row).map(([name, value]) => [name, plain(value)]);
      yield { line: rowStart + i + 1, values: Object.fromEntries(values) };
    }
    rowStart = rowEnd;
  }
}

/** Besides Snappy and none, which the reader knows itself. */
const COMPRESSORS: Record<string, (bytes: Uint8Array) => Uint8Array> = {
  GZIP: bytes => new Uint8Array(zlib.gunzipSync(bytes)),
  BROTLI: bytes => new Uint8Array(zlib.brotliDecompressSync(bytes))
};

async function openParquet(file: string) {
  const { asyncBufferFromFile, parquetMetadataAsync } = await import('hyparquet');
  const buffer = await asyncBufferFromFile(diskPath(file) as string);
  return { buffer, metadata: await parquetMetadataAsync(buffer) };
}

/** As JSON can say it. */
function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (value instanceof Uint8Array) return undefined;
  return value;
}
