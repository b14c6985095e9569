/** Is a transfer worth going on with? A server can keep one busy for ever with a byte now and then. */

export interface Pace {
  /** Bytes that count as progress. */
  leastBytes: number;
  /** Within how long they must come. */
  withinMs: number;
}

/** Slower than any modem: half a kilobyte a second. */
export const PACE: Pace = { leastBytes: 1 << 15, withinMs: 60_000 };

/** Gives up on a stream that brings less than the pace. */
export class PaceMaker {
  private since = performance.now();
  private bytes = 0;

  constructor(private readonly pace: Pace) {}

  /** @throws Error saying how little came in how long */
  arrived(bytes: number): void {
    const { leastBytes, withinMs } = this.pace;
    this.bytes += bytes;
    const now = performance.now();
    if (this.bytes >= leastBytes) {
      this.since = now;
      this.bytes = 0;
    } else if (now - this.since > withinMs) {
      throw new Error(`only ${this.bytes} bytes came in ${withinMs / 1000} s, fewer than ${leastBytes}`);
    }
  }
}
