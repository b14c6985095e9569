import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { FacegaugeError } from '../errors';
import type { PolicyKey } from '../types';
import { Connection } from './connection';
import { storeErrors } from './faults';
import { BEAT_MS } from './heartbeat';
import { Outbox } from './outbox';
import * as policy from './policy';
import { Presence } from './presence';
import { StoreReading } from './reading';
import {
  removeSamples,
  retainSamples,
  type Editor,
  type Removal,
  type Removed,
  type RemoveOptions,
  type Retention,
  type Vacuumed
} from './remove';
import type { SampleRow } from './row';
import type { OutboxRow } from './row-statements';
import { adoptRun, finishRun, insertRun, mayBeOwned, updateRun, type Run, type RunStart, type RunUpdate } from './runs';
import { noteMapScale, type SessionNote } from './sessions';
import { queryFor, type QueryParameters } from './sql';
import { RowWriter } from './writer';

export interface StoreOptions {
  /** Only read: no file is made, nothing is migrated (default false). */
  readOnly?: boolean;
  /**
   * Told when rows could not be written in the background (they are kept and tried again), and when the file was deleted or
   * replaced (STORE_REPLACED). Default: a process warning.
   */
  onError?: (error: FacegaugeError | Error) => void;
  /** How long another process may hold the store before STORE_BUSY is reported, ms (default 10 000). */
  busyAfterMs?: number;
}

/** How long `close` goes on trying to write what is pending, ms. */
export const CLOSE_DEADLINE_MS = 10_000;

/**
 * The record of every processed picture: one SQLite file in WAL mode, written by one process at a time and read by any.
 * Rows are written in the background, see `RowWriter`; everything a reader needs to know is on disk after `flush()`.
 */
export class Store extends StoreReading {
  private closing: Promise<void> | null = null;
  private readonly writer: RowWriter | null;
  private readonly presence = new Presence(work => this.change(work));
  /** What is to be told to others, and has been. */
  readonly outbox = new Outbox({ change: work => this.change(work), read: work => this.read(work) });
  private gone = 0;

  private constructor(connection: Connection, { onError = warn, busyAfterMs }: StoreOptions) {
    super(connection);
    this.writer = connection.readOnly
      ? null
      : new RowWriter(
          connection,
          { onError, restore: () => this.presence.restore(connection.db), onGone: rows => (this.gone += rows) },
          busyAfterMs
        );
  }

  /**
   * Opens the store, making or migrating it where it is not there or older.
   * @param file a path, whatever it looks like: `file:x.db` and `:memory:` are names of files
   * @throws FacegaugeError STORE_DAMAGED, STORE_FOREIGN, STORE_NEWER, STORE_BUSY, STORE_UNREADABLE, NO_PERMISSION, NO_SPACE,
   *   MISSING; with `readOnly` STORE_OLDER as well
   */
  static open(file: string, options: StoreOptions = {}): Store {
    return new Store(new Connection(path.resolve(file), options.readOnly ?? false), options);
  }

  /** Rows handed over but not on disk yet. */
  get pending(): number {
    return this.writer?.pending ?? 0;
  }

  /** Rows that were written and are gone, because somebody deleted or replaced the file. */
  get lost(): number {
    return this.gone;
  }

  /** Why nothing can be written just now, or null. */
  get trouble(): FacegaugeError | Error | null {
    return this.writer?.lastTrouble ?? null;
  }

  /**
   * Hands over one row; it is on disk within about 250 ms, or after `flush()` or `close()`. In a run the same path is updated;
   * outside one the same picture (path and SHA-256) with the same networks on the same day is, and counts `times`.
   * @param outbox what is to be told to others, written in the same transaction
   * @returns id of the sample, once it is on disk; rejected with ROWS_LOST where it never gets there
   * @throws FacegaugeError INVALID_ARGUMENT for what no column can hold
   */
  record(row: SampleRow, outbox?: readonly OutboxRow[]): Promise<number> {
    return this.write().add(row, outbox);
  }

  /** Resolves when there is room for more rows; a batch waits for it, so that memory stays bounded while the store is locked. */
  ready(): Promise<void> {
    return this.write().ready();
  }

  /** @throws FacegaugeError STORE_BUSY (rows are kept and tried again), NO_SPACE, STORE_DAMAGED … */
  flush(): Promise<void> {
    return this.write().flush();
  }

  /**
   * Writes what is pending and closes the file.
   * @param deadlineMs how long a lock is waited for (default 10 s)
   * @throws FacegaugeError ROWS_LOST with their number where that fails, STORE_REPLACED where the file is not there any more;
   *   the store is closed in any case
   */
  close(deadlineMs = CLOSE_DEADLINE_MS): Promise<void> {
    this.closing ??= this.finish(deadlineMs);
    return this.closing;
  }

  /** @returns id for `SampleRow.run` */
  async beginRun(start: RunStart): Promise<number> {
    const id = await this.change(db => insertRun(db, start));
    this.presence.begin(id, start);
    return id;
  }

