/**
 * Work on the open file, tried again while another process holds the lock, without blocking the thread. Deadlines are times of
 * `performance.now()`, which goes on evenly when somebody sets the clock.
 */
import type { Connection } from './connection';
import { busy, isBusy, translate } from './faults';

/** How long one attempt may block the thread, ms. */
export const ATTEMPT_MS = 20;
/** How long work is tried again before STORE_BUSY is reported. */
export const BUSY_AFTER_MS = 10_000;

/** An attempt is repeated after a random pause, so that two writers do not stay in step. */
export class Attempts {
  /** Until when the work that is under way in the background is tried; callers who cannot wait that long bring it forward. */
  deadline = 0;
  /** Callers who wait: only then does a pause keep the process alive. */
  private callers = 0;
  private pausing: NodeJS.Timeout | null = null;

  constructor(private readonly connection: Connection) {}

  inTransaction<T>(work: () => T): T {
    const { db } = this.connection;
    // What a statement may have to take back is kept in memory: in a file, most of the time of a statement that counts goes
    // there. For what is read it stays a file, since sorting a million rows does not fit into memory.
    db.exec('PRAGMA temp_store = MEMORY');
    try {
      db.exec('BEGIN IMMEDIATE');
      return this.committed(work);
    } finally {
      db.exec('PRAGMA temp_store = DEFAULT');
    }
  }

  private committed<T>(work: () => T): T {
    const { db } = this.connection;
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

  /**
   * @param end until when it is tried
   * @throws FacegaugeError STORE_BUSY after that; else what is wrong with the store
   */
  async retry<T>(work: () => T, end: () => number): Promise<T> {
    const start = performance.now();
    for (;;) {
      try {
        return work();
      } catch (error) {
        if (!isBusy(error)) throw translate(this.connection.file, error);
        const now = performance.now();
        if (now >= end()) throw busy(this.connection.file, Math.round(now - start), error);
        await this.pause(10 + Math.random() * 40);
      }
    }
  }

  /** Somebody waits for the work, until `end` at most. */
  async inForeground<T>(work: () => Promise<T>, end = Infinity): Promise<T> {
    this.callers++;
    this.deadline = Math.min(this.deadline, end);
    this.pausing?.ref();
    try {
      return await work();
    } finally {
      this.callers--;
    }
  }

  /** In the background it does not keep the process alive. */
  private pause(ms: number): Promise<void> {
    return new Promise(resolve => {
      this.pausing = setTimeout(resolve, ms);
      if (this.callers === 0) this.pausing.unref();
    });
  }
}
