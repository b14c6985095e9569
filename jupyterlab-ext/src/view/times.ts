import type { BucketSize } from '../contract';

const QUARTER = 900_000;
const HOUR = 3_600_000;

/** Midnight where the reader is, `days` from the day of `time`. */
function midnight(time: Date, days: number): number {
  return new Date(time.getFullYear(), time.getMonth(), time.getDate() + days).getTime();
}

/** The day in the reader's time zone that `time` lies in, as [from, to) in UTC ms; it may have 23 or 25 hours. */
export function dayOf(time: Date): { from: number; to: number } {
  return { from: midnight(time, 0), to: midnight(time, 1) };
}

/** The last `days` days of the reader, today included. */
export function lastDays(time: Date, days: number): { from: number; to: number } {
  return { from: midnight(time, 1 - days), to: midnight(time, 1) };
}

/** The last 24 hours, to the end of the present one, so that nothing moves within an hour. */
export function lastHours(time: Date): { from: number; to: number } {
  const hour = new Date(time.getFullYear(), time.getMonth(), time.getDate(), time.getHours());
  const to = hour.getTime() + HOUR;
  return { from: to - 24 * HOUR, to };
}

/** How finely a stretch is drawn. */
export function bucketFor(from: number, to: number): BucketSize {
  const length = to - from;
  return length <= 6 * HOUR ? 'quarter' : length <= 72 * HOUR ? 'hour' : 'day';
}

/** Where the bucket after the one that starts at `start` begins. */
export function bucketEnd(start: number, size: BucketSize): number {
  if (size === 'day') return midnight(new Date(start), 1);
  return start + (size === 'hour' ? HOUR : QUARTER);
}

/** The most buckets a chart has; beyond this only those with pictures are drawn. */
const MOST = 2000;

/** The beginnings of all buckets of [from, to), so that silence is seen too, and whatever else `known` names. */
export function bucketStarts(from: number, to: number, size: BucketSize, known: readonly number[]): number[] {
  const starts = new Set(known);
  let at = size === 'day' ? midnight(new Date(from), 0) : Math.floor(from / QUARTER) * QUARTER;
  for (let n = 0; at < to && n < MOST; n++, at = bucketEnd(at, size)) starts.add(at);
  return [...starts].sort((a, b) => a - b);
}
