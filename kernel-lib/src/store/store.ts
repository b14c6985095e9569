import { randomUUID } from 'node:crypto';
import path from 'node:path';
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { FacegaugeError } from '../errors';
import type { PolicyKey, PolicyOverrides } from '../types';
import { Connection } from './connection';
import * as counts from './counts';
import { type EmbeddingBlock, type EmbeddingQuery, readEmbeddings } from './embeddings';
import { storeErrors } from './faults';
import { Heartbeat } from './heartbeat';
import { Outbox } from './outbox';
import * as policy from './policy';
import { readSamples, type SampleQuery } from './query';
import { readInfo, type StoreInfo } from './info';
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
import type { SampleRow, StoredSample } from './row';
import { adoptRun, finishRun, insertRun, readRuns, type Run, type RunStart, type RunUpdate, updateRun } from './runs';
import { recordedFiles, type RecordedFile } from './files';
import { queryFor, type QueryParameters } from './sql';
import { forgetSession, noteMapScale, noteSession, type SessionNote } from './sessions';
import type { OutboxRow } from './row-statements';
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
export class Store {
  private closing: Promise<void> | null = null;
  private readonly writer: RowWriter | null;
  private readonly heartbeat = new Heartbeat(db => this.beat(db));
  private readonly session = randomUUID();
  /** What is to be told to others, and has been. */
  readonly outbox = new Outbox({ change: work => this.change(work), read: work => this.read(work) });
  private noted: Omit<SessionNote, 'id'> | null = null;
  /** Runs this process works on, by the id it was given. */
  private readonly running = new Map<number, RunStart>();
  /** Their ids in the file that is open now, where that is not the one they were begun in. */
  private readonly moved = new Map<number, number>();
  private gone = 0;

