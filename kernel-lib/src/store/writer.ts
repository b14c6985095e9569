import { FacegaugeError } from '../errors';
import { atExit } from './at-exit';
import { encodeRow } from './codec';
import type { Connection } from './connection';
import { busy, isBusy, isRefusedRow, refusedRow, storeErrors, translate } from './faults';
import type { SampleRow } from './row';
import { RowStatements, type OutboxRow, type QueuedRow } from './row-statements';

/** A row is on disk at most this long after it was handed over, unless another process is writing. */
const FLUSH_AFTER_MS = 250;
/** … and after an error in the background (busy, disk full) it is tried again this much later. */
const AGAIN_AFTER_MS = 2000;
/** So many rows are written without waiting for more. */
const BATCH = 50;
/** A transaction takes what is waiting, for this long: neither the event loop nor another writer waits much longer. */
const TRANSACTION_MS = 15;
/** Rows that may wait in memory before whoever hands over more is to wait: about 10 MB. */
const HIGH_WATER = 1000;
/** How long one attempt may block the thread, ms. */
const ATTEMPT_MS = 20;
/** How long writing is tried again before STORE_BUSY is reported; the rows are kept and tried on. */
export const BUSY_AFTER_MS = 10_000;
/** At the end of the process there is no later: one last attempt may block this long. */
const EXIT_TIMEOUT_MS = 5000;

interface Entry extends QueuedRow {
  resolve(id: number): void;
  reject(error: unknown): void;
}

/**
 * The one way rows reach the file: they queue in memory and are written in short transactions, one after the other. Where
 * another process holds the write lock, the attempt is repeated after a random pause (so that two writers do not stay in
 * step) without blocking the thread; no row is given up before `close`.
 *
 * Waiting in the background does not keep the process alive; what is still pending when it ends is written then, or said to
 * be lost.
 */
export class RowWriter {
  private queue: Entry[] = [];
  private timer: NodeJS.Timeout | null = null;
  private writing: Promise<void> | null = null;
  private statements: RowStatements;
  private waiting: (() => void)[] = [];
  private trouble: FacegaugeError | Error | null = null;
  private readonly forget: () => void;
  /** When the writing that is under way gives up, ms; callers who cannot wait that long bring it forward. */
  private deadline = 0;
  /** Callers who wait for a flush: only then does a pause keep the process alive. */
  private callers = 0;
  private pausing: NodeJS.Timeout | null = null;
  /** Rows in the file that is open. */
  private written = 0;
  /** Runs of a file that is gone → the same in the new one. */
  private runs: ReadonlyMap<number, number> = new Map();
  /** The file is a new one, and what rows refer to must be made in it first. */
  private reopened = false;

  /**
   * @param onError told of what goes wrong in the background, and when the file was deleted or replaced
   * @param restore makes in a new file, in the transaction of its first rows, what they refer to
   * @param onGone told how many rows were in a file that was deleted or replaced
   */
  constructor(
    private readonly connection: Connection,
    private readonly onError: (error: FacegaugeError | Error) => void,
    private readonly restore: () => ReadonlyMap<number, number>,
    private readonly onGone: (rows: number) => void,
    private readonly busyAfterMs = BUSY_AFTER_MS
  ) {
    this.statements = this.prepare();
    this.forget = atExit(final => this.lastAttempt(final));
  }

  /** Rows not on disk yet. */
  get pending(): number {
    return this.queue.length;
  }

  /** Why nothing can be written just now, or null. */
  get lastTrouble(): FacegaugeError | Error | null {
    return this.trouble;
  }

  /**
   * Takes the row's values now; what the caller does with it afterwards does not matter.
   * @returns id of the sample, once it is on disk; rejected where the row is refused or lost
   * @throws FacegaugeError INVALID_ARGUMENT for what no column can hold
   */
  add(row: SampleRow, outbox: readonly OutboxRow[] = []): Promise<number> {
    const encoded = encodeRow(row);
    const written = new Promise<number>((resolve, reject) =>
      this.queue.push({ row: encoded, outbox, resolve, reject })
    );
    // Whoever does not look at the outcome hears of trouble through onError.
    written.catch(() => undefined);
    // Where the last attempt failed, the next row is no reason to try again at once.
    if (this.trouble) this.schedule(AGAIN_AFTER_MS);
    else if (this.queue.length >= BATCH) this.flushInBackground();
    else this.schedule();
    return written;
  }

