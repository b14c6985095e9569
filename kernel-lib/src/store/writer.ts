import type { DatabaseSyncInstance, StatementSyncInstance } from '@photostructure/sqlite';
import type { FacegaugeError } from '../errors';
import { toValues, UPSERT, type Value } from './codec';
import { busy, isBusy, isRefusedRow, refusedRow, translate } from './database';
import type { SampleRow } from './row';

/** A row is on disk at most this long after it was handed over, unless another process is writing. */
const FLUSH_AFTER_MS = 250;
/** … and after an error in the background (busy, disk full) it is tried again this much later. */
const AGAIN_AFTER_MS = 5000;
/** Rows a transaction: some ms of work, so that neither the event loop nor another writer waits long. */
const BATCH = 50;
/** How long one attempt may block the thread, ms. */
const ATTEMPT_MS = 20;
/** How long writing is tried again before STORE_BUSY is reported; the rows are kept and tried on. */
export const BUSY_AFTER_MS = 10_000;
/** At the end of the process there is no later: one last attempt may block this long. */
const EXIT_TIMEOUT_MS = 5000;

const pause = (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms));

/**
 * The one way rows reach the file: they queue in memory and are written in short transactions, one after the other. Where
 * another process holds the write lock, the attempt is repeated after a random pause (so that two writers do not stay in
 * step) without blocking the thread; no row is given up.
 */
export class RowWriter {
  private queue: Value[][] = [];
  private timer: NodeJS.Timeout | null = null;
  private writing: Promise<void> | null = null;
  private readonly upsert: StatementSyncInstance;

  constructor(
    private readonly db: DatabaseSyncInstance,
    private readonly file: string,
    private readonly onError: (error: FacegaugeError | Error) => void,
    private readonly busyAfterMs = BUSY_AFTER_MS
  ) {
    this.upsert = db.prepare(UPSERT);
    db.exec(`PRAGMA busy_timeout = ${ATTEMPT_MS}`);
    process.on('exit', this.atExit);
  }

  /** Rows not on disk yet. */
  get pending(): number {
    return this.queue.length;
  }

  /** Takes the row's values now; what the caller does with it afterwards does not matter. */
  add(row: SampleRow): void {
    this.queue.push(toValues(row));
    if (this.queue.length >= BATCH) this.flushInBackground();
    else this.schedule();
  }

  /**
   * Resolves when every row handed over so far is on disk.
   * @throws FacegaugeError STORE_BUSY after 10 s of another process writing (the rows are kept), NO_SPACE, STORE_DAMAGED
   */
  flush(): Promise<void> {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    // Rows may have come in after the last look at the queue of a writing that is just ending.
    if (this.writing) return this.writing.then(() => (this.queue.length ? this.flush() : undefined));
    if (!this.queue.length) return Promise.resolve();
    this.writing = this.writeAll().then(
      () => this.settled(FLUSH_AFTER_MS),
      error => {
        this.settled(AGAIN_AFTER_MS);
        throw error;
      }
    );
    return this.writing;
  }

  /** Runs `work` in a write transaction of its own, after the rows queued before it. */
  async transaction<T>(work: () => T): Promise<T> {
    await this.flush();
    return this.retry(() => this.inTransaction(work));
  }

  /** Ends the writing; the caller has flushed. */
  dispose(): void {
    if (this.timer) clearTimeout(this.timer);
    process.off('exit', this.atExit);
    this.clearLog();
  }

  /**
   * Moves the write-ahead log into the file itself, so that the file alone can be copied. SQLite does this at the last
   * close, but the driver's statements keep the connection open until they are collected. A reader may prevent it; then
   * the next close does it.
   */
  private clearLog(): void {
    this.db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  }

  private settled(again: number): void {
    this.writing = null;
    if (this.queue.length) this.schedule(again);
  }

  private schedule(after = FLUSH_AFTER_MS): void {
    if (!this.timer && !this.writing) this.timer = setTimeout(() => this.flushInBackground(), after);
  }

  private flushInBackground(): void {
    if (!this.writing) this.flush().catch(this.onError);
  }

  private async writeAll(): Promise<void> {
    while (this.queue.length) {
      await this.retry(() => this.writeBatch());
      // Let the event loop breathe and another writer in.
      await new Promise(setImmediate);
    }
  }

  private writeBatch(): void {
    const rows = this.queue.slice(0, BATCH);
    try {
      this.inTransaction(() => rows.forEach(row => this.upsert.run(...row)));
    } catch (error) {
      if (!isRefusedRow(error)) throw error;
      this.writeSingly(rows);
    }
    this.queue.splice(0, rows.length);
  }

  /** One row that the schema refuses (a run that does not exist) must not hold up the others. */
  private writeSingly(rows: Value[][]): void {
    for (const row of rows) {
      try {
        this.inTransaction(() => this.upsert.run(...row));
      } catch (error) {
        if (!isRefusedRow(error)) throw error;
        this.onError(refusedRow(this.file, error));
      }
    }
  }

  private inTransaction<T>(work: () => T): T {
    this.db.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.db.exec('COMMIT');
      return result;
    } catch (error) {
      // A full disk or an I/O error rolls back by itself; a second ROLLBACK would hide the first error.
      if (this.db.isTransaction) this.db.exec('ROLLBACK');
      throw error;
    }
  }

  private async retry<T>(work: () => T): Promise<T> {
    const start = Date.now();
    for (;;) {
      try {
        return work();
      } catch (error) {
        if (!isBusy(error)) throw translate(this.file, error);
        if (Date.now() - start >= this.busyAfterMs) throw busy(this.file, this.busyAfterMs, error);
        await pause(10 + Math.random() * 40);
      }
    }
  }

  private readonly atExit = (): void => {
    try {
      this.db.exec(`PRAGMA busy_timeout = ${EXIT_TIMEOUT_MS}`);
      while (this.queue.length) this.writeBatch();
      this.clearLog();
    } catch (error) {
      process.stderr.write(`facegauge: ${this.queue.length} rows did not reach ${this.file}: ${String(error)}\n`);
    }
  };
}
