import { inStretches, type Steps } from './steps';

/** So few numbers are sorted at once: some milliseconds. */
const AT_ONCE = 1 << 16;
const BUCKETS = 1024;
/** Numbers that so many levels of buckets do not tell apart are of very many magnitudes, and sorted at once. */
const LEVELS = 5;

/**
 * Sorts numbers in place, ascending, in steps and without a second copy: into buckets of equal width, exchanging what stands in the
 * wrong one ("American flag sort": McIlroy, Bostic & McIlroy, "Engineering radix sort", Computing Systems 1993), then bucket by bucket.
 * @param values finite
 * @param level how many levels of buckets lie above
 */
export function* sortInSteps(values: Float64Array, level = 0): Steps<void> {
  if (values.length <= AT_ONCE || level === LEVELS) {
    values.sort();
    yield;
    return;
  }
  let [low, high] = [Infinity, -Infinity];
  yield* inStretches(values.length, (from, to) => {
    for (let i = from; i < to; i++) {
      if (values[i] < low) low = values[i];
      if (values[i] > high) high = values[i];
    }
  });
  if (low === high) return;
  const scale = (BUCKETS - 1) / (high - low);
  // No bucket has a width that can be calculated with.
  if (!(scale > 0 && scale < Infinity)) return void values.sort();
  const ends = yield* bucketEnds(values, low, scale);
  yield* exchange(values, low, scale, ends);
  for (let bucket = 0, from = 0; bucket < BUCKETS; from = ends[bucket++])
    yield* sortInSteps(values.subarray(from, ends[bucket]), level + 1);
}

function* bucketEnds(values: Float64Array, low: number, scale: number): Steps<Int32Array> {
  const ends = new Int32Array(BUCKETS);
  yield* inStretches(values.length, (from, to) => {
    for (let i = from; i < to; i++) ends[((values[i] - low) * scale) | 0]++;
  });
  for (let bucket = 1; bucket < BUCKETS; bucket++) ends[bucket] += ends[bucket - 1];
  return ends;
}

function* exchange(values: Float64Array, low: number, scale: number, ends: Int32Array): Steps<void> {
  // Where each bucket goes on; what lies before is in its place.
  const next = new Int32Array(BUCKETS);
  next.set(ends.subarray(0, BUCKETS - 1), 1);
  let bucket = 0;
  /** @returns whether all is done */
  const someMoves = (): boolean => {
    let left = AT_ONCE;
    for (; bucket < BUCKETS; bucket++) {
      const end = ends[bucket];
      while (next[bucket] < end) {
        let value = values[next[bucket]];
        let place = ((value - low) * scale) | 0;
        while (place !== bucket && left-- > 0) {
          const at = next[place]++;
          [values[at], value] = [value, values[at]];
          place = ((value - low) * scale) | 0;
        }
        values[next[bucket]] = value;
        if (left-- <= 0) return false;
        next[bucket]++;
      }
    }
    return true;
  };
  while (!someMoves()) yield;
}
