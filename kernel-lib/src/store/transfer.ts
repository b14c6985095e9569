/** Rows from the queue into the file that is open, also where another one has taken its place. */
import type { FacegaugeError } from '../errors';
import { ATTEMPT_MS, type Attempts } from './attempts';
import type { Connection } from './connection';
import { isRefusedRow, refusedRow, storeErrors } from './faults';
import { RowStatements, type QueuedRow } from './row-statements';

/** Where a row is refused, so many are written one by one. */
const SINGLY = 50;
/**
 * A transaction takes what is waiting, for this long (counting and committing come on top): neither the event loop nor another
 * writer waits much longer.
 */
const TRANSACTION_MS = 15;
/** Where so many rows wait, somebody hands them over faster than they are written, and longer transactions cost less a row. */
const MANY = 400;
const MANY_MS = 60;

export interface Entry extends QueuedRow {
  resolve(id: number): void;
  reject(error: unknown): void;
}

/** Whom a transfer tells of what happens to the file. */
export interface TransferEvents {
  /** Told of refused rows, and when the file was deleted or replaced. */
  onError(error: FacegaugeError | Error): void;
  /** Makes in a new file, in the transaction of its first rows, what they refer to; @returns runs of the file that is gone → the same in the new one */
  restore(): ReadonlyMap<number, number>;
  /** Told how many rows were in a file that was deleted or replaced. */
  onGone(rows: number): void;
}

export class Transfer {
  private statements: RowStatements;
  /** Rows in the file that is open. */
  private rows = 0;
  /** Runs of a file that is gone → the same in the new one. */
  private runs: ReadonlyMap<number, number> = new Map();
  /** The file is a new one, and what rows refer to must be made in it first. */
  private reopened = false;

  constructor(
    private readonly connection: Connection,
    private readonly attempts: Attempts,
    private readonly events: TransferEvents
  ) {
    this.statements = this.prepare();
  }

  /** Rows written into the file that is open. */
  get written(): number {
    return this.rows;
  }

  /**
   * Writes the first rows of the queue, takes them out of it and settles them.
   * @throws FacegaugeError, or the driver's error where another process is writing: the queue is as it was
   */
  write(queue: Entry[]): void {
    if (!this.connection.inPlace) this.replace();
    let done: (() => void)[];
    try {
      const ids = this.attempts.inTransaction(() => this.insert(queue));
      const written = queue.slice(0, ids.length);
      done = written.map(
        ({ resolve }, i) =>
          () =>
            resolve(ids[i])
      );
    } catch (error) {
      if (!isRefusedRow(error)) throw error;
      done = queue.slice(0, SINGLY).map(entry => this.writeSingly(entry));
    }
    this.reopened = false;
    // Committed to a file that was taken away meanwhile is not stored: the rows stay in the queue for the new one.
    if (!this.connection.inPlace) return;
    this.rows += done.length;
    queue.splice(0, done.length);
    done.forEach(settle => settle());
  }

  /** The first of them, as many as there is time for; @returns their ids */
  private insert(entries: readonly Entry[]): number[] {
    if (this.reopened) this.runs = this.events.restore();
    const ids: number[] = [];
    const end = performance.now() + (entries.length < MANY ? TRANSACTION_MS : MANY_MS);
    do ids.push(this.statements.insert(entries[ids.length], this.runs));
    while (ids.length < entries.length && performance.now() < end);
    this.statements.count();
    return ids;
  }

  /** One row that the schema refuses (a run that does not exist) must not hold up the others. */
  private writeSingly(entry: Entry): () => void {
    try {
      const [id] = this.attempts.inTransaction(() => this.insert([entry]));
      return () => entry.resolve(id);
    } catch (error) {
      if (!isRefusedRow(error)) throw error;
      const refused = refusedRow(this.connection.file, error);
      return () => {
        entry.reject(refused);
        this.events.onError(refused);
      };
    }
  }

  /** Goes on in the file that has taken the place of the one that was open. */
  replace(): void {
    const rows = this.rows;
    const notice = storeErrors(this.connection.file, () => this.connection.reopen(rows));
    this.statements = this.prepare();
    this.reopened = true;
    this.rows = 0;
    this.events.onGone(rows);
    this.events.onError(notice);
  }

  private prepare(): RowStatements {
    const { db } = this.connection;
    db.exec(`PRAGMA busy_timeout = ${ATTEMPT_MS}`);
    return new RowStatements(db);
  }
}