  /** Resolves when there is room for more rows: what a batch waits for, so that a locked store does not fill the memory. */
  async ready(): Promise<void> {
    while (this.queue.length >= HIGH_WATER) await new Promise<void>(resolve => this.waiting.push(resolve));
  }

  /**
   * Resolves when every row handed over so far is on disk.
   * @throws FacegaugeError STORE_BUSY after 10 s of another process writing (the rows are kept), NO_SPACE, STORE_DAMAGED …
   */
  async flush(): Promise<void> {
    await this.flushFor(this.busyAfterMs);
    // Nothing was left to write, and yet what was written may be gone.
    if (!this.connection.inPlace) this.replace();
  }

  /** Runs `work` in a write transaction of its own, after the rows queued before it. */
  transaction<T>(work: () => T): Promise<T> {
    return this.alone(() => this.inTransaction(work));
  }

  /** Runs `work`, which must not be in a transaction, after the rows queued before it. */
  async alone<T>(work: () => T): Promise<T> {
    await this.flush();
    const end = Date.now() + this.busyAfterMs;
    return this.inForeground(() => this.retry(work, () => end));
  }

  /**
   * Writes what is pending, for at most `deadlineMs`, and ends the writing.
   * @throws FacegaugeError ROWS_LOST with their number
   */
  async close(deadlineMs: number): Promise<void> {
    const end = Date.now() + deadlineMs;
    let cause: unknown;
    // A lock may be let go of; what else keeps rows from the disk is tried once more and believed.
    for (let tries = 0; this.queue.length > 0 && (tries < 2 || isBusy(cause)); tries++) {
      const left = end - Date.now();
      if (left <= 0 && tries > 0) break;
      await this.flushFor(Math.max(left, 0)).catch(error => (cause = error));
    }
    if (this.timer) clearTimeout(this.timer);
    this.forget();
    const lost = this.queue.splice(0);
    this.wake();
    if (lost.length > 0) {
      const error = rowsLost(this.connection.file, lost.length, cause);
      for (const { reject } of lost) reject(error);
      throw error;
    }
    if (!this.connection.inPlace && this.written > 0) throw this.gone();
    this.clearLog();
  }

  private async flushFor(ms: number): Promise<void> {
    const end = Date.now() + ms;
    await this.inForeground(async () => {
      // One that began in the background must not decide how long this caller waits.
      if (this.writing) await this.writing.catch(() => undefined);
      while (this.queue.length) await this.write(end);
    }, end);
  }

  private async inForeground<T>(work: () => Promise<T>, end = Infinity): Promise<T> {
    this.callers++;
    this.deadline = Math.min(this.deadline, end);
    this.pausing?.ref();
    try {
      return await work();
    } finally {
      this.callers--;
    }
  }

  /** Writes everything queued, or joins the writing that is under way. */
  private write(end: number): Promise<void> {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    if (this.writing) return this.writing;
    this.deadline = end;
    this.writing = this.writeAll().then(
      () => this.settled(FLUSH_AFTER_MS, null),
      error => {
        this.settled(AGAIN_AFTER_MS, error as Error);
        throw error;
      }
    );
    return this.writing;
  }

  /**
   * Moves the write-ahead log into the file itself, so that the file alone can be copied. SQLite does this at the last
   * close, but the driver's statements keep the connection open until they are collected. A reader or a lock may prevent
   * it; then the next close does it.
   * @returns false where it was prevented
   */
  clearLog(): boolean {
    try {
      const { busy: prevented } = this.connection.db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get() as {
        busy: number;
      };
      return prevented === 0;
    } catch {
      // The rows are in the log, which belongs to the store.
      return false;
    }
  }

  private settled(again: number, trouble: Error | null): void {
    this.writing = null;
    this.trouble = trouble;
    if (this.queue.length) this.schedule(again);
    this.wake();
  }

  private wake(): void {
    if (this.queue.length < HIGH_WATER) for (const resolve of this.waiting.splice(0)) resolve();
  }

  private schedule(after = FLUSH_AFTER_MS): void {
    if (this.timer || this.writing) return;
    this.timer = setTimeout(() => this.flushInBackground(), after);
    if (after !== FLUSH_AFTER_MS) this.timer.unref();
  }

  private flushInBackground(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    if (!this.writing && this.queue.length) this.write(Date.now() + this.busyAfterMs).catch(this.onError);
  }

  private async writeAll(): Promise<void> {
    while (this.queue.length) {
      await this.retry(
        () => this.writeBatch(),
        () => this.deadline
      );
      this.wake();
      // Let the event loop breathe and another writer in.
      await new Promise(setImmediate);
    }
  }

