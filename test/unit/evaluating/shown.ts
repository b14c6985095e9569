/** What the display to tune thresholds shows, and what the library says of the same thresholds. */
import assert from 'node:assert/strict';
import type { Evaluation } from '../../../kernel-lib/src/evaluating';
import { between, rate } from '../../../kernel-lib/src/evaluating/words';
import { seededRandom } from '../../../kernel-lib/src/random';
import type { VerdictName } from '../../../kernel-lib/src/types';

const COLUMNS: VerdictName[] = ['match', 'review', 'no-match', 'recapture', 'unreliable'];

export interface SliderPositions {
  similarityMatch: number;
  similarityReview: number;
  qualityTrust: number;
  qualityReject: number;
}

/** Positions of the sliders, repeatable, each a policy. */
export function positions(count: number): SliderPositions[] {
  const random = seededRandom(11);
  const on = (step: number, low: number, high: number) =>
    Number((Math.round((low + random.uniform() * (high - low)) / step) * step).toFixed(3));
  return Array.from({ length: count }, () => {
    const [similarityReview, similarityMatch] = [on(0.005, -0.1, 0.6), on(0.005, -0.1, 0.6)].sort((a, b) => a - b);
    const [qualityReject, qualityTrust] = [on(0.01, 0, 1), on(0.01, 0, 1)].sort((a, b) => a - b);
    return { similarityMatch, similarityReview, qualityTrust, qualityReject };
  });
}

/** Texts that must be there: error rates with intervals, then share and number of each verdict for both truths. */
export function said(evaluation: Evaluation, policy: Partial<SliderPositions>, columns = COLUMNS): string[] {
  const counts = evaluation.verdicts(policy);
  const { fmr, fnmr, intervals } = evaluation.at(policy.similarityMatch!);
  return [
    `FMR: different people above similarityMatch ${rate(fmr.rate)} (${between(intervals.fmr)})`,
    `FNMR: the same person not above it ${rate(fnmr.rate)} (${between(intervals.fnmr)})`,
    ...(['mated', 'nonMated'] as const).flatMap(kind => {
      const total = evaluation.pairs[kind];
      return columns.flatMap(verdict => [
        `${((100 * counts[kind][verdict]) / total).toFixed(2)}%`,
        counts[kind][verdict].toLocaleString('en')
      ]);
    })
  ];
}

/** Every text expected, as often as it is expected. */
export function expectShown(texts: readonly string[], expected: readonly string[], where: string): void {
  const left = [...texts];
  for (const text of expected) {
    const at = left.indexOf(text);
    assert.ok(at >= 0, `${where}: ${text} is not among ${left.filter(one => /[%\d]/.test(one)).join(' | ')}`);
    left.splice(at, 1);
  }
}