  /**
   * Takes over a run that has ended or whose owner is gone. Where the owner's heartbeat was missed and its process may live all the same,
   * one more is waited for (15 s). @throws FacegaugeError STORE_BUSY, INVALID_ARGUMENT
   */
  async resumeRun(id: number): Promise<Run> {
    // Whoever lives beats meanwhile, and the run is theirs.
    if (this.read(db => mayBeOwned(db, id))) await pause(1.5 * BEAT_MS);
    const run = await this.change(db => adoptRun(db, id, this.file));
    this.presence.adopt(id, run);
    return run;
  }

  updateRun(id: number, update: RunUpdate): Promise<void> {
    return this.change(db => updateRun(db, this.presence.idOf(id), update));
  }

  async endRun(id: number, state: 'done' | 'aborted' | 'failed'): Promise<void> {
    await this.change(db => finishRun(db, this.presence.idOf(id), state));
    this.presence.end(id);
  }

  /**
   * Appends to the history. Values are not checked against other sources than the store: see `Session.setPolicy`.
   * @param values null unsets; undefined leaves alone
   * @throws FacegaugeError INVALID_ARGUMENT for thresholds that contradict each other or are out of range
   */
  setPolicy(
    values: Partial<Record<PolicyKey, number | null>>,
    { author = 'kernel', note, model = policy.EVERY_MODEL }: Partial<policy.PolicySetting> = {}
  ): Promise<void> {
    return this.change(db => policy.appendPolicy(db, values, { author, note, model }));
  }

  /** Takes the newest change back, by a change of its own; @returns what it set, or null where there is nothing to undo */
  undoPolicy(
    setting: Partial<Pick<policy.PolicySetting, 'author' | 'note'>> = {}
  ): Promise<Pick<policy.PolicyChange, 'model' | 'key' | 'value'>[] | null> {
    return this.change(db => policy.undoPolicy(db, { author: 'kernel', ...setting }));
  }

  /** Leaves word of the thresholds that the session using this store applies; forgotten when the store is closed. */
  noteSession(note: Omit<SessionNote, 'id'>): Promise<void> {
    return this.presence.note(note);
  }

  /** Notes how the maps of a face network are coloured, for readers of the store. */
  async noteMapScale(face: string, mapScale: number): Promise<void> {
    await this.change(db => noteMapScale(db, face, mapScale));
  }

  /** Changes rows by `sql/queries/NAME.sql`; @returns how many */
  execute(name: string, parameters: QueryParameters = {}): Promise<number> {
    return this.change(db => {
      const { text, bound } = queryFor(name, parameters);
      return Number(db.prepare(text).run(bound).changes);
    });
  }

  /**
   * Takes samples out of the record, with embeddings, thumbnails and everything that counts them; pictures on disk are never
   * touched. What is deleted is overwritten in the file (`secure_delete`) and taken out of the write-ahead log.
   * @throws FacegaugeError INVALID_ARGUMENT (nothing is selected, no such run, opened for reading only), STORE_BUSY (the run is
   *   being worked on), ABORTED: what was taken out by then is out
   */
  remove(selection: Removal, options: RemoveOptions = {}): Promise<Removed> {
    return removeSamples(this.editor(options.dryRun), selection, options);
  }

  /** Takes the oldest samples out; see {@link remove}. */
  retain(limits: Retention, options: RemoveOptions = {}): Promise<Removed> {
    return retainSamples(this.editor(options.dryRun), limits, options);
  }

  /** Writes the file anew without its free pages, which gives their room back. Takes as much room again meanwhile. */
  async vacuum(): Promise<Vacuumed> {
    const { bytes: before } = this.info();
    await this.write().alone(() => storeErrors(this.file, () => this.connection.db.exec('VACUUM')));
    const logCleared = await this.editor().clearLog();
    return { before, after: this.info().bytes, logCleared };
  }

  /** @param reads only counts, which a reader may */
  private editor(reads = false): Editor {
    const writer = reads ? null : this.write();
    return {
      file: this.file,
      change: work => this.change(work),
      read: work => this.read(work),
      clearLog: async () => writer?.alone(() => this.connection.clearLog()) ?? true
    };
  }

  protected get ending(): boolean {
    return this.closing !== null;
  }

  private async finish(deadlineMs: number): Promise<void> {
    this.presence.stop();
    try {
      this.presence.forget(this.connection.db);
      await this.writer?.close(deadlineMs);
    } finally {
      this.connection.close();
    }
  }

  private change<T>(work: (db: DatabaseSyncInstance) => T): Promise<T> {
    return this.write().transaction(() => storeErrors(this.file, () => work(this.connection.db)));
  }

  private write(): RowWriter {
    this.assertOpen();
    if (this.writer) return this.writer;
    throw new FacegaugeError('INVALID_ARGUMENT', `The store ${this.file} was opened for reading only.`, {
      path: this.file
    });
  }
}

function warn(error: Error): void {
  process.emitWarning(error.message, { code: 'FACEGAUGE_STORE' });
}
