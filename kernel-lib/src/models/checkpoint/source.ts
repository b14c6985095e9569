/** A checkpoint's file as its readers see it: every length that it claims is held against what there is before it is used. */
import { readSync } from 'node:fs';
import { FacegaugeError } from '../../errors';

export function truncated(file: string, end: number, where: string): FacegaugeError {
  return new FacegaugeError('CHECKPOINT_TRUNCATED', `${file} ends too early: at byte ${end}, ${where}.`, {
    path: file,
    found: `ends at byte ${end}, ${where}`,
    action: 'Get the file again.'
  });
}

/** Whatever no writer of checkpoints would say. */
export function damaged(file: string, found: string, cause?: unknown): FacegaugeError {
  return new FacegaugeError('CHECKPOINT_UNSUPPORTED', `${file} is damaged: its parts do not fit together.`, {
    cause,
    path: file,
    found,
    action: 'Get the file again.'
  });
}

/** Longest read asked of the system at once: it counts in signed 32-bit numbers. */
const PIECE = 1 << 26;

/** Longest part that is held in memory as a whole: names, shapes, directories. Numbers are not among them. */
export const MOST_HELD = 1 << 28;

/** Synchronous, for it is used where waiting harms nobody: see `worker.ts`. */
export class Source {
  constructor(
    readonly fd: number,
    readonly file: string,
    readonly size: number
  ) {}

  /**
   * Are [from, from + length) bytes of the file?
   * @throws FacegaugeError CHECKPOINT_TRUNCATED, CHECKPOINT_UNSUPPORTED where these are no lengths
   */
  check(from: number, length: number, what: string): void {
    if (!(Number.isSafeInteger(from) && from >= 0 && Number.isSafeInteger(length) && length >= 0))
      throw damaged(this.file, `${what}: ${length} bytes at ${from}`);
    if (from + length > this.size)
      throw truncated(this.file, this.size, `inside ${what}, ${from + length - this.size} bytes short`);
  }

  /**
   * Reads exactly [from, from + length).
   * @param most longest that is plausible for what is read
   * @throws FacegaugeError CHECKPOINT_TRUNCATED, CHECKPOINT_UNSUPPORTED
   */
  read(from: number, length: number, what: string, most = MOST_HELD): Buffer {
    this.check(from, length, what);
    if (length > most) throw damaged(this.file, `${what} of ${length} bytes`);
    const buffer = Buffer.allocUnsafeSlow(length);
    for (let got = 0; got < length;) {
      const bytes = readSync(this.fd, buffer, got, Math.min(PIECE, length - got), from + got);
      if (bytes === 0) throw truncated(this.file, from + got, `inside ${what}, ${length - got} bytes short`);
      got += bytes;
    }
    return buffer;
  }
}
