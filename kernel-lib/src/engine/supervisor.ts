/** Keeps an eye on the workers: one that has fallen silent is ended, those that have had nothing to do for long are sent away. */
import type { EngineOptions } from './options';
import type { Seat } from './seat';

const IDLE_AFTER_MS = 300_000;
const SILENCE_LIMIT_MS = 10_000;

export class Supervisor {
  #watch: NodeJS.Timeout | null = null;
  #idle: NodeJS.Timeout | null = null;

  constructor(
    private readonly seats: readonly Seat[],
    private readonly options: EngineOptions
  ) {}

  /** Whoever looks late (a blocked thread, a machine that slept) has not heard what was said meanwhile: silence counts anew. */
  begin(): void {
    const { silenceLimitMs = SILENCE_LIMIT_MS } = this.options;
    const every = silenceLimitMs / 10;
    let lastLook = performance.now();
    const look = (): void => {
      const late = performance.now() - lastLook > 3 * every;
      lastLook = performance.now();
      for (const seat of this.seats) {
        if (late) seat.excuseSilence();
        else seat.endIfSilent(silenceLimitMs);
      }
    };
    this.#watch = setInterval(look, every).unref();
  }

  /** Workers hold their networks in memory: without work they go after a while. */
  heed(busy: boolean): void {
    if (busy || this.#idle) {
      if (busy && this.#idle) clearTimeout(this.#idle);
      if (busy) this.#idle = null;
      return;
    }
    const { idleAfterMs = IDLE_AFTER_MS } = this.options;
    // More than a timer can wait for is for ever.
    if (idleAfterMs > 2 ** 31 - 1) return;
    this.#idle = setTimeout(() => {
      this.#idle = null;
      this.seats.forEach(seat => seat.rest());
    }, idleAfterMs).unref();
  }

  end(): void {
    if (this.#watch) clearInterval(this.#watch);
    if (this.#idle) clearTimeout(this.#idle);
  }
}
