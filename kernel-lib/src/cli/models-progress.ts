/** What is being done and how far a download is, on standard error. */
import { bar } from '../progress-text';
import { TerminalBar } from '../terminal-bar';
import { log, setFoot } from './streams';

const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1);

export class ModelProgress {
  #text = '';
  #bar: TerminalBar | null = null;

  constructor(private readonly stream: NodeJS.WriteStream = process.stderr) {}

  step = (text: string): void => {
    this.end();
    log(text);
  };

  /** On a terminal one line is redrawn; elsewhere only the end is told. */
  bytes = (name: string, bytes: number, total: number | null): void => {
    const complete = total !== null && bytes >= total;
    this.#text = progressText(name, bytes, total);
    if (!this.stream.isTTY) {
      if (complete) log(this.#text);
      return;
    }
    this.#bar ??= new TerminalBar(() => this.#text, { stream: this.stream, keep: true });
    setFoot(this.#bar);
    this.#bar.start();
    if (complete) this.end();
  };

  end(): void {
    this.#bar?.end();
    this.#bar = null;
    setFoot(null);
  }
}

function progressText(name: string, bytes: number, total: number | null): string {
  if (total === null) return `  ${name}  ${megabytes(bytes)} MB`;
  const share = total === 0 ? 1 : bytes / total;
  return `  ${name}  ${bar(share)}  ${megabytes(bytes)} of ${megabytes(total)} MB`;
}
