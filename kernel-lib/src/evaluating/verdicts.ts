/** What a policy says of many comparisons: verdicts by what is true. */
import { atOnce, inStretches, UNKNOWN_QUALITY, type Steps, type Subset, type TrialColumns } from '../evaluation';
import type { Policy, VerdictName } from '../types';
import { rejectBelow } from '../verification';

export type VerdictPolicy = Pick<
  Policy,
  'similarityMatch' | 'similarityReview' | 'qualityTrust' | 'qualityReject' | 'autoRejectBelow'
>;

export type VerdictCounts = Record<'mated' | 'nonMated', Record<VerdictName, number>>;

export const VERDICTS: readonly VerdictName[] = ['match', 'review', 'no-match', 'recapture', 'unreliable'];

/**
 * The verdicts of `judge` over comparisons that took place. Where no quality at all is known every picture is taken as trusted, so that
 * a system without qualities can be judged by its similarities.
 */
export function verdictCounts(columns: TrialColumns, policy: VerdictPolicy): VerdictCounts {
  return atOnce(verdictsInSteps(columns, policy));
}

/** The same in steps. @param among only comparisons among these people (default all) */
export function* verdictsInSteps(columns: TrialColumns, policy: VerdictPolicy, among?: Subset): Steps<VerdictCounts> {
  const counts: VerdictCounts = { mated: noCounts(), nonMated: noCounts() };
  const verdictAt = verdictOf(columns, policy);
  const left = columns.leftOut(among);
  yield* inStretches(columns.length, (from, to) => {
    for (let i = from; i < to; i++) {
      const verdict = left(i) ? null : verdictAt(i);
      if (verdict) counts[columns.mated[i] ? 'mated' : 'nonMated'][verdict]++;
    }
  });
  return counts;
}

/** The verdict of a comparison by its number; null where it did not take place. */
export function verdictOf(columns: TrialColumns, policy: VerdictPolicy): (i: number) => VerdictName | null {
  const { similarity, qualityA, qualityB, hasQuality } = columns;
  const { similarityMatch, similarityReview } = policy;
  const [reject, trust] = [rejectBelow(policy), policy.qualityTrust].map(value => Math.round(value * 1000));
  return i => {
    const s = similarity[i];
    if (Number.isNaN(s)) return null;
    if (hasQuality) {
      const [a, b] = [qualityA[i], qualityB[i]];
      // An unknown quality lies above every threshold here, and is not trusted below.
      const rejected = Number(a < reject) + Number(b < reject);
      if (rejected === 2) return 'unreliable';
      if (rejected === 1) return 'recapture';
      if (a < trust || b < trust || a === UNKNOWN_QUALITY || b === UNKNOWN_QUALITY) return 'review';
    }
    return s > similarityMatch ? 'match' : s < similarityReview ? 'no-match' : 'review';
  };
}

export function noCounts(): Record<VerdictName, number> {
  return { match: 0, review: 0, 'no-match': 0, recapture: 0, unreliable: 0 };
}

export function total(counts: Record<VerdictName, number>): number {
  return VERDICTS.reduce((sum, verdict) => sum + counts[verdict], 0);
}
