/** What is being done and how far a download is, on standard error. */
import { printable } from '../printable';
import { log } from './streams';

const EVERY_MS = 200;
const BAR = 24;

const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1);

export class ModelProgress {
  #shown = 0;
  #open = false;

  constructor(private readonly stream: NodeJS.WriteStream = process.stderr) {}

  step = (text: string): void => {
    this.end();
    log(text);
  };

  /** On a terminal one line is redrawn; elsewhere only the end is told. */
  bytes = (name: string, bytes: number, total: number | null): void => {
    const complete = total !== null && bytes >= total;
    const now = performance.now();
    if (!complete && (!this.stream.isTTY || now - this.#shown < EVERY_MS)) return;
    this.#shown = now;
    this.stream.write(`${this.stream.isTTY ? '\r\x1b[K' : ''}${printable(progressLine(name, bytes, total))}`);
    this.#open = true;
    if (complete) this.end();
  };

  end(): void {
    if (this.#open) this.stream.write('\n');
    this.#open = false;
  }
}

function progressLine(name: string, bytes: number, total: number | null): string {
  if (total === null) return `  ${name}  ${megabytes(bytes)} MB`;
  const share = total === 0 ? 1 : bytes / total;
  const filled = Math.round(share * BAR);
  const bar = '█'.repeat(filled) + '░'.repeat(BAR - filled);
  return `  ${name}  ${bar}  ${Math.floor(share * 100)} %  ${megabytes(bytes)} of ${megabytes(total)} MB`;
}
