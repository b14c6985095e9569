/** Has something happened to what comes in? Compared with the week before, and only where the numbers bear it. */
import { existsSync } from 'node:fs';
import { FacegaugeError } from '../../errors';
import { Store, type QualityBin, type Stretch } from '../../store';
import { quality as shown } from '../../drawing';
import { printable } from '../../printable';
import { well, wrong, type CheckContext, type CheckResult } from './check';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Fewer pictures than this say nothing. */
const LEAST = 50;
/** Differences are told from chance at this many standard errors, as many sources are looked at at once. */
const SURE = 4;
/** … and smaller ones are nobody's concern. */
const LEAST_DROP = 0.05;
const FACELESS = 0.2;

export async function checkPictures({ store: file, now }: CheckContext): Promise<CheckResult[]> {
  if (!existsSync(file)) return [];
  let store: Store;
  try {
    store = Store.open(file, { readOnly: true });
  } catch (error) {
    // What is wrong with it is said where the store is looked at.
    if (error instanceof FacegaugeError) return [];
    throw error;
  }
  try {
    const results = [...faceless(store, now), ...drops(store, now)];
    return results.length > 0 ? results : [well('pictures', 'Nothing unusual in the pictures of the last day.')];
  } finally {
    await store.close();
  }
}

/** The last hour's share of pictures without a face against the week before. */
function faceless(store: Store, now: number): CheckResult[] {
  const hour = store.summaryOf({ from: now - HOUR_MS, to: now });
  const week = store.summaryOf({ from: now - 7 * DAY_MS, to: now - HOUR_MS });
  const [n, m] = [hour.pictures, week.pictures];
  if (n < LEAST) return [];
  const share = hour.notAcquired / n;
  const usual = m >= LEAST ? week.notAcquired / m : 0;
  const error = Math.sqrt((usual * (1 - usual)) / Math.max(1, m) + (share * (1 - share)) / n);
  if (share < usual + FACELESS || share - usual < SURE * error) return [];
  const found = `${hour.notAcquired} of ${n} pictures of the last hour have no face (${(100 * usual).toFixed(0)} % in the week before).`;
  return [
    wrong(
      'faceless',
      'warning',
      found,
      'Look at some of them: facegauge score PICTURE. Is a camera turned away, or a folder of other pictures among them?'
    )
  ];
}

/** The last day's mean quality of each source against the week before. */
function drops(store: Store, now: number): CheckResult[] {
  const [from, middle] = [now - 8 * DAY_MS, now - DAY_MS];
  return store.sources({ from: middle, to: now }).flatMap(({ source, scored }) => {
    if (scored < LEAST) return [];
    const recent = spread(store, { from: middle, to: now, source });
    const before = spread(store, { from, to: middle, source });
    if (before.n < LEAST) return [];
    const drop = before.mean - recent.mean;
    const error = Math.sqrt(before.variance / before.n + recent.variance / recent.n);
    if (drop < LEAST_DROP || drop < SURE * error) return [];
    const found = `${printable(source)}: mean quality ${shown(recent.mean)} in the last day, ${shown(before.mean)} in the week before.`;
    return [wrong('quality', 'warning', found, 'Compare its commonest findings of both, and look at the camera.')];
  });
}

function spread(store: Store, stretch: Stretch): { n: number; mean: number; variance: number } {
  const bins = store.qualities(stretch);
  const sum = (of: (bin: QualityBin) => number): number => bins.reduce((all, bin) => all + of(bin), 0);
  const n = sum(({ pictures }) => pictures);
  const mean = sum(({ bin, pictures }) => pictures * (bin + 0.5)) / (1000 * Math.max(1, n));
  const variance = sum(({ bin, pictures }) => pictures * ((bin + 0.5) / 1000 - mean) ** 2) / Math.max(1, n - 1);
  return { n, mean, variance };
}
