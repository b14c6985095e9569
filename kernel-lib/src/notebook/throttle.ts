/** Calls `work` at once and then at most every `interval` ms; what comes between is made up for at its end. */
export class Throttle {
  #last = -Infinity;
  #timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly interval: number,
    private readonly work: () => void,
    private readonly now: () => number = () => performance.now()
  ) {}

  /** Something changed. */
  request(): void {
    if (this.#timer) return;
    const wait = this.#last + this.interval - this.now();
    if (wait <= 0) this.#run();
    else this.#timer = setTimeout(() => this.#run(), wait).unref();
  }

  /** Makes up for what is outstanding now. */
  flush(): void {
    if (this.#timer) this.#run();
  }

  /** Drops what is outstanding. */
  cancel(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #run(): void {
    this.cancel();
    this.#last = this.now();
    this.work();
  }
}
