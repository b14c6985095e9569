/** Quality by the time pictures were taken, where enough of them say it. */
import { qualityOverTime, type Chart, type ChartOptions, type Step, type TimeSlice } from '../charts';
import type { Run, Store } from '../store';
import { below } from '../store';
import { rejectBelow, type QualityPolicy } from '../verification';

/** Pictures with a quality and a time below which nothing is drawn, and stretches of time that they must lie in. */
const LEAST = { pictures: 30, slices: 3 };
/** Stretches drawn at most, and pictures a stretch below which finer ones would be means of too few. */
const MOST_SLICES = 120;
const LEAST_A_SLICE = 5;

/** Coarse to fine. */
const STEPS: readonly Step[] = ['year', 'month', 'week', 'day', 'hour'];

/** null where too few pictures say when they were taken, or all say about the same. */
export function qualityByTimeTaken(store: Store, run: Run, policy: QualityPolicy, options: ChartOptions): Chart | null {
  const [reach] = store.rows<{ first: number | null; last: number | null }>('reach-taken');
  if (!reach || reach.first === null || reach.last === null) return null;
  const whole = { from: reach.first, to: reach.last };
  // Times with a zone and those of a clock without one are hours apart: the commoner kind is drawn, and said.
  const [zoned, wall] = [true, false].map(kind => slicesOf(store, run.id, 'year', whole, kind));
  const clock = picturesOf(zoned) >= picturesOf(wall) ? 'utc' : 'camera';
  let slices = clock === 'utc' ? zoned : wall;
  if (picturesOf(slices) < LEAST.pictures) return null;
  let step: Step = 'year';
  for (const finer of STEPS.slice(1)) {
    const range = { from: slices[0].at, to: slices[slices.length - 1].end };
    if (startsOf(finer, range).length > MOST_SLICES + 1) break;
    const next = slicesOf(store, run.id, finer, range, clock === 'utc');
    if (picturesOf(next) < LEAST_A_SLICE * filled(next)) break;
    [slices, step] = [next, finer];
  }
  if (filled(slices) < LEAST.slices) return null;
  const all = { from: 0, to: Number.MAX_SAFE_INTEGER, run: run.id };
  const { scored, low } = store.summaryOf(all);
  // The roll-ups count low pictures by the threshold in force in the store. Where that of this session says otherwise, nothing is said.
  const lowIsOurs = low === below(store.qualities(all), rejectBelow(policy));
  return qualityOverTime(slices, { ...options, step, clock, of: scored, low: lowIsOurs });
}

interface Slice extends TimeSlice {
  end: number;
}

interface Range {
  from: number;
  to: number;
}

interface Row {
  i: number;
  scored: number;
  qualitySum: number;
  low: number;
}

/** Stretches from the first to the last that has pictures with a quality; only those count. */
function slicesOf(store: Store, run: number, step: Step, range: Range, zoned: boolean): Slice[] {
  const starts = startsOf(step, range);
  const borders = JSON.stringify(starts);
  const [none, source] = ['[]', null];
  const rows = store
    .rows<Row>('buckets-taken', { borders: zoned ? borders : none, wallBorders: zoned ? none : borders, source, run })
    .filter(({ scored }) => scored > 0);
  if (rows.length === 0) return [];
  const found = new Map(rows.map(row => [row.i, row]));
  const [first, last] = [rows[0].i, rows[rows.length - 1].i];
  return starts.slice(first, last + 1).map((at, i): Slice => {
    const row = found.get(first + i);
    const end = starts[first + i + 1];
    return row
      ? { at, end, pictures: row.scored, meanQuality: row.qualitySum / row.scored, low: row.low }
      : { at, end, pictures: 0, meanQuality: null, low: 0 };
  });
}

const picturesOf = (slices: readonly Slice[]): number => slices.reduce((sum, { pictures }) => sum + pictures, 0);
const filled = (slices: readonly Slice[]): number => slices.filter(({ pictures }) => pictures > 0).length;

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** 1970 began on a Thursday, weeks begin on Mondays. */
const MONDAY = -3 * DAY;

/** Beginnings of the stretches that a range touches, and the end of the last, UTC ms. */
function startsOf(step: Step, { from, to }: Range): number[] {
  if (step === 'hour') return evenly(HOUR, 0, from, to);
  if (step === 'day') return evenly(DAY, 0, from, to);
  if (step === 'week') return evenly(7 * DAY, MONDAY, from, to);
  const months = step === 'year' ? 12 : 1;
  const first = new Date(from);
  const starts: number[] = [];
  for (let month = step === 'year' ? 0 : first.getUTCMonth(); ; month += months) {
    // Not Date.UTC, which takes the first hundred years for the twentieth century's.
    const at = new Date(0).setUTCFullYear(first.getUTCFullYear(), month, 1);
    starts.push(at);
    if (at >= to) return starts;
  }
}

function evenly(width: number, phase: number, from: number, to: number): number[] {
  const starts: number[] = [];
  for (let at = Math.floor((from - phase) / width) * width + phase; ; at += width) {
    starts.push(at);
    if (at >= to || starts.length > 100_000) return starts;
  }
}
