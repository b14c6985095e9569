/** The record as a file or as lines of text, by the one table of columns. */
import {
  column,
  tableFormat,
  textLines,
  writeTable,
  type TableColumn,
  type TableFile,
  type TableFormat
} from '../tables';
import { COLUMNS } from './columns';
import type { SampleQuery } from './query';
import type { Store } from './store';

export type ExportFormat = TableFormat;

export interface ExportOptions extends Omit<SampleQuery, 'large'> {
  /** Biometric data: only where they are asked for (default false). */
  embeddings?: boolean;
  /** Stops it; the file stays as it was. */
  signal?: AbortSignal;
  /** Told now and then how many rows there are so far. */
  onProgress?: (rows: number) => void;
}

/**
 * What is exported: in CSV what fits a cell, elsewhere everything. Embeddings only where they are asked for; thumbnails, which
 * show faces, never. `path_raw` has the bytes of a path that is not UTF-8, in text as hexadecimal digits.
 */
export function exportColumns(format: ExportFormat, embeddings = false): TableColumn[] {
  const chosen = COLUMNS.filter(({ field, cell }) =>
    field === 'embedding' ? embeddings : field !== 'thumbnail' && (cell || format !== 'csv')
  );
  return [column('id', 'integer'), ...chosen];
}

/**
 * Writes the store's rows to a file: CSV, JSON Lines or Parquet, as its name says; see `writeTable`.
 * @throws FacegaugeError as `writeTable` and as reading the store
 */
export async function exportStore(store: Store, file: string, options: ExportOptions = {}): Promise<TableFile> {
  const { embeddings = false, signal, onProgress, ...query } = options;
  const rows = store.samples({ ...query, large: embeddings && 'embedding' });
  return writeTable(file, exportColumns(tableFormat(file), embeddings), rows, { signal, onProgress });
}

/** The same as lines of text, each with its line end. */
export function exportLines(
  store: Store,
  format: 'csv' | 'jsonl',
  { embeddings = false, signal: _, onProgress: __, ...query }: ExportOptions = {}
): AsyncGenerator<string> {
  const rows = store.samples({ ...query, large: embeddings && 'embedding' });
  return textLines(format, exportColumns(format, embeddings), rows);
}
