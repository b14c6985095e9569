import type { Assessment, Policy } from '../types';

export type QualityPolicy = Pick<Policy, 'qualityReject' | 'qualityTrust' | 'autoRejectBelow'>;

/**
 * What one picture may be used for: `trusted` (quality ≥ qualityTrust), `rejected` (below qualityReject, or below
 * autoRejectBelow where that is set), else `review`. A picture without a face is `not-acquired` and never comes here.
 * @param quality 0..1; null where the network's quality cannot be used: nothing is known, so a person must look (`review`)
 */
export function assess(quality: number | null, policy: QualityPolicy): Exclude<Assessment, 'not-acquired'> {
  if (quality === null) return 'review';
  if (isRejected(quality, policy)) return 'rejected';
  return quality >= policy.qualityTrust ? 'trusted' : 'review';
}

/** Below this quality a picture is `rejected`, alone and in a pair. */
export function rejectBelow(policy: QualityPolicy): number {
  return Math.max(policy.qualityReject, policy.autoRejectBelow ?? 0);
}

/** An unknown quality is not a low one. */
export function isRejected(quality: number | null, policy: QualityPolicy): boolean {
  return quality !== null && quality < rejectBelow(policy);
}

/** An unknown quality cannot be trusted. */
export function isTrusted(quality: number | null, policy: QualityPolicy): boolean {
  return quality !== null && quality >= policy.qualityTrust;
}
