import { share, type Share } from './interval';
import { operatingPoints } from './roc';
import { counted, type Scores, type Trial } from './trial';

export interface Accuracy {
  threshold: number;
  /** Of all pairs, those decided rightly. A pair that could not be compared counts as an error, mated or not. */
  accuracy: Share;
}

/**
 * The threshold at which most pairs are decided rightly, as the LFW protocol counts. Chosen on the very pairs it is counted on, so
 * a little flattering; compare it with figures made the same way only.
 * @returns of equally good thresholds the middle of the first run of them, from the strictest
 */
export function bestAccuracy(trials: Iterable<Trial> | Scores): Accuracy {
  const scores = counted(trials);
  const { mated, nonMated, notCompared } = scores;
  let best = { right: -1, threshold: 0 };
  let stricter: number | undefined;
  for (const { threshold, falseMatches, falseNonMatches } of operatingPoints(scores)) {
    const right = nonMated.count - falseMatches + mated.count - falseNonMatches;
    // The same pairs are accepted from this threshold up to the one before: its middle is farthest from both.
    const middle = ((stricter ?? threshold) + threshold) / 2;
    if (right > best.right) best = { right, threshold: middle < (stricter ?? Infinity) ? middle : threshold };
    stricter = threshold;
  }
  const total = mated.count + nonMated.count + notCompared.mated + notCompared.nonMated;
  return { threshold: best.threshold, accuracy: share(Math.max(0, best.right), total) };
}
