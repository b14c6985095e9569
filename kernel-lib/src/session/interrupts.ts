/** What stops when a session is interrupted: work that ends in its own way first, then everything. */
export class Interrupts {
  #work = new AbortController();
  readonly #ends = new Set<(reason: unknown) => void>();

  /** Aborted with whatever is in work now. */
  get signal(): AbortSignal {
    return this.#work.signal;
  }

  /**
   * For work that ends in its own way when it is interrupted for the first time.
   * @returns to be called when it is over
   */
  add(end: (reason: unknown) => void): () => void {
    this.#ends.add(end);
    return () => void this.#ends.delete(end);
  }

  interrupt(reason?: unknown): void {
    const ends = [...this.#ends];
    this.#ends.clear();
    if (ends.length > 0) return ends.forEach(end => end(reason));
    this.#work.abort(reason);
    this.#work = new AbortController();
  }
}
