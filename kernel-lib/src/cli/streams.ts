/**
 * Results go to stdout, everything else to stderr. A reader that has seen enough (`| head`) ends the work quietly; a stdout that
 * takes no more (a full disk) ends it with an error. Nobody has to listen to stderr.
 */
import { once } from 'node:events';
import { FacegaugeError } from '../errors';
import { printableJson, printableLines } from '../printable';
import type { TerminalBar } from '../terminal-bar';
import { describeError, FAILED } from './exit';

/** What is drawn at the foot of the terminal just now; everything that is written there goes above it. */
let foot: TerminalBar | null = null;

export function setFoot(bar: TerminalBar | null): void {
  foot = bar;
}

function above<T>(stream: NodeJS.WriteStream, write: () => T): T {
  return foot && stream.isTTY ? foot.above(write) : write();
}

export class Output {
  readonly #closed = new AbortController();
  #fault: FacegaugeError | null = null;

  constructor(private readonly stdout: NodeJS.WriteStream = process.stdout) {
    stdout.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE' && error.code !== 'ERR_STREAM_DESTROYED') this.#fail(error);
      this.#closed.abort();
    });
  }

  /** Why standard output takes no more; null where it does, or where its reader has gone. */
  get fault(): FacegaugeError | null {
    return this.#fault;
  }

  #fail(cause: NodeJS.ErrnoException): void {
    if (this.#fault) return;
    this.#fault = new FacegaugeError(
      cause.code === 'ENOSPC' || cause.code === 'EDQUOT' ? 'NO_SPACE' : 'OUTPUT_FAILED',
      'Standard output cannot be written: what follows is lost.',
      { found: cause.code ?? cause.message, action: 'Make room, or write somewhere else.', cause }
    );
    // The last words of a command fail after it has come to its end.
    process.once('exit', () => (process.exitCode ||= FAILED));
    log(describeError(this.#fault));
  }

  /** Aborted once nobody reads any more. */
  get closed(): AbortSignal {
    return this.#closed.signal;
  }

  /** A text for people. Waits while the reader is slower than the work. */
  line(text: string): Promise<void> {
    return this.#write(printableLines(text));
  }

  /** A line that holds nothing a terminal would obey. Waits likewise. */
  prepared(text: string): Promise<void> {
    return this.#write(text);
  }

  /** A value for programs, on a line of its own. Waits likewise. */
  json(value: unknown): Promise<void> {
    return this.#write(printableJson(value));
  }

  /** Lines of a table, each with its end: what is written is what was exported, where no terminal would obey it. */
  raw(lines: string): Promise<void> {
    return this.#write(this.stdout.isTTY ? printableLines(lines) : lines, '');
  }

  async #write(text: string, end = '\n'): Promise<void> {
    if (this.closed.aborted || above(this.stdout, () => this.stdout.write(text + end))) return;
    // Where it fails, the work is told by `closed`.
    await once(this.stdout, 'drain', { signal: this.closed }).catch(error => {
      if (!this.closed.aborted) throw error;
    });
  }
}

let listening = false;

export function log(text: string): void {
  // Who closes standard error does not want to hear, and that is no failure of the work.
  if (!listening) process.stderr.on('error', () => undefined);
  listening = true;
  above(process.stderr, () => process.stderr.write(`${printableLines(text)}\n`));
}
