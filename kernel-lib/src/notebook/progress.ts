import { randomUUID } from 'node:crypto';
import { printable } from '../printable';
import { Throttle } from './throttle';
import { display, inKernel } from './tslab';

/** At most twice a second. */
const INTERVAL_MS = 500;
const BAR = 24;

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
    line.end(finalText(label, done, total, seconds(), finished));
  }
}

export function runningText(label: string, done: number, total: number | null, seconds: number): string {
  const rate = done > 0 && seconds > 0 ? done / seconds : null;
  const speed = rate === null ? '' : `, ${perSecond(rate)}`;
  if (total === null) return `${count(done)} ${label}${speed}`;
  const share = total === 0 ? 1 : Math.min(1, done / total);
  const filled = Math.round(share * BAR);
  const left = rate === null || done >= total ? '' : `, ${duration((total - done) / rate)} left`;
  const bar = '█'.repeat(filled) + '░'.repeat(BAR - filled);
  return `${bar} ${Math.floor(share * 100)} %  ${count(done)} of ${count(total)} ${label}${speed}${left}`;
}

export function finalText(
  label: string,
  done: number,
  total: number | null,
  seconds: number,
  finished: boolean
): string {
  const of = total === null || finished ? '' : ` of ${count(total)}`;
  const rate = seconds > 0 ? `, ${perSecond(done / seconds)}` : '';
  return `${finished ? '' : 'Stopped after '}${count(done)}${of} ${label} in ${duration(seconds)}${rate}`;
}

/** A line that can be written again: a display of the notebook, or the last line of a terminal. */
class Line {
  readonly #id = `facegauge-progress-${randomUUID()}`;
  readonly #terminal = !inKernel() && process.stderr.isTTY;
  #shown = false;

  write(text: string): void {
    if (inKernel()) display({ 'text/plain': text }, { displayId: this.#id, update: this.#shown });
    else if (this.#terminal) process.stderr.write(`\r\u001b[2K${printable(text)}`);
    this.#shown = true;
  }

  end(text: string): void {
    this.write(text);
    if (this.#terminal) process.stderr.write('\n');
  }
}

function count(value: number): string {
  return value.toLocaleString('en');
}

function perSecond(rate: number): string {
  return `${rate >= 10 ? Math.round(rate) : rate.toFixed(1)} a second`;
}

function duration(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 90) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
