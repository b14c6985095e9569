import { accessSync, constants, existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite';
import { FacegaugeError } from '../errors';
import { foreign, missing, newer, older, storeErrors } from './faults';
import { APPLICATION_ID, MIGRATIONS, query } from './sql';

/** Pages kept in memory: enough that what counts a million pictures is not read from the file each time. */
const CACHE_KIB = 16 * 1024;

/**
 * Pages of the write-ahead log (16 MB) after which it is moved into the file: a page that many rows change, one of an index, is
 * then moved once and not for each transaction.
 */
const LOG_PAGES = 4000;

/** How long opening (and migrating) waits for another process, ms. Writing waits without blocking, see `RowWriter`. */
const OPEN_TIMEOUT_MS = 5000;

/**
 * Opens the store's file and brings its schema up to date. Nothing that is not a facegauge store is ever written to, and no
 * table is scanned.
 *
 * @param file absolute: a path is a path, also where it looks like a URI or like `:memory:`
 * @throws FacegaugeError STORE_DAMAGED, STORE_FOREIGN (another application's), STORE_NEWER (made by a later version),
 *   STORE_BUSY (another process held it for 5 s), STORE_UNREADABLE, NO_PERMISSION, NO_SPACE, MISSING (its folder is not
 *   there); read-only also MISSING (there is none) and STORE_OLDER
 */
export function openDatabase(file: string, readOnly: boolean): DatabaseSyncInstance {
  if (readOnly && !existsSync(file)) throw missing(file);
  return storeErrors(file, () => {
    try {
      return connect(file, file, readOnly);
    } catch (error) {
      if (!readOnly || error instanceof FacegaugeError || !isSealed(file)) throw error;
      // A reader cannot make the index of the write-ahead log there; without a log there is nothing to index.
      return connect(file, new URL(`${pathToFileURL(file).href}?immutable=1`), true);
    }
  });
}

function connect(file: string, place: string | URL, readOnly: boolean): DatabaseSyncInstance {
  const db = new DatabaseSync(place, { readOnly, timeout: OPEN_TIMEOUT_MS });
  try {
    // The order matters: look before touching, so that a foreign or newer file stays exactly as it is.
    const version = examine(db, file);
    db.exec(`PRAGMA cache_size = ${-CACHE_KIB}`);
    if (readOnly) {
      if (version === 0) throw missing(file);
      if (version < MIGRATIONS.length) throw older(file, version, MIGRATIONS.length);
      return db;
    }
    // What is deleted is overwritten: embeddings and thumbnails are biometric data.
    db.exec(
      'PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON'
    );
    db.exec(`PRAGMA wal_autocheckpoint = ${LOG_PAGES}`);
    if (version < MIGRATIONS.length) migrate(db, file);
    countAll(db);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** In a place where nothing can be written, and without a log: nobody changes it. */
function isSealed(file: string): boolean {
  if ((statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0) return false;
  try {
    accessSync(path.dirname(file), constants.W_OK);
    return false;
  } catch {
    return true;
  }
}

/** @returns version of the schema, 0 for an empty file */
function examine(db: DatabaseSyncInstance, file: string): number {
  const { version, application, tables } = db.prepare(query('examine')).get() as Record<string, number>;
  if (tables === 0) return 0;
  if (application !== APPLICATION_ID) throw foreign(file);
  if (version > MIGRATIONS.length) throw newer(file, version, MIGRATIONS.length);
  db.prepare(query('newest')).get();
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
    // A full disk rolls back by itself; a second ROLLBACK would hide the first error.
    if (db.isTransaction) db.exec('ROLLBACK');
    throw error;
  }
}

/** Rows of a program that does not know that it must count them: one of an earlier version that has the file open still. */
function countAll(db: DatabaseSyncInstance): void {
  const { left } = db.prepare(query('uncounted')).get() as { left: number };
  if (left) db.exec(query('count'));
}
