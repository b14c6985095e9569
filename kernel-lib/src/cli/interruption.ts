/** Ctrl-C, a polite kill and a closed terminal stop the work and let it end in order; the second one ends it at once. */
import { HUNG_UP, INTERRUPTED, TERMINATED } from './exit';

export interface Interruption {
  signal: AbortSignal;
  /** Exit code that tells of the signal, or null. */
  code(): number | null;
  /** Gives the signals back to whoever had them. */
  release(): void;
}

export function listenForInterruption(): Interruption {
  const controller = new AbortController();
  let code: number | null = null;
  const stop = (exit: number) => (): void => {
    if (code !== null) process.exit(exit);
    code = exit;
    controller.abort();
  };
  const listeners = { SIGINT: stop(INTERRUPTED), SIGTERM: stop(TERMINATED), SIGHUP: stop(HUNG_UP) };
  for (const [name, listener] of Object.entries(listeners)) process.on(name, listener);
  return {
    signal: controller.signal,
    code: () => code,
    release: () => {
      for (const [name, listener] of Object.entries(listeners)) process.off(name, listener);
    }
  };
}
