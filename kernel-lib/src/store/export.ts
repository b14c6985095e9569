import type { SampleQuery } from './query';
import type { StoredSample } from './row';
import type { Store } from './store';

export type ExportFormat = 'csv' | 'jsonl';

/** Columns of a CSV export: what fits a cell. The JSON Lines export carries every field, pixels of the thumbnail excepted. */
const CSV_COLUMNS = [
  'id',
  'run',
  'path',
  'sha256',
  'source',
  'takenAt',
  'processedAt',
  'width',
  'height',
  'acquired',
  'faces',
  'detectionScore',
  'quality',
  'rawQuality',
  'logQuality',
  'assessment',
  'errorCode',
  'errorMessage',
  'elapsedMs',
  'model',
  'device'
] as const satisfies readonly (keyof StoredSample)[];

/**
 * The store's rows as text, line by line (each with its line end), for a stream or a file.
 * CSV follows RFC 4180; a cell that a spreadsheet would run as a formula is preceded by an apostrophe.
 */
export function* exportRows(store: Store, format: ExportFormat, query: SampleQuery = {}): Generator<string> {
  if (format === 'csv') yield `${CSV_COLUMNS.join(',')}\r\n`;
  for (const sample of store.samples(query)) {
    yield format === 'csv' ? `${CSV_COLUMNS.map(c => cell(sample[c])).join(',')}\r\n` : `${jsonLine(sample)}\n`;
  }
}

function jsonLine(sample: StoredSample): string {
  const { thumbnail: _, embedding, ...rest } = sample;
  return JSON.stringify({ ...rest, embedding: embedding && Array.from(embedding) });
}

function cell(value: string | number | boolean | null): string {
  if (value === null) return '';
  let text = String(value);
  if (typeof value === 'string' && /^[=+\-@\t\r]/.test(text)) text = `'${text}`;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