  private constructor(
    private readonly connection: Connection,
    { onError = warn, busyAfterMs }: StoreOptions
  ) {
    this.writer = connection.readOnly
      ? null
      : new RowWriter(
          connection,
          onError,
          () => this.restore(),
          rows => (this.gone += rows),
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

  /** Absolute path of the file. */
  get file(): string {
    return this.connection.file;
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
    this.running.set(id, start);
    this.keepBeating();
    return id;
  }

  /** Takes over a run that has ended or whose owner is gone. @throws FacegaugeError STORE_BUSY, INVALID_ARGUMENT */
  async resumeRun(id: number): Promise<Run> {
    const run = await this.change(db => adoptRun(db, id, this.file));
    const { name, model, recogniser, options, total } = run;
    this.running.set(id, { name, model: model ?? undefined, recogniser, options, total });
    this.keepBeating();
    return run;
  }

  updateRun(id: number, update: RunUpdate): Promise<void> {
    return this.change(db => updateRun(db, this.moved.get(id) ?? id, update));
  }

  async endRun(id: number, state: 'done' | 'aborted' | 'failed'): Promise<void> {
    await this.change(db => finishRun(db, this.moved.get(id) ?? id, state));
    this.running.delete(id);
    this.keepBeating();
  }

  /** Looks through the whole file (seconds for a large one). @returns what is wrong with it, or null */
  check(): string | null {
    const [row] = this.read(db => db.prepare('PRAGMA quick_check(1)').all()) as { quick_check: string }[];
    return row?.quick_check === 'ok' ? null : String(row?.quick_check);
  }

  /** Newest first; one whose owner is gone is `interrupted`. */
  runs(name?: string): Run[] {
    return this.read(db => readRuns(db, name));
  }

  /**
   * @param from UTC ms, inclusive
   * @param to UTC ms, exclusive
   * @param qualityReject threshold of "low" (a multiple of .001); default: the one in force in the store
   */
  summary(from: number, to: number, qualityReject?: number): counts.Summary {
    return this.summaryOf({ from, to }, qualityReject);
  }

  /** The same of one source or one run. */
  summaryOf(stretch: counts.Stretch, qualityReject?: number): counts.Summary {
    return this.read(db => counts.summarise(db, stretch, qualityReject));
  }

  /** Pictures by quality, in bins of .001. */
  qualities(stretch: counts.Stretch): counts.QualityBin[] {
    return this.read(db => counts.qualities(db, stretch));
  }

  /** What is wrong how often, commonest first. */
  findings(stretch: counts.Stretch): counts.FindingCount[] {
    return this.read(db => counts.findings(db, stretch));
  }

  /** Sums by source, largest first (`limit`: only these); of the quarter-hours that begin in the stretch. */
  sources(stretch: counts.Stretch, limit?: number): counts.SourceSum[] {
    return this.read(db => counts.sources(db, stretch, limit));
  }

  /** Quarter-hours that start in [from, to), UTC ms; "low" by the threshold in force in the store. */
  quarterHours(from: number, to: number): counts.QuarterHour[] {
    return this.read(db => counts.quarterHours(db, from, to));
  }

  /** Rows on disk that match, in the order they were first written. Breaking off the loop is fine. */
  *samples(query: SampleQuery = {}): Generator<StoredSample> {
    this.assertOpen();
    yield* readSamples(this.connection.db, query);
  }

  /** Files below a folder that have a record, in the state they were in when they were last processed. */
  *filesBelow(folder: string): Generator<RecordedFile> {
    this.assertOpen();
    yield* recordedFiles(this.connection.db, folder);
  }

  /** Embeddings as blocks of float32. Breaking off the loop is fine. */
  *embeddings(query: EmbeddingQuery = {}): Generator<EmbeddingBlock> {
    this.assertOpen();
    yield* readEmbeddings(this.connection.db, query);
  }

  /** The embedding network of the newest sample; null in an empty store. */
  newestModel(): string | null {
    return this.rows<{ model: string }>('policy-model')[0]?.model ?? null;
  }

  /** Thresholds set in this store that are in force for an embedding network: a source for `resolvePolicy`. */
  policy(model = policy.EVERY_MODEL): PolicyOverrides {
    return this.read(db => policy.readPolicy(db, model));
  }

  /** Each threshold as readers of the store apply it: store > manifest > built-in. */
  policyInForce(model = policy.EVERY_MODEL): policy.PolicyInForce {
    return this.read(db => policy.policyInForce(db, model));
  }

  /** Thresholds set in the store that are impossible or contradict each other, and are not applied. */
  ignoredPolicy(): policy.IgnoredPolicy[] {
    return this.read(policy.ignoredPolicy);
  }

  /** Grows with every change. */
  policyVersion(): number {
    return this.read(policy.policyVersion);
  }

  /** Newest first. */
  policyHistory(): policy.PolicyChange[] {
    return this.read(policy.policyHistory);
  }

  /** Thresholds that running sessions apply instead of the store's. */
  sessionOverrides(): policy.SessionOverride[] {
    return this.read(policy.sessionOverrides);
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
  async noteSession(note: Omit<SessionNote, 'id'>): Promise<void> {
    this.noted = note;
    await this.change(db => noteSession(db, { id: this.session, ...note }));
    this.keepBeating();
  }

  /** Notes how the maps of a face network are coloured, for readers of the store. */
  async noteMapScale(face: string, mapScale: number): Promise<void> {
    await this.change(db => noteMapScale(db, face, mapScale));
  }

  /** Rows of `sql/queries/NAME.sql`, whose comment says what it answers and what its parameters are. */
  rows<T>(name: string, parameters: QueryParameters = {}): T[] {
    return this.read(db => {
      const { text, bound } = queryFor(name, parameters);
      return db
        .prepare(text)
        .all(bound)
        .map(row => ({ ...(row as T) }));
    });
  }

  /** Changes rows by `sql/queries/NAME.sql`; @returns how many */
  execute(name: string, parameters: QueryParameters = {}): Promise<number> {
    return this.change(db => {
      const { text, bound } = queryFor(name, parameters);
      return Number(db.prepare(text).run(bound).changes);
    });
  }

  /** What it holds, and how much room it takes. */
  info(): StoreInfo {
    return this.read(db => readInfo(db, this.file));
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
      clearLog: async () => writer?.alone(() => writer.clearLog()) ?? true
    };
  }

  private beat(db: DatabaseSyncInstance): void {
    const now = Date.now();
    db.prepare('UPDATE sessions SET heartbeat_at = ? WHERE id = ?').run(now, this.session);
    for (const id of this.running.keys()) updateRun(db, this.moved.get(id) ?? id, {});
  }

  private keepBeating(): void {
    const beats = this.running.size > 0 || (this.noted?.overrides.length ?? 0) > 0;
    this.heartbeat.set(beats && !this.closing ? work => this.change(work) : null);
  }

  /** Makes what rows refer to in a file that has taken the place of the one they were begun in. */
  private restore(): ReadonlyMap<number, number> {
    const { db } = this.connection;
    if (this.noted) noteSession(db, { id: this.session, ...this.noted });
    for (const [id, start] of this.running) {
      const taken = db.prepare('SELECT 1 FROM runs WHERE id = ?').get(id);
      this.moved.set(id, insertRun(db, start, taken ? null : id));
    }
    return this.moved;
  }

  private async finish(deadlineMs: number): Promise<void> {
    this.heartbeat.set(null);
    try {
      if (this.noted) this.forget();
      await this.writer?.close(deadlineMs);
    } finally {
      this.connection.close();
    }
  }

  /** A session that cannot say goodbye is forgotten when its heartbeat is missed. */
  private forget(): void {
    try {
      forgetSession(this.connection.db, this.session);
    } catch {
      // as said
    }
  }

  private change<T>(work: (db: DatabaseSyncInstance) => T): Promise<T> {
    return this.write().transaction(() => storeErrors(this.file, () => work(this.connection.db)));
  }

  private read<T>(work: (db: DatabaseSyncInstance) => T): T {
    this.assertOpen();
    return storeErrors(this.file, () => work(this.connection.db));
  }

  private write(): RowWriter {
    this.assertOpen();
    if (this.writer) return this.writer;
    throw new FacegaugeError('INVALID_ARGUMENT', `The store ${this.file} was opened for reading only.`, {
      path: this.file
    });
  }

  private assertOpen(): void {
    if (this.connection.db.isOpen && !this.closing) return;
    throw new FacegaugeError('CLOSED', `The store ${this.file} is closed.`, { path: this.file });
  }
}

function warn(error: Error): void {
  process.emitWarning(error.message, { code: 'FACEGAUGE_STORE' });
}
