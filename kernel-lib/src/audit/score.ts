/** Runs a session over files and folders. */
import path from 'node:path';
import {
  FailedPicture,
  isFailed,
  isNotAcquired,
  type BatchOptions,
  type PictureResult,
  type Session
} from '../session';
import { folderBeside } from '../store';
import { neighboursFolder } from './neighbours';
import { walk, type OnUnreadable } from './walk';

/** How many pictures came out how. */
export interface Counts {
  trusted: number;
  review: number;
  rejected: number;
  notAcquired: number;
  failed: number;
}

/**
 * Every regular file below `paths`, results in the order of completion; a file that is no picture is a `FailedPicture`.
 * The store's own files are passed over. Pictures are recorded as single ones are; `runAudit` makes a run of them.
 * @throws FacegaugeError as `Session.extractAll`
 */
export async function* scoreAll(
  session: Session,
  paths: readonly string[],
  options: BatchOptions = {}
): AsyncGenerator<PictureResult, void, undefined> {
  const unreadable: PictureResult[] = [];
  const files = pictures(session, paths, (folder, error) => {
    unreadable.push(new FailedPicture(folder, path.basename(folder), error, session.language));
  });
  for await (const result of session.extractAll(files, options)) {
    yield* unreadable.splice(0);
    yield result;
  }
  yield* unreadable;
}

/** The files that scoring some paths goes through. */
function pictures(session: Session, paths: readonly string[], onUnreadable: OnUnreadable): AsyncIterable<string> {
  return without(walk(paths, onUnreadable), ownFiles(session));
}

/** How many results some paths will have, where each picture gives one; ends early once `signal` is aborted. */
export async function countPictures(session: Session, paths: readonly string[], signal: AbortSignal): Promise<number> {
  let n = 0;
  for await (const _ of pictures(session, paths, () => n++)) {
    if (signal.aborted) break;
    n++;
  }
  return n;
}

/** Files that a session keeps its record, its log and its searches in. */
export function ownFiles({ store }: Pick<Session, 'store'>): (file: string) => boolean {
  if (!store) return () => false;
  const own = new Set(['', '-wal', '-shm'].map(end => path.resolve(store.file) + end));
  const folders = [neighboursFolder(store), folderBeside(store.file)].map(folder => path.resolve(folder) + path.sep);
  return file => own.has(file) || folders.some(folder => file.startsWith(folder));
}

async function* without(
  files: AsyncIterable<string>,
  own: (file: string) => boolean
): AsyncGenerator<string, void, undefined> {
  for await (const file of files) if (!own(path.resolve(file))) yield file;
}

/** Adds a result to the counts. */
export function count(counts: Counts, result: PictureResult): void {
  if (isFailed(result)) counts.failed++;
  else if (isNotAcquired(result)) counts.notAcquired++;
  else counts[result.assessment]++;
}

export function noCounts(): Counts {
  return { trusted: 0, review: 0, rejected: 0, notAcquired: 0, failed: 0 };
}
