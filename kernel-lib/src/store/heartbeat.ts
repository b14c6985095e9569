/** A sign of life every ten seconds, for whoever asks whether a run or a session still has its process. */
import type { DatabaseSyncInstance } from '@photostructure/sqlite';

export const BEAT_MS = 10_000;

export class Heartbeat {
  #timer: NodeJS.Timeout | null = null;

  constructor(private readonly beat: (db: DatabaseSyncInstance) => void) {}

  /** @param change how to write, or null: no beats from now on */
  set(change: ((work: (db: DatabaseSyncInstance) => void) => Promise<void>) | null): void {
    if (change === null && this.#timer) {
      clearInterval(this.#timer);
      this.#timer = null;
    }
    if (change === null || this.#timer) return;
    // A beat that a lock prevents is no loss: readers wait for three.
    this.#timer = setInterval(() => void change(this.beat).catch(() => undefined), BEAT_MS).unref();
  }
}
