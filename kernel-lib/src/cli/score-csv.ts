/** One picture as a line of CSV, for spreadsheets and data frames; `--json` has all there is. */
import { printable } from '../printable';
import { isFailed, isNotAcquired, isSample, type PictureResult } from '../session';
import { column, csvHeader, csvLine, type TableColumn } from '../tables';

const COLUMNS: readonly TableColumn[] = [
  column('path', 'text'),
  column('faceIndex', 'integer'),
  column('quality', 'real'),
  column('assessment', 'text'),
  column('findings', 'codes'),
  column('advice', 'codes'),
  column('logQuality', 'real'),
  column('rawQuality', 'real'),
  column('faces', 'integer'),
  column('box.x', 'real'),
  column('box.y', 'real'),
  column('box.width', 'real'),
  column('box.height', 'real'),
  column('detectionScore', 'real'),
  column('width', 'integer'),
  column('height', 'integer'),
  column('sha256', 'text'),
  column('model', 'text'),
  column('recogniser', 'text'),
  column('elapsedMs', 'real'),
  column('errorCode', 'text'),
  column('error', 'text')
];

const withoutEnd = (line: string): string => line.replace(/\r\n$/, '');

export const scoreCsvHead = (): string => withoutEnd(csvHeader(COLUMNS));

export function scoreCsvLine(result: PictureResult): string {
  const row: Record<string, unknown> = { ...(isSample(result) ? result.toJSON() : result) };
  row.path = result.path === null ? null : printable(result.path);
  if (!isFailed(result)) for (const key of ['findings', 'advice'] as const) row[key] = result[key].map(one => one.code);
  if (isNotAcquired(result)) row.elapsedMs = Number(result.elapsedMs.toFixed(1));
  // What failed is said readably: texts of other programs stand in it.
  row.errorCode = isSample(result) ? null : result.error.code;
  row.error = isSample(result) ? null : printable(result.error.message);
  return withoutEnd(csvLine(COLUMNS, row));
}