  private writeBatch(): void {
    if (!this.connection.inPlace) this.replace();
    let done: (() => void)[];
    try {
      const ids = this.inTransaction(() => this.insert(this.queue));
      const written = this.queue.slice(0, ids.length);
      done = written.map(
        ({ resolve }, i) =>
          () =>
            resolve(ids[i])
      );
    } catch (error) {
      if (!isRefusedRow(error)) throw error;
      done = this.queue.slice(0, BATCH).map(entry => this.writeSingly(entry));
    }
    this.reopened = false;
    // Committed to a file that was taken away meanwhile is not stored: the rows stay in the queue for the new one.
    if (!this.connection.inPlace) return;
    this.written += done.length;
    this.queue.splice(0, done.length);
    done.forEach(settle => settle());
  }

  /** The first of them, as many as there is time for; @returns their ids */
  private insert(entries: readonly Entry[]): number[] {
    if (this.reopened) this.runs = this.restore();
    const ids: number[] = [];
    const end = performance.now() + TRANSACTION_MS;
    do ids.push(this.statements.insert(entries[ids.length], this.runs));
    while (ids.length < entries.length && performance.now() < end);
    return ids;
  }

  /** One row that the schema refuses (a run that does not exist) must not hold up the others. */
  private writeSingly(entry: Entry): () => void {
    try {
      const [id] = this.inTransaction(() => this.insert([entry]));
      return () => entry.resolve(id);
    } catch (error) {
      if (!isRefusedRow(error)) throw error;
      const refused = refusedRow(this.connection.file, error);
      return () => {
        entry.reject(refused);
        this.onError(refused);
      };
    }
  }

  private replace(): void {
    const rows = this.written;
    const notice = storeErrors(this.connection.file, () => this.connection.reopen(rows));
    this.statements = this.prepare();
    this.reopened = true;
    this.written = 0;
    this.onGone(rows);
    this.onError(notice);
  }

  private gone(): FacegaugeError {
    const { file } = this.connection;
    return new FacegaugeError('STORE_REPLACED', `The store ${file} was deleted or replaced after it was written.`, {
      path: file,
      found: 'another file, or none',
      action: `The ${this.written} rows that this process wrote are not in it.`
    });
  }

  private prepare(): RowStatements {
    const { db } = this.connection;
    db.exec(`PRAGMA busy_timeout = ${ATTEMPT_MS}`);
    return new RowStatements(db);
  }

  private inTransaction<T>(work: () => T): T {
    const { db } = this.connection;
    db.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      db.exec('COMMIT');
      return result;
    } catch (error) {
      // A full disk or an I/O error rolls back by itself; a second ROLLBACK would hide the first error.
      if (db.isTransaction) db.exec('ROLLBACK');
      throw error;
    }
  }

  private async retry<T>(work: () => T, end: () => number): Promise<T> {
    const start = Date.now();
    for (;;) {
      try {
        return work();
      } catch (error) {
        if (!isBusy(error)) throw translate(this.connection.file, error);
        if (Date.now() >= end()) throw busy(this.connection.file, Date.now() - start, error);
        await this.pause(10 + Math.random() * 40);
      }
    }
  }

  /** In the background it does not keep the process alive. */
  private pause(ms: number): Promise<void> {
    return new Promise(resolve => {
      this.pausing = setTimeout(resolve, ms);
      if (this.callers === 0) this.pausing.unref();
    });
  }

  private lastAttempt(final: boolean): void {
    if (this.queue.length === 0) return;
    const { db, file } = this.connection;
    try {
      db.exec(`PRAGMA busy_timeout = ${final ? EXIT_TIMEOUT_MS : ATTEMPT_MS}`);
      while (this.queue.length) this.writeBatch();
      this.clearLog();
    } catch (error) {
      if (!final) return;
      const { message } = rowsLost(file, this.queue.length, translate(file, error));
      process.stderr.write(`facegauge: ${message}\n`);
    }
  }
}

/** ROWS_LOST: what was never written. */
export function rowsLost(file: string, rows: number, cause: unknown): FacegaugeError {
  const why = cause instanceof Error ? ` ${cause.message}` : '';
  return new FacegaugeError(
    'ROWS_LOST',
    `${rows} ${rows === 1 ? 'row was' : 'rows were'} lost: not written to ${file}.${why}`,
    {
      path: file,
      found: `${rows} rows not written`,
      cause
    }
  );
}
