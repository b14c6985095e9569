/** Taking samples out of the record. Pictures on disk are never touched. */
import path from 'node:path';
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { FacegaugeError } from '../errors';
import { bytesOf, isStray } from '../names';
import { readRuns } from './runs';
import { query } from './sql';

/** Which samples; everything given must hold, and something must be given. */
export interface Removal {
  /** Id of a run, which goes too. */
  run?: number;
  /** First processed before, UTC ms. */
  before?: number;
  /** A picture, or a folder with everything below it; as `names.ts` writes names that are not UTF-8. */
  path?: string;
  identity?: string;
}

/** What stays; at least one. */
export interface Retention {
  /** Samples that were first processed in the last so many days. */
  days?: number;
  /** As many of the newest as the file has room for, bytes. */
  bytes?: number;
}

export interface RemoveOptions {
  /** Only count. With a limit of bytes nothing can be counted beforehand. */
  dryRun?: boolean;
  signal?: AbortSignal;
  /** Told how many are out so far. */
  onProgress?: (samples: number) => void;
}

export interface Removed {
  samples: number;
  /** False where a reader kept the write-ahead log in use: what is out of the file may be in it until it is written anew. */
  logCleared: boolean;
}

/** Bytes of the file before and after. */
export interface Vacuumed extends Pick<Removed, 'logCleared'> {
  before: number;
  after: number;
}

/** How a store is changed: each `change` is a transaction, and others may write between two. */
export interface Editor {
  file: string;
  change<T>(work: (db: DatabaseSyncInstance) => T): Promise<T>;
  read<T>(work: (db: DatabaseSyncInstance) => T): T;
  clearLog(): Promise<boolean>;
}

/** Samples a transaction: tens of ms. */
const BATCH = 200;
const DAY_MS = 86_400_000;

export async function removeSamples(editor: Editor, selection: Removal, options: RemoveOptions): Promise<Removed> {
  const { run, before, path: place, identity } = selection;
  const nothing = Object.values({ run, before, place, identity }).every(value => value === undefined);
  if (nothing)
    throw refusal(editor.file, 'Nothing says which samples are to go.', 'Name a run, a time, a path or an identity.');
  if (run !== undefined) assertIdle(editor, run);
  const parameters = { run: run ?? null, before: before ?? null, identity: identity ?? null, ...placeOf(place) };
  const ids = (db: DatabaseSyncInstance, after: number): number[] => idsOf(db, 'removable', { ...parameters, after });
  const removed = await takeOut(editor, ids, options);
  const whole = [before, place, identity].every(value => value === undefined);
  if (run !== undefined && whole && !options.dryRun)
    await editor.change(db => db.prepare('DELETE FROM runs WHERE id = ?').run(run));
  return removed;
}

export async function retainSamples(editor: Editor, limits: Retention, options: RemoveOptions): Promise<Removed> {
  const { days, bytes } = limits;
  for (const [name, value] of Object.entries({ days, bytes }))
    if (value !== undefined && !(value >= 0))
      throw refusal(editor.file, `${name} is ${value}, not a number from 0 on.`);
  if (days === undefined && bytes === undefined)
    throw refusal(editor.file, 'Nothing says what is to stay.', 'Give a number of days, a size, or both.');
  const removed: Removed = { samples: 0, logCleared: true };
  if (days !== undefined) {
    const old = await removeSamples(editor, { before: Date.now() - days * DAY_MS }, options);
    Object.assign(removed, old);
  }
  if (bytes !== undefined && !options.dryRun) {
    const oldest = (db: DatabaseSyncInstance): number[] => {
      const { held, free, samples } = roomOf(db);
      const over = held - free - bytes;
      // As many as are likely too many, so that not more go than must.
      return over > 0 ? idsOf(db, 'oldest', {}, Math.ceil((over / (held - free)) * samples)) : [];
    };
    const more = await takeOut(editor, oldest, options);
    removed.samples += more.samples;
    removed.logCleared = more.logCleared;
  }
  return removed;
}

/** Takes out what `next` names behind the last one, batch by batch, until it names nothing more. */
async function takeOut(
  editor: Editor,
  next: (db: DatabaseSyncInstance, after: number) => number[],
  { dryRun = false, signal, onProgress }: RemoveOptions
): Promise<Removed> {
  let samples = 0;
  for (let after = 0; ;) {
    if (signal?.aborted)
      throw new FacegaugeError('ABORTED', `Taking samples out of ${editor.file} was stopped after ${samples}.`, {
        path: editor.file,
        cause: signal.reason
      });
    const found = dryRun ? editor.read(db => next(db, after)) : await editor.change(db => drop(db, next(db, after)));
    if (found.length === 0) break;
    after = found[found.length - 1];
    samples += found.length;
    onProgress?.(samples);
    await new Promise(setImmediate);
  }
  return { samples, logCleared: dryRun || samples === 0 || (await editor.clearLog()) };
}

function drop(db: DatabaseSyncInstance, ids: number[]): number[] {
  const remove = db.prepare(query('sample-delete'));
  for (const id of ids) remove.run({ id });
  return ids;
}

function idsOf(
  db: DatabaseSyncInstance,
  name: string,
  parameters: Record<string, number | string | Uint8Array | null>,
  most = BATCH
): number[] {
  const rows = db.prepare(query(name)).all({ ...parameters, limit: Math.min(most, BATCH) }) as unknown as {
    id: number;
  }[];
  return rows.map(({ id }) => id);
}

/** Bytes of the file, those of them that hold nothing, and how many samples there are. */
function roomOf(db: DatabaseSyncInstance): { held: number; free: number; samples: number } {
  return db.prepare(query('room')).get() as unknown as { held: number; free: number; samples: number };
}

/** Where a name's bytes are not UTF-8, they and not what people read decide. */
function placeOf(
  given: string | undefined
): Record<'path' | 'folder' | 'raw' | 'raw_folder', string | Uint8Array | null> {
  const none = { path: null, folder: null, raw: null, raw_folder: null };
  if (given === undefined) return none;
  const file = path.resolve(given);
  const folder = file.endsWith(path.sep) ? file : file + path.sep;
  return isStray(file) ? { ...none, raw: bytesOf(file), raw_folder: bytesOf(folder) } : { ...none, path: file, folder };
}

function assertIdle(editor: Editor, id: number): void {
  const run = editor.read(db => readRuns(db)).find(one => one.id === id);
  if (!run) throw refusal(editor.file, `There is no run ${id} in ${editor.file}.`);
  if (run.state === 'running')
    throw new FacegaugeError('STORE_BUSY', `The run "${run.name}" is being worked on by process ${run.ownerPid}.`, {
      found: `process ${run.ownerPid} on ${run.ownerHost}`,
      action: 'Wait for it or end it first.',
      path: editor.file
    });
}

function refusal(file: string, message: string, action?: string): FacegaugeError {
  return new FacegaugeError('INVALID_ARGUMENT', message, { path: file, action });
}
