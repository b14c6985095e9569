/** What a store holds, for people who look after it. */
import { statSync } from 'node:fs';
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { query } from './sql';

export interface StoreInfo {
  file: string;
  /** Of the schema. */
  schema: number;
  /** Of the file, those of them that hold nothing (`vacuum` gives them back), and of the write-ahead log. */
  bytes: number;
  freeBytes: number;
  logBytes: number;
  samples: number;
  /** With a quality; without a usable face; not to be processed. */
  scored: number;
  notAcquired: number;
  failed: number;
  embeddings: number;
  thumbnails: number;
  runs: number;
  sources: number;
  /** Times the oldest and the newest sample were first processed, UTC ms; null where there is none. */
  firstAt: number | null;
  lastAt: number | null;
}

export function readInfo(db: DatabaseSyncInstance, file: string): StoreInfo {
  const held = db.prepare(query('info')).get() as unknown as Omit<StoreInfo, 'file' | 'logBytes'>;
  const logBytes = statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0;
  return { file, ...held, logBytes };
}
