/** One line of a terminal that is drawn again as the work goes on; where there is no terminal, nothing is. */
import { SingleBar } from 'cli-progress';
import { cutMiddle } from './columns';
import { printable } from './printable';

export interface TerminalBarOptions {
  /** Default: standard error. */
  stream?: NodeJS.WriteStream;
  /** Whether the line stays when the work has ended. */
  keep: boolean;
}

export class TerminalBar {
  readonly #stream: NodeJS.WriteStream;
  readonly #bar: SingleBar | null;
  #open = false;

  /** @param text one line, asked for at each drawing */
  constructor(text: () => string, { stream = process.stderr, keep }: TerminalBarOptions) {
    this.#stream = stream;
    this.#bar = stream.isTTY ? drawer(text, stream, keep) : null;
  }

  /** Draws the line, from now on several times a second. */
  start(): void {
    if (!this.#open) this.#bar?.start(1, 0);
    this.#open = true;
  }

  /** Writes whole lines to the same terminal: they come to stand above, and the line is drawn again below. */
  above<T>(write: () => T): T {
    if (!this.#bar || !this.#open) return write();
    this.#stream.write('\r\u001b[K');
    const written = write();
    this.#bar.render();
    return written;
  }

  end(): void {
    if (this.#open) this.#bar?.stop();
    this.#open = false;
  }
}

function drawer(text: () => string, stream: NodeJS.WriteStream, keep: boolean): SingleBar {
  const bar = new SingleBar({
    stream,
    format: () => cutMiddle(printable(text()), Math.max(20, (stream.columns || 80) - 1)),
    fps: 5,
    clearOnComplete: !keep,
    forceRedraw: true,
    // What is set of a terminal stays set where the process is killed: its lines and its cursor are left as they are.
    linewrap: true,
    hideCursor: false,
    gracefulExit: false
  });
  // The library would return to where the cursor was when it began, over what was written since.
  const { terminal } = bar as unknown as { terminal: Record<'cursorSave' | 'cursorRestore', () => void> };
  terminal.cursorSave = terminal.cursorRestore = () => undefined;
  return bar;
}
