/** One signal for several reasons to stop, which leaves nothing behind on them once it is no longer needed. */
import { setMaxListeners } from 'node:events';

export interface Following {
  signal: AbortSignal;
  /** Aborts the signal, for a reason of one's own. */
  abort(reason?: unknown): void;
  /** Takes the listeners away. Must be called when the work is done, whatever came of it. */
  release(): void;
}

/**
 * Aborts as soon as one of the signals does, with its reason. `AbortSignal.any` would do the same, but on Node 20 what it
 * makes hangs on to its sources for as long as they live: a session that lives for days would keep one for every call.
 */
export function follow(...sources: (AbortSignal | undefined)[]): Following {
  const controller = new AbortController();
  const followed = sources.filter((source): source is AbortSignal => source !== undefined);
  const listeners = followed.map(source => () => controller.abort(source.reason));
  followed.forEach((source, i) => {
    // One signal for many calls is how it is meant, not a leak.
    setMaxListeners(0, source);
    if (source.aborted) listeners[i]();
    else source.addEventListener('abort', listeners[i], { once: true });
  });
  return {
    signal: controller.signal,
    abort: reason => controller.abort(reason),
    release: () => followed.forEach((source, i) => source.removeEventListener('abort', listeners[i]))
  };
}
