import type { FacegaugeError } from '../errors';
import { atExit } from './at-exit';
import { Attempts, ATTEMPT_MS, BUSY_AFTER_MS } from './attempts';
import { encodeRow } from './codec';
import type { Connection } from './connection';
import { isBusy, rowsLost, translate, writtenAndGone } from './faults';
import type { SampleRow } from './row';
import type { OutboxRow } from './row-statements';
import { Transfer, type Entry, type TransferEvents } from './transfer';

/** A row is on disk at most this long after it was handed over, unless another process is writing. */
const FLUSH_AFTER_MS = 250;
/** … and after an error in the background (busy, disk full) it is tried again this much later. */
const AGAIN_AFTER_MS = 2000;
/** So many rows are written as soon as whoever hands them over pauses. */
const BATCH = 50;
/** Rows that may wait in memory before whoever hands over more is to wait: about 10 MB. */
const HIGH_WATER = 1000;
/** At the end of the process there is no later: one last attempt may block this long. */
const EXIT_TIMEOUT_MS = 5000;

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
  private immediate: NodeJS.Immediate | null = null;
  private writing: Promise<void> | null = null;
  private waiting: (() => void)[] = [];
  private trouble: FacegaugeError | Error | null = null;
  private readonly forget: () => void;
  private readonly attempts: Attempts;
  private readonly transfer: Transfer;

  /** @param events `onError` is also told of what goes wrong in the background */
  constructor(
    private readonly connection: Connection,
    private readonly events: TransferEvents,
    private readonly busyAfterMs = BUSY_AFTER_MS
  ) {
    this.attempts = new Attempts(connection);
    this.transfer = new Transfer(connection, this.attempts, events);
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
    else if (this.queue.length >= BATCH) this.soon();
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
    if (!this.connection.inPlace) this.transfer.replace();
  }

  /** Runs `work` in a write transaction of its own, after the rows queued before it. */
  transaction<T>(work: () => T): Promise<T> {
    return this.alone(() => this.attempts.inTransaction(work));
  }

  /** Runs `work`, which must not be in a transaction, after the rows queued before it. */
  async alone<T>(work: () => T): Promise<T> {
    await this.flush();
    const end = performance.now() + this.busyAfterMs;
    return this.attempts.inForeground(() => this.attempts.retry(work, () => end));
  }

  /**
   * Writes what is pending, for at most `deadlineMs`, and ends the writing.
   * @throws FacegaugeError ROWS_LOST with their number
   */
  async close(deadlineMs: number): Promise<void> {
    const end = performance.now() + deadlineMs;
    let cause: unknown;
    // A lock may be let go of; what else keeps rows from the disk is tried once more and believed.
    for (let tries = 0; this.queue.length > 0 && (tries < 2 || isBusy(cause)); tries++) {
      const left = end - performance.now();
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
    if (!this.connection.inPlace && this.transfer.written > 0)
      throw writtenAndGone(this.connection.file, this.transfer.written);
    this.connection.clearLog();
  }

  private async flushFor(ms: number): Promise<void> {
    const end = performance.now() + ms;
    await this.attempts.inForeground(async () => {
      // One that began in the background must not decide how long this caller waits.
      if (this.writing) await this.writing.catch(() => undefined);
      while (this.queue.length) await this.write(end);
    }, end);
  }

  /** Writes everything queued, or joins the writing that is under way. */
  private write(end: number): Promise<void> {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    if (this.writing) return this.writing;
    this.attempts.deadline = end;
    this.writing = this.writeAll().then(
      () => this.settled(FLUSH_AFTER_MS, null),
      error => {
        this.settled(AGAIN_AFTER_MS, error as Error);
        throw error;
      }
    );
    return this.writing;
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

  private soon(): void {
    if (this.writing || this.immediate) return;
    this.immediate = setImmediate(() => {
      this.immediate = null;
      this.flushInBackground();
    });
  }

  private flushInBackground(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    if (!this.writing && this.queue.length)
      this.write(performance.now() + this.busyAfterMs).catch(error => this.events.onError(error));
  }

  private async writeAll(): Promise<void> {
    while (this.queue.length) {
      await this.attempts.retry(
        () => this.transfer.write(this.queue),
        () => this.attempts.deadline
      );
      this.wake();
      // Let the event loop breathe and another writer in.
      await new Promise(setImmediate);
    }
  }

  private lastAttempt(final: boolean): void {
    if (this.queue.length === 0) return;
    const { db, file } = this.connection;
    try {
      db.exec(`PRAGMA busy_timeout = ${final ? EXIT_TIMEOUT_MS : ATTEMPT_MS}`);
      while (this.queue.length) this.transfer.write(this.queue);
      this.connection.clearLog();
    } catch (error) {
      if (!final) return;
      const { message } = rowsLost(file, this.queue.length, translate(file, error));
      process.stderr.write(`facegauge: ${message}\n`);
    }
  }
}
