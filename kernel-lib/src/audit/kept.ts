/** What took a while to find out about a run is kept, until the run changes. */
import type { Run, Store } from '../store';

interface Kept {
  /** What the run was then. */
  stamp: string;
  values: Map<string, unknown>;
}

const kept = new WeakMap<Store, Map<number, Kept>>();

/** What is kept of a run as it is now, by name. */
export function keptOf(store: Store, { id, done, failed, state, endedAt }: Run): Map<string, unknown> {
  const stamp = `${done} ${failed} ${state} ${endedAt}`;
  const runs = kept.get(store) ?? new Map<number, Kept>();
  kept.set(store, runs);
  const before = runs.get(id);
  if (before?.stamp === stamp) return before.values;
  const values = new Map<string, unknown>();
  runs.set(id, { stamp, values });
  return values;
}

/** Counted once. */
export function once<T>(store: Store, run: Run, name: string, count: () => T): T {
  const values = keptOf(store, run);
  // While a run is worked on, what its lists say of a picture may change without its counts.
  if (run.state === 'running') return count();
  if (!values.has(name)) values.set(name, count());
  return values.get(name) as T;
}
