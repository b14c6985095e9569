import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { FacegaugeError } from '../errors';
import type { Policy, PolicyKey, PolicyOrigin, PolicyOverrides } from '../types';
import { openDatabase, storeErrors } from './database';
import { notePolicy, policyInForce, readPolicy, writePolicy } from './policy';
import { type QuarterHour, quarterHours, readSamples, type SampleQuery, type Summary, summarise } from './query';
import type { SampleRow, StoredSample } from './row';
import { RowWriter } from './writer';

export interface StoreOptions {
  /** Only read: no file is made, nothing is migrated (default false). */
  readOnly?: boolean;
  /** Told when rows could not be written in the background; they are kept and tried again. Default: a process warning. */
  onError?: (error: FacegaugeError | Error) => void;
  /** How long another process may hold the store before STORE_BUSY is reported, ms (default 10 000). */
  busyAfterMs?: number;
}

export type RunState = 'done' | 'aborted' | 'failed';

/** What is known of a run when it begins. */
export interface RunStart {
  name: string;
  model?: string;
  /** Plain data: how it was called. */
  options?: unknown;
}

/**
 * The record of every processed picture: one SQLite file in WAL mode, written by one process at a time and read by any.
 * Rows are written in the background, see `RowWriter`; everything a reader needs to know is on disk after `flush()`.
 */
export class Store {
  private closing: Promise<void> | null = null;

  private constructor(
    /** Absolute path of the file. */
    readonly file: string,
    private readonly db: DatabaseSyncInstance,
    private readonly writer: RowWriter | null
  ) {}

  /**
   * Opens the store, making or migrating it where it is not there or older.
   * @throws FacegaugeError STORE_DAMAGED, STORE_NEWER, STORE_BUSY, NO_PERMISSION; with `readOnly` MISSING as well
   */
  static open(file: string, options: StoreOptions = {}): Store {
    const db = openDatabase(file, options.readOnly ?? false);
    const warn = (error: Error) => process.emitWarning(error.message, { code: 'FACEGAUGE_STORE' });
    const writer = options.readOnly ? null : new RowWriter(db, file, options.onError ?? warn, options.busyAfterMs);
    return new Store(file, db, writer);
  }

  /** Rows handed over but not on disk yet. */
  get pending(): number {
    return this.writer?.pending ?? 0;
  }

  /**
   * Hands over one row; it is on disk within about 250 ms, or after `flush()` or `close()`. Outside a run the same picture
   * (SHA-256, or path where there is none) with the same model on the same UTC day is updated; in a run the same file is.
   */
  record(row: SampleRow): void {
    this.write().add(row);
  }

  /** @throws FacegaugeError STORE_BUSY (rows are kept and tried again), NO_SPACE, STORE_DAMAGED */
  flush(): Promise<void> {
    return this.write().flush();
  }

  /** Writes what is pending and closes the file. Where that fails (STORE_BUSY) the store stays open with its rows. */
  close(): Promise<void> {
    this.closing ??= this.finish().catch(error => {
      this.closing = null;
      throw error;
    });
    return this.closing;
  }

  /** @returns id for `SampleRow.run` */
  beginRun(run: RunStart): Promise<number> {
    return this.write().transaction(() => {
      const { lastInsertRowid } = this.db
        .prepare(`INSERT INTO runs (name, state, started_at, model, options) VALUES (?, 'running', ?, ?, ?)`)
        .run(run.name, Date.now(), run.model ?? null, JSON.stringify(run.options ?? {}));
      return Number(lastInsertRowid);
    });
  }

  endRun(id: number, state: RunState): Promise<void> {
    return this.write().transaction(() => {
      this.db.prepare('UPDATE runs SET state = ?, ended_at = ? WHERE id = ?').run(state, Date.now(), id);
    });
  }

  /**
   * @param from UTC ms, inclusive
   * @param to UTC ms, exclusive
   * @param qualityReject threshold of "low"; default: the one in force in the store
   */
  summary(from: number, to: number, qualityReject?: number): Summary {
    return this.read(db => summarise(db, from, to, qualityReject ?? policyInForce(db, 'qualityReject').value ?? 0));
  }

  /** Quarter-hours that start in [from, to), UTC ms; "low" by the threshold in force in the store. */
  quarterHours(from: number, to: number): QuarterHour[] {
    return this.read(db => quarterHours(db, from, to));
  }

  /** Rows on disk that match, in the order they were first written. Breaking off the loop is fine. */
  *samples(query: SampleQuery = {}): Generator<StoredSample> {
    this.assertOpen();
    yield* readSamples(this.db, query);
  }

  /** Thresholds set for this store: a source for `resolvePolicy`. */
  policy(): PolicyOverrides {
    return this.read(readPolicy);
  }

  setPolicy(overrides: PolicyOverrides): Promise<void> {
    return this.write().transaction(() => writePolicy(this.db, overrides, Date.now()));
  }

  /** Leaves word of the thresholds this session has in force, so that the sidebar counts with the same ones. */
  noteSessionPolicy(policy: Policy): Promise<void> {
    return this.write().transaction(() => notePolicy(this.db, policy, Date.now()));
  }

  /** A threshold in force as a reader of the store sees it, with its origin. */
  policyInForce(key: PolicyKey): { value: number | null; origin: PolicyOrigin } {
    return this.read(db => policyInForce(db, key));
  }

  private async finish(): Promise<void> {
    if (this.writer) await this.writer.flush();
    this.writer?.dispose();
    this.db.close();
  }

  private read<T>(work: (db: DatabaseSyncInstance) => T): T {
    this.assertOpen();
    return storeErrors(this.file, () => work(this.db));
  }

  private write(): RowWriter {
    this.assertOpen();
    if (this.writer) return this.writer;
    throw new FacegaugeError('INVALID_ARGUMENT', `The store ${this.file} was opened for reading only.`, {
      path: this.file
    });
  }

  private assertOpen(): void {
    if (this.db.isOpen && !this.closing) return;
    throw new FacegaugeError('CLOSED', `The store ${this.file} is closed.`, { path: this.file });
  }
}
