/** Long computations in steps, so that whoever waits for one need not stand still meanwhile. */
import { setImmediate } from 'node:timers/promises';
import { FacegaugeError } from '../errors';

/** A computation that pauses wherever it yields, every few milliseconds. `atOnce` and `inSlices` carry it out; both give the same. */
export type Steps<T> = Generator<undefined, T, undefined>;

/** Rows between two pauses: a millisecond or two. */
const ROWS = 1 << 16;
/** After so long the event loop gets its turn. */
const SLICE_MS = 20;

/** All steps without a pause: the thread does nothing else meanwhile. */
export function atOnce<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/**
 * All steps, with timers, signals and messages served between them.
 * @throws FacegaugeError ABORTED once `signal` says so
 */
export async function inSlices<T>(steps: Steps<T>, signal?: AbortSignal): Promise<T> {
  expectWanted(signal);
  let since = performance.now();
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    if (performance.now() - since < SLICE_MS) continue;
    await setImmediate();
    expectWanted(signal);
    since = performance.now();
  }
}

/** Rows 0 … length − 1, a stretch of them at a time. */
export function* inStretches(length: number, work: (from: number, to: number) => void): Steps<void> {
  for (let from = 0; from < length; from += ROWS) {
    work(from, Math.min(length, from + ROWS));
    yield;
  }
}

function expectWanted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new FacegaugeError('ABORTED', 'The evaluation was stopped.', { cause: signal.reason });
}
