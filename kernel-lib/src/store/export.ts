import { COLUMNS, valueAt } from './columns';
import type { SampleQuery } from './query';
import type { StoredSample } from './row';
import type { Store } from './store';

export type ExportFormat = 'csv' | 'jsonl';

/** What fits a cell; the JSON Lines export carries every field, pixels of the thumbnail excepted. */
const CELLS = COLUMNS.filter(column => column.cell);

/**
 * The store's rows as text, line by line (each with its line end), for a stream or a file.
 * CSV follows RFC 4180, its header has the store's column names; a cell that a spreadsheet would run as a formula is
 * preceded by an apostrophe. JSON has the fields of `StoredSample`.
 */
export function* exportRows(store: Store, format: ExportFormat, query: SampleQuery = {}): Generator<string> {
  if (format === 'csv') yield `id,${CELLS.map(({ name }) => name).join(',')}\r\n`;
  for (const sample of store.samples({ large: format === 'jsonl', ...query })) {
    yield format === 'csv'
      ? `${[cell(sample.id), ...CELLS.map(column => cell(valueAt(sample, column)))].join(',')}\r\n`
      : `${jsonLine(sample)}\n`;
  }
}

function jsonLine(sample: StoredSample): string {
  const { thumbnail: _, embedding, pathRaw, ...rest } = sample;
  return JSON.stringify({
    ...rest,
    pathRaw: pathRaw && Buffer.from(pathRaw).toString('hex'),
    embedding: embedding && Array.from(embedding)
  });
}

function cell(value: unknown): string {
  if (value === null) return '';
  let text = Array.isArray(value) ? value.join(' ') : String(value);
  if (typeof value === 'string' && /^[=+\-@\t\r]/.test(text)) text = `'${text}`;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
