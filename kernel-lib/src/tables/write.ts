/** A table becomes a file: CSV, JSON Lines or Parquet, as its name says; completely or not at all. */
import path from 'node:path';
import { writeAtomically } from '../atomic-file';
import { FacegaugeError } from '../errors';
import type { TableColumn } from './columns';
import { writeParquet } from './parquet';
import { csvHeader, csvLine, jsonLine } from './text';

export type TableFormat = 'csv' | 'jsonl' | 'parquet';

const EXTENSIONS: Record<string, TableFormat> = {
  '.csv': 'csv',
  '.jsonl': 'jsonl',
  '.ndjson': 'jsonl',
  '.parquet': 'parquet'
};

/** Characters of text that are written at once. */
const PIECE = 1 << 16;

export interface WriteTableOptions {
  /** Stops it; the file stays as it was. */
  signal?: AbortSignal;
  /** Told now and then how many rows there are so far. */
  onProgress?: (rows: number) => void;
}

export interface TableFile {
  /** As given. */
  file: string;
  rows: number;
  bytes: number;
}

/**
 * @throws FacegaugeError INVALID_ARGUMENT for a name that ends in none of .csv, .jsonl, .ndjson and .parquet
 */
export function tableFormat(file: string): TableFormat {
  const extension = path.extname(file).toLowerCase();
  const format = EXTENSIONS[extension];
  if (format) return format;
  throw new FacegaugeError('INVALID_ARGUMENT', `"${file}" says no format by its name.`, {
    found: extension || 'no extension',
    action: 'Let it end in .csv, .jsonl or .parquet.',
    path: file
  });
}

/**
 * Writes rows beside the file's place and renames them into it at the end: whoever looks sees the old file or the new one.
 * Memory does not grow with the number of rows. Folders that are missing are made.
 *
 * @param columns in the order of the file; JSON Lines have the structure of their fields
 * @param rows plain objects; an iterator that can wait is waited for
 * @throws FacegaugeError INVALID_ARGUMENT (the name says no format), NO_SPACE, NO_PERMISSION, OUTPUT_FAILED, ABORTED; and
 *   whatever reading the rows throws
 */
export async function writeTable(
  file: string,
  columns: readonly TableColumn[],
  rows: Iterable<object> | AsyncIterable<object>,
  options: WriteTableOptions = {}
): Promise<TableFile> {
  const format = tableFormat(file);
  let written = 0;
  const reading: { error?: unknown } = {};
  const source = watched(rows, file, options, reading);
  try {
    const { bytes } = await writeAtomically(file, async write => {
      written =
        format === 'parquet'
          ? await writeParquet(columns, source, write)
          : await writeText(textLines(format, columns, source), format === 'csv' ? 1 : 0, write);
    });
    return { file, rows: written, bytes };
  } catch (error) {
    throw error === reading.error ? error : notWritten(file, error);
  }
}

/**
 * The same as lines of text, each with its line end, for a stream.
 * @param columns as for {@link writeTable}
 */
export async function* textLines(
  format: 'csv' | 'jsonl',
  columns: readonly TableColumn[],
  rows: Iterable<object> | AsyncIterable<object>
): AsyncGenerator<string> {
  if (format === 'csv') yield csvHeader(columns);
  for await (const row of rows) yield format === 'csv' ? csvLine(columns, row) : jsonLine(columns, row);
}

async function writeText(
  lines: AsyncIterable<string>,
  heads: number,
  write: (piece: Uint8Array) => Promise<void>
): Promise<number> {
  let text = '';
  let count = -heads;
  for await (const line of lines) {
    text += line;
    count++;
    if (text.length < PIECE) continue;
    await write(Buffer.from(text));
    text = '';
  }
  await write(Buffer.from(text));
  return count;
}

async function* watched(
  rows: Iterable<object> | AsyncIterable<object>,
  file: string,
  { signal, onProgress }: WriteTableOptions,
  reading: { error?: unknown }
): AsyncGenerator<object> {
  let count = 0;
  try {
    for await (const row of rows) {
      if (count % 1000 === 0) {
        // Rows that are there at once would keep the thread to themselves.
        await new Promise(setImmediate);
        if (signal?.aborted)
          throw new FacegaugeError('ABORTED', `Writing ${file} was stopped.`, { path: file, cause: signal.reason });
        onProgress?.(count);
      }
      count++;
      yield row;
    }
    onProgress?.(count);
  } catch (error) {
    reading.error = error;
    throw error;
  }
}

function notWritten(file: string, error: unknown): unknown {
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (error instanceof FacegaugeError || typeof syscall !== 'string') return error;
  const denied = code === 'EACCES' || code === 'EPERM' || code === 'EROFS';
  return new FacegaugeError(denied ? 'NO_PERMISSION' : 'OUTPUT_FAILED', `"${file}" cannot be written.`, {
    found: code,
    action: 'Check that its folder exists and may be written to.',
    path: file,
    cause: error
  });
}
