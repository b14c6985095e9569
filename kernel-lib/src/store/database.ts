import { existsSync } from 'node:fs';
import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite';
import { FacegaugeError } from '../errors';
import { APPLICATION_ID, MIGRATIONS } from './migrations';

/** How long opening (and migrating) waits for another process, ms. Writing waits without blocking, see `RowWriter`. */
const OPEN_TIMEOUT_MS = 5000;

/**
 * Opens the store's file and brings its schema up to date. Nothing that is not a facegauge store is ever written to.
 *
 * @throws FacegaugeError STORE_DAMAGED (not a facegauge store, or corrupt), STORE_NEWER (made by a later version),
 *   STORE_BUSY (another process held it for 5 s), MISSING (read-only and not there), NO_PERMISSION
 */
export function openDatabase(file: string, readOnly: boolean): DatabaseSyncInstance {
  if (readOnly && !existsSync(file)) throw missing(file);
  return storeErrors(file, () => {
    const db = new DatabaseSync(file, { readOnly, timeout: OPEN_TIMEOUT_MS });
    try {
      // The order matters: look before touching, so that a foreign or newer file stays exactly as it is.
      const version = examine(db, file);
      if (readOnly) {
        if (version < MIGRATIONS.length) throw missing(file);
        return db;
      }
      db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL');
      if (version < MIGRATIONS.length) migrate(db, file);
      return db;
    } catch (error) {
      db.close();
      throw error;
    }
  });
}

/** @returns version of the schema, 0 for an empty file */
function examine(db: DatabaseSyncInstance, file: string): number {
  const version = pragma(db, 'user_version');
  const tables = db.prepare('SELECT count(*) AS n FROM sqlite_schema').get() as { n: number };
  if (tables.n === 0) return 0;
  if (pragma(db, 'application_id') !== APPLICATION_ID) {
    throw damaged(file, 'it is the database of another application');
  }
  if (version > MIGRATIONS.length) {
    throw new FacegaugeError(
      'STORE_NEWER',
      `The store ${file} was written by a newer facegauge (schema ${version}, this one knows ${MIGRATIONS.length}).`,
      {
        path: file,
        found: `schema version ${version}`,
        action: 'Update facegauge, or point FACEGAUGE_STORE to another file; the store was left as it is.'
      }
    );
  }
  // Touches the newest pages: a file cut short shows here, not in the middle of a run.
  db.prepare('SELECT max(id), max(processed_at) FROM samples').get();
  return version;
}

function migrate(db: DatabaseSyncInstance, file: string): void {
  db.exec('BEGIN IMMEDIATE');
  try {
    // Read again inside the transaction: another process may have migrated meanwhile.
    for (let version = examine(db, file); version < MIGRATIONS.length; version++) {
      db.exec(MIGRATIONS[version]);
      db.exec(`PRAGMA user_version = ${version + 1}; PRAGMA application_id = ${APPLICATION_ID}`);
    }
    db.exec('COMMIT');
  } catch (error) {
    db.exec('ROLLBACK');
    throw error;
  }
}

function pragma(db: DatabaseSyncInstance, name: string): number {
  return Number((db.prepare(`PRAGMA ${name}`).get() as Record<string, number>)[name]);
}

/** Runs `work` and turns SQLite's errors into facegauge's. */
export function storeErrors<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw translate(file, error);
  }
}

/** True for an error that says that another process is writing just now. */
export function isBusy(error: unknown): boolean {
  const code = primaryCode(error);
  return code === 5 || code === 6 || (error instanceof FacegaugeError && error.code === 'STORE_BUSY');
}

/** True where the schema refused a row (SQLITE_CONSTRAINT). */
export function isRefusedRow(error: unknown): boolean {
  return primaryCode(error) === 19;
}

export function refusedRow(file: string, cause: unknown): FacegaugeError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new FacegaugeError('INVALID_ARGUMENT', `The store ${file} refused a row: ${reason}.`, {
    path: file,
    found: reason,
    action: 'Use a run id given by beginRun of the same store.',
    cause
  });
}

function primaryCode(error: unknown): number | undefined {
  const code = (error as { errcode?: unknown } | null)?.errcode;
  return typeof code === 'number' ? code & 0xff : undefined;
}

/** SQLite's error as facegauge's; any other error as it is. */
export function translate(file: string, error: unknown): unknown {
  if (error instanceof FacegaugeError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  switch (primaryCode(error)) {
    case 5:
    case 6:
      return busy(file, OPEN_TIMEOUT_MS, error);
    case 11:
    case 26:
      return damaged(file, reason, error);
    case 13:
      return new FacegaugeError('NO_SPACE', `No space left for the store ${file}.`, {
        path: file,
        found: reason,
        action: 'Free some space; what could not be written is kept until then.',
        cause: error
      });
    case 3:
    case 8:
    case 14:
      return new FacegaugeError('NO_PERMISSION', `The store ${file} cannot be opened for writing: ${reason}.`, {
        path: file,
        found: reason,
        action: 'Check that its folder exists and may be written, or point FACEGAUGE_STORE to another file.',
        cause: error
      });
    default:
      return error;
  }
}

/** STORE_BUSY: another process kept writing for `ms`. */
export function busy(file: string, ms: number, cause?: unknown): FacegaugeError {
  return new FacegaugeError('STORE_BUSY', `Another process has been writing to the store ${file} for ${ms / 1000} s.`, {
    path: file,
    found: 'a write lock held by another process',
    action: 'End it or wait; rows not yet written are kept and tried again.',
    cause
  });
}

function damaged(file: string, reason: string, cause?: unknown): FacegaugeError {
  return new FacegaugeError('STORE_DAMAGED', `The store ${file} cannot be read: ${reason}.`, {
    path: file,
    found: reason,
    action:
      'Move the file away (with its -wal and -shm companions) or point FACEGAUGE_STORE to another one, and a new store is made; it was left as it is.',
    cause
  });
}

function missing(file: string): FacegaugeError {
  return new FacegaugeError('MISSING', `There is no store at ${file} yet.`, {
    path: file,
    action: 'Score a picture first; that makes it.'
  });
}
