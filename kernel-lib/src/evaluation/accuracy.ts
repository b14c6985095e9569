import { share, type Share } from './interval';
import { sortTrials, type Trial } from './trial';

export interface Accuracy {
  threshold: number;
  /** Pairs decided rightly. A failure to acquire is an error, mated or not. */
  accuracy: Share;
}

/**
 * The threshold at which most pairs are decided rightly, as the LFW protocol counts. Chosen on the very pairs it is counted on, so
 * a little flattering; compare it with figures made the same way only.
 * @returns of equally good thresholds the middle of the first run of them, from the strictest
 */
export function bestAccuracy(trials: Iterable<Trial>): Accuracy {
  const { mated, nonMated, matedTotal, nonMatedTotal } = sortTrials(trials);
  const total = matedTotal + nonMatedTotal;
  const values = [...new Set([...mated, ...nonMated])].sort((a, b) => b - a);
  let best = { right: nonMated.length, from: values[0] ?? 0, until: values[0] ?? 0 };
  let m = mated.length;
  let n = nonMated.length;
  values.forEach((value, i) => {
    while (m > 0 && mated[m - 1] >= value) m--;
    while (n > 0 && nonMated[n - 1] >= value) n--;
    const right = mated.length - m + n;
    const below = values[i + 1] ?? value - 1e-9;
    if (right > best.right) best = { right, from: value, until: below };
  });
  return { threshold: (best.from + best.until) / 2, accuracy: share(best.right, total) };
}
