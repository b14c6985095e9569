/** SQLite's errors as facegauge's: what is wrong with the store, and what to do about it. */
import { accessSync, closeSync, constants, openSync, statfsSync, statSync } from 'node:fs';
import path from 'node:path';
import { FacegaugeError, type ErrorCode } from '../errors';

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
  return fault(file, 'INVALID_ARGUMENT', `The store ${file} refused a row: ${reasonOf(cause)}.`, {
    action: 'Use a run id given by beginRun of the same store.',
    cause
  });
}

function primaryCode(error: unknown): number | undefined {
  const code = (error as { errcode?: unknown } | null)?.errcode;
  return typeof code === 'number' ? code & 0xff : undefined;
}

/** SQLite's error as facegauge's; what is neither stays as it is. */
export function translate(file: string, error: unknown): unknown {
  if (error instanceof FacegaugeError) return error;
  switch (primaryCode(error)) {
    case 5:
    case 6:
      return busy(file, null, error);
    case 11:
    case 26:
      return damaged(file, reasonOf(error), error);
    case 13:
      return noSpace(file, error);
    case 10:
      // A full disk also shows as a failure to enlarge the log's index or the journal, and a file made immutable as one to write.
      if (isFull(file)) return noSpace(file, error);
      return refusal(() => closeSync(openSync(file, 'r+'))) === null ? unreadable(file, error) : notOpened(file, error);
    case 3:
    case 8:
    case 14:
    case 23:
      return isFull(file) ? noSpace(file, error) : notOpened(file, error);
    case 19:
      return fault(file, 'INVALID_ARGUMENT', `The store ${file} refused what was to be written: ${reasonOf(error)}.`, {
        found: reasonOf(error),
        cause: error
      });
    case undefined:
      return error;
    default:
      return unreadable(file, error);
  }
}

/** STORE_BUSY: another process kept the store for `ms`. */
export function busy(file: string, ms: number | null, cause?: unknown): FacegaugeError {
  const long = ms === null ? '' : ` for ${ms / 1000} s`;
  return fault(file, 'STORE_BUSY', `Another process has been writing to the store ${file}${long}.`, {
    found: 'a lock held by another process',
    action: 'End it or wait; rows not yet written are kept and tried again.',
    cause
  });
}

export function damaged(file: string, reason: string, cause?: unknown): FacegaugeError {
  return fault(file, 'STORE_DAMAGED', `The store ${file} cannot be read: ${reason}.`, {
    found: reason,
    action:
      'Move the file away (with its -wal and -shm companions) or point FACEGAUGE_STORE to another one, and a new store is made; it was left as it is.',
    cause
  });
}

/** ROWS_LOST: what was never written. */
export function rowsLost(file: string, rows: number, cause: unknown): FacegaugeError {
  const why = cause instanceof Error ? ` ${cause.message}` : '';
  return fault(
    file,
    'ROWS_LOST',
    `${rows} ${rows === 1 ? 'row was' : 'rows were'} lost: not written to ${file}.${why}`,
    { found: `${rows} rows not written`, cause }
  );
}

/** STORE_REPLACED, noticed when nothing more is written: what was, is not there. */
export function writtenAndGone(file: string, rows: number): FacegaugeError {
  return fault(file, 'STORE_REPLACED', `The store ${file} was deleted or replaced after it was written.`, {
    found: 'another file, or none',
    action: `The ${rows} rows that this process wrote are not in it.`
  });
}

export function foreign(file: string): FacegaugeError {
  return fault(file, 'STORE_FOREIGN', `${file} is the database of another application, not a store of facegauge.`, {
    found: 'the database of another application',
    action: 'Name another file for the store (FACEGAUGE_STORE, or --store=FILE); this one was left as it is.'
  });
}

export function newer(file: string, version: number, known: number): FacegaugeError {
  const message = `The store ${file} was written by a newer facegauge (schema ${version}, this one knows ${known}).`;
  return fault(file, 'STORE_NEWER', message, {
    found: `schema version ${version}`,
    action: 'Update facegauge, or point FACEGAUGE_STORE to another file; the store was left as it is.'
  });
}

export function older(file: string, version: number, known: number): FacegaugeError {
  const message = `The store ${file} was written by an older facegauge (schema ${version}, this one reads ${known}).`;
  return fault(file, 'STORE_OLDER', message, {
    found: `schema version ${version}`,
    action: 'Open it once for writing: that brings it up to date.'
  });
}

export function missing(file: string): FacegaugeError {
  return fault(file, 'MISSING', `There is no store at ${file} yet.`, {
    action: 'Score a picture first; that makes it.'
  });
}

function noSpace(file: string, cause: unknown): FacegaugeError {
  return fault(file, 'NO_SPACE', `No space left for the store ${file}.`, {
    found: reasonOf(cause),
    action: 'Free some space; what could not be written is kept until then.',
    cause
  });
}

function unreadable(file: string, cause: unknown): FacegaugeError {
  return fault(file, 'STORE_UNREADABLE', `The store ${file} cannot be used: ${reasonOf(cause)}.`, {
    found: reasonOf(cause),
    action: 'Check the disk or the network drive it lies on; the file was left as it is.',
    cause
  });
}

/** SQLite says only that it could not; the file system says why. */
function notOpened(file: string, cause: unknown): FacegaugeError {
  const folder = path.dirname(file);
  const opened = refusal(() => closeSync(openSync(file, 'r+'))) ?? refusal(() => statSync(folder));
  // What is not there and may not be made either: that is what is wrong.
  const made = opened === 'ENOENT' ? refusal(() => accessSync(folder, constants.W_OK)) : null;
  const why = (made === 'ENOENT' ? null : made) ?? opened ?? reasonOf(cause);
  if (why === 'ENAMETOOLONG')
    return fault(file, 'INVALID_ARGUMENT', `The store's name is too long for the file system: ${file}.`, {
      found: why
    });
  if (why === 'EISDIR')
    return fault(file, 'INVALID_ARGUMENT', `${file} is a folder, not a store.`, { found: 'a folder' });
  if (why === 'ENOENT' && refusal(() => statSync(folder)) !== null)
    return fault(file, 'MISSING', `The folder ${folder} of the store does not exist.`, {
      found: why,
      action: 'Make it, or point FACEGAUGE_STORE to another file.',
      cause
    });
  return fault(file, 'NO_PERMISSION', `The store ${file} cannot be opened for writing (${why}).`, {
    found: why,
    action: 'Give this user the right to write it and its folder, or point FACEGAUGE_STORE to another file.',
    cause
  });
}

function refusal(attempt: () => void): string | null {
  try {
    attempt();
    return null;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error);
  }
}

/** Less than a few pages: whatever SQLite called it, the disk is full. */
function isFull(file: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(path.dirname(file));
    return bavail * bsize < 64 * 1024;
  } catch {
    return false;
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function fault(
  file: string,
  code: ErrorCode,
  message: string,
  details: { found?: string; action?: string; cause?: unknown }
): FacegaugeError {
  return new FacegaugeError(code, message, { path: file, ...details });
}
