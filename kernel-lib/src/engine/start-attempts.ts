/** How soon a worker that could not be started is tried again. */

/** Waiting times before the second, third … attempt, ms; after the last its place is lost for a while. */
const RETRY_AFTER = [100, 1000];
/** How long it is lost at first, and at most; twice as long each time. */
const LOST_MS = { first: 5_000, most: 300_000 };

export class StartAttempts {
  #failed = 0;
  #lostMs = LOST_MS.first;
  #lostUntil = 0;

  /** A worker was ready: what failed before does not count any more. */
  succeeded(): void {
    this.#failed = 0;
    this.#lostMs = LOST_MS.first;
  }

  /**
   * @param hopeless another attempt at once would end in the same way
   * @returns ms until the next attempt, or null: it is lost for `lostForMs`
   */
  failed(hopeless: boolean): number | null {
    const delay = hopeless ? undefined : RETRY_AFTER[this.#failed++];
    if (delay !== undefined) return delay;
    this.#lostUntil = performance.now() + this.#lostMs;
    this.#lostMs = Math.min(2 * this.#lostMs, LOST_MS.most);
    return null;
  }

  /** Milliseconds until another attempt is worth it. */
  get lostForMs(): number {
    return Math.max(0, this.#lostUntil - performance.now());
  }
}
