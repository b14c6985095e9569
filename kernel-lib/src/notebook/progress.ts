import { randomUUID } from 'node:crypto';
import { finishedText, runningText, stoppedText, tookText } from '../progress-text';
import { TerminalBar } from '../terminal-bar';
import { Throttle } from './throttle';
import { display, inKernel } from './tslab';

/** At most twice a second. */
const INTERVAL_MS = 500;

export interface ProgressOptions {
  /** How many items will come. Default: the length of what is given, where it has one. */
  total?: number;
  /** What the items are called. */
  label?: string;
}

/**
 * Passes items on and shows how far their reader has come, in one line that is updated in place:
 *
 *     for await (const result of progress(session.extractAll(files), { total: files.length })) …
 */
export async function* progress<T>(
  items: AsyncIterable<T> | Iterable<T>,
  options: ProgressOptions = {}
): AsyncGenerator<T, void, void> {
  const { label = 'pictures', total = Array.isArray(items) ? items.length : null } = options;
  const line = new Line();
  const start = performance.now();
  let done = 0;
  const seconds = () => (performance.now() - start) / 1000;
  const throttle = new Throttle(INTERVAL_MS, () => line.write(runningText(label, done, total, seconds())));
  let finished = false;
  throttle.request();
  try {
    for await (const item of items) {
      done++;
      throttle.request();
      yield item;
    }
    finished = true;
  } finally {
    throttle.cancel();
    const took = tookText(done, seconds());
    line.end(`${finished ? finishedText(label, done) : stoppedText(label, done, total)}${took}`);
  }
}

/** A line that can be written again: a display of the notebook, or the last line of a terminal. */
class Line {
  readonly #id = `facegauge-progress-${randomUUID()}`;
  readonly #bar = inKernel() ? null : new TerminalBar(() => this.#text, { keep: true });
  #text = '';
  #shown = false;

  write(text: string): void {
    this.#text = text;
    if (this.#bar) this.#bar.start();
    else display({ 'text/plain': text }, { displayId: this.#id, update: this.#shown });
    this.#shown = true;
  }

  end(text: string): void {
    this.write(text);
    this.#bar?.end();
  }
}
