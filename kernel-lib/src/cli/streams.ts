/** Results go to stdout, everything else to stderr; a reader that has seen enough (`| head`) ends the work quietly. */
import { once } from 'node:events';
import { printableJson, printableLines } from '../printable';

export class Output {
  readonly #closed = new AbortController();

  constructor(private readonly stdout: NodeJS.WriteStream = process.stdout) {
    stdout.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE' && error.code !== 'ERR_STREAM_DESTROYED') throw error;
      this.#closed.abort();
    });
  }

  /** Aborted once nobody reads any more. */
  get closed(): AbortSignal {
    return this.#closed.signal;
  }

  /** A text for people. Waits while the reader is slower than the work. */
  line(text: string): Promise<void> {
    return this.#write(printableLines(text));
  }

  /** A value for programs, on a line of its own. Waits likewise. */
  json(value: unknown): Promise<void> {
    return this.#write(printableJson(value));
  }

  async #write(text: string): Promise<void> {
    if (this.closed.aborted || this.stdout.write(`${text}\n`)) return;
    await once(this.stdout, 'drain', { signal: this.closed }).catch(error => {
      if (!this.closed.aborted) throw error;
    });
  }
}

export function log(text: string): void {
  process.stderr.write(`${printableLines(text)}\n`);
}
