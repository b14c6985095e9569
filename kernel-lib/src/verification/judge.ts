import { FacegaugeError } from '../errors';
import type { Policy, Verdict } from '../types';
import { isRejected, isTrusted } from './assess';

/**
 * What a pair says. The first rule that holds:
 * 1. both pictures rejected → `unreliable`, whatever the similarity
 * 2. one rejected → `recapture` that one, never "no match"
 * 3. similarity > similarityMatch and both qualities ≥ qualityTrust → `match`
 * 4. similarity < similarityReview and both qualities ≥ qualityTrust → `no-match`
 * 5. anything else → `review`
 * Rejected means quality < qualityReject, as in `assess`. An unknown quality (null) is neither rejected nor trusted, so such a
 * pair is never `match`, `no-match` or reliable.
 * @param similarity cosine, −1..1
 * @throws INVALID_ARGUMENT for a similarity or quality that is no number
 */
export function judge(similarity: number, qualityA: number | null, qualityB: number | null, policy: Policy): Verdict {
  for (const value of [similarity, qualityA, qualityB])
    if (value !== null && !Number.isFinite(value))
      throw new FacegaugeError('INVALID_ARGUMENT', 'A pair cannot be judged by a figure that is no number.', {
        found: `similarity ${similarity}, qualities ${qualityA} and ${qualityB}`
      });
  const rejectedA = isRejected(qualityA, policy);
  const rejectedB = isRejected(qualityB, policy);
  const reliable = isTrusted(qualityA, policy) && isTrusted(qualityB, policy);
  if (rejectedA && rejectedB) return { verdict: 'unreliable', reliable, recapture: null };
  if (rejectedA || rejectedB) return { verdict: 'recapture', reliable, recapture: rejectedA ? 'a' : 'b' };
  if (reliable && similarity > policy.similarityMatch) return { verdict: 'match', reliable, recapture: null };
  if (reliable && similarity < policy.similarityReview) return { verdict: 'no-match', reliable, recapture: null };
  return { verdict: 'review', reliable, recapture: null };
}
