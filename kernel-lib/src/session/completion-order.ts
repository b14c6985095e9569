/** Work on many items at a time, results as they are done. */
import { FacegaugeError } from '../errors';

/**
 * Pulls items from the source only while fewer than `limit` are in work or waiting to be taken, so that a source without
 * end, or a slow reader, costs no memory.
 * @param work the first rejection ends the iteration with it
 * The source is closed at the end, however it comes.
 * @param signal once aborted, nothing more is begun; a source that is slow to answer is not waited for
 */
export async function* inCompletionOrder<T, R>(
  source: Iterable<T> | AsyncIterable<T>,
  limit: number,
  work: (item: T) => Promise<R>,
  signal?: AbortSignal
): AsyncGenerator<R, void, undefined> {
  const items: AsyncIterator<T> | Iterator<T> =
    Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
  const done: R[] = [];
  let failure: { error: unknown } | null = null;
  let working = 0;
  let pulling = false;
  let exhausted = false;
  let over = false;
  let wake = (): void => undefined;

  const finish = (error?: { error: unknown }): void => {
    failure ??= error ?? null;
    wake();
  };
  const begin = (item: T): void => {
    working++;
    work(item).then(
      result => {
        working--;
        done.push(result);
        finish();
      },
      error => {
        working--;
        finish({ error });
      }
    );
  };
  const pull = async (): Promise<void> => {
    if (pulling) return;
    pulling = true;
    try {
      while (!exhausted && !failure && !over && working + done.length < limit) {
        const next = await items.next();
        if (next.done) exhausted = true;
        // What a source that is being asked gives after the end is nobody's any more.
        else if (!over) begin(next.value);
      }
      pulling = false;
      wake();
    } catch (error) {
      pulling = false;
      exhausted = true;
      finish({ error });
    }
  };

  const abort = (): void => finish({ error: aborted(signal) });
  signal?.addEventListener('abort', abort, { once: true });
  if (signal?.aborted) abort();
  try {
    for (;;) {
      void pull();
      if (failure) throw (failure as { error: unknown }).error;
      if (done.length > 0) yield done.shift()!;
      else if (exhausted && working === 0) return;
      else await new Promise<void>(resolve => (wake = resolve));
    }
  } finally {
    signal?.removeEventListener('abort', abort);
    over = true;
    if (!exhausted) await close(items, pulling);
  }
}

/** A source that is just being asked may take its time to answer: it is told, but neither waited for nor heard. */
async function close<T>(items: AsyncIterator<T> | Iterator<T>, asked: boolean): Promise<void> {
  const closing = items.return?.();
  if (asked) void Promise.resolve(closing).catch(() => undefined);
  else await closing;
}

function aborted(signal: AbortSignal | undefined): FacegaugeError {
  return new FacegaugeError('ABORTED', 'The batch was stopped.', { cause: signal?.reason });
}
