/** Which files have a record, for whoever must not process them twice. */
import path from 'node:path';
import type { DatabaseSyncInstance } from '@photostructure/sqlite';

export interface RecordedFile {
  /** Absolute, as `names.ts` writes those that are not UTF-8. */
  path: string;
  /** Bytes. */
  size: number;
  /** When it was last changed, UTC ms. */
  mtime: number;
}

/**
 * @param folder absolute
 * @returns each file once, as it was when it was last processed; of those that could not be read nothing is known
 */
export function* recordedFiles(db: DatabaseSyncInstance, folder: string): Generator<RecordedFile> {
  const from = folder.endsWith(path.sep) ? folder : folder + path.sep;
  const rows = db
    .prepare(
      `SELECT path, file_size AS size, file_mtime AS mtime, max(last_processed_at) AS at FROM samples
       WHERE path >= ? AND path < ? AND path_raw IS NULL AND file_size IS NOT NULL AND file_mtime IS NOT NULL GROUP BY path`
    )
    .iterate(from, from.slice(0, -1) + String.fromCharCode(path.sep.charCodeAt(0) + 1));
  for (const { path: file, size, mtime } of rows as Iterable<Record<string, string | number>>)
    yield { path: String(file), size: Number(size), mtime: Number(mtime) };
}
