/** Thresholds for what somebody wants: so many false matches at most, so much for people to look at. */
import { FacegaugeError } from '../errors';
import { halves, supported, type BootstrapOptions, type Scores, type Steps, type TrialColumns } from '../evaluation';
import { policyCost, type PolicyCost } from './policy-cost';
import { planesOf, search, type FoundPolicy, type RecommendOptions } from './policy-search';
import type { VerdictPolicy } from './verdicts';

export interface Recommendation extends FoundPolicy {
  cost: PolicyCost;
  sure: {
    /** Whether the comparisons are enough to show such an FMR (rule of 30, rule of 3). */
    supported: boolean;
    /** A policy found in the same way on one half of the people, and what it does on the other half; null without named people. */
    heldOut: PolicyCost | null;
  };
}

/** @throws INVALID_ARGUMENT for impossible wishes, and for similarities that are no cosines */
export function* recommend(
  columns: TrialColumns,
  scores: Scores,
  wish: RecommendOptions,
  current: VerdictPolicy,
  options: BootstrapOptions = {}
): Steps<Recommendation> {
  const [{ policy, reached }] = yield* policiesFor(columns, scores, [wish], current);
  const whole = { ...current, ...policy };
  const falseMatches = scores.nonMated.above(policy.similarityMatch);
  return {
    policy,
    reached,
    cost: yield* policyCost(columns, whole, options),
    sure: {
      supported: supported(falseMatches, scores.nonMated.count, wish.fmr),
      heldOut: yield* heldOut(columns, wish, current, options)
    }
  };
}

/** The policies of `recommend` without what they cost, one for each wish. @throws as `recommend` */
export function* policiesFor(
  columns: TrialColumns,
  scores: Scores,
  wishes: readonly RecommendOptions[],
  current: VerdictPolicy
): Steps<FoundPolicy[]> {
  for (const wish of wishes) check(columns, scores, wish);
  const planes = yield* planesOf(columns);
  const found: FoundPolicy[] = [];
  for (const wish of wishes) found.push(yield* search(columns, scores, wish, current, planes));
  return found;
}

function check(columns: TrialColumns, { mated, nonMated }: Scores, { fmr, maxReview }: RecommendOptions): void {
  const fail = (message: string, found: string, action: string): never => {
    throw new FacegaugeError('INVALID_ARGUMENT', message, { found, action });
  };
  if (!(fmr > 0 && fmr < 1)) fail('An FMR to aim at lies between 0 and 1.', String(fmr), 'Give for example fmr: 1e-4.');
  if (maxReview !== undefined && !(maxReview >= 0 && maxReview <= 1))
    fail('maxReview is a share.', String(maxReview), 'Give a number from 0 to 1.');
  if (mated.above(1) + nonMated.above(1) > 0 || mated.highestRejecting(0) < -1 || nonMated.highestRejecting(0) < -1)
    fail('A policy is for similarities from −1 to 1.', 'similarities outside', 'Scale the scores to it.');
  if (!columns.qualityInRange)
    fail(
      'A policy is for qualities from 0 to 1.',
      'qualities outside',
      'Scale the qualities to it, or leave them out.'
    );
}

function* heldOut(
  columns: TrialColumns,
  wish: RecommendOptions,
  current: VerdictPolicy,
  options: BootstrapOptions
): Steps<PolicyCost | null> {
  const parts = halves(columns, options.seed);
  if (!parts) return null;
  const [half, other] = parts;
  const scores = [yield* columns.scoresInSteps(half), yield* columns.scoresInSteps(other)];
  if (scores.some(({ mated, nonMated }) => mated.count === 0 || nonMated.count === 0)) return null;
  const { policy } = yield* search(columns, scores[0], wish, current, yield* planesOf(columns, half));
  return yield* policyCost(columns, { ...current, ...policy }, options, other);
}
