/** Thresholds for what somebody wants: so many false matches at most, so much for people to look at. */
import { FacegaugeError } from '../errors';
import {
  halves,
  lowestAtFmr,
  ratesOfColumns,
  supported,
  UNKNOWN_QUALITY,
  type BootstrapOptions,
  type Interval,
  type Scores,
  type TrialColumns
} from '../evaluation';
import { rejectBelow } from '../verification';
import { total, verdictCounts, verdictOf, type VerdictCounts, type VerdictPolicy } from './verdicts';

export interface RecommendOptions {
  /** Of comparisons of different people, at most this share lies above similarityMatch. In (0, 1). */
  fmr: number;
  /**
   * Of comparisons of the same person and of different people, at most this share each is not decided at once (review, retake,
   * unreliable); within it as few people as possible are missed. Default: as little as possible is left to people, while at most 1 %
   * of comparisons of the same person are told "no match".
   */
  maxReview?: number;
}

/** A share of comparisons, with a 95 % interval over people (over pairs where people are not named). */
export interface CostShare {
  share: number;
  interval: Interval;
}

/** What a policy does on some comparisons. */
export interface PolicyCost {
  /** Of different people: verdict `match`. */
  wrongMatch: CostShare;
  /** Of the same person: verdict `no-match`. */
  missed: CostShare;
  /** Of the same person: verdict `match`. */
  matched: CostShare;
  /** Not decided at once: review, retake, unreliable. */
  undecided: { mated: CostShare; nonMated: CostShare };
  counts: VerdictCounts;
}

export interface Recommendation {
  /** For `session.setPolicy(policy, { persist: true })`. */
  policy: Pick<VerdictPolicy, 'similarityMatch' | 'similarityReview' | 'qualityTrust' | 'qualityReject'>;
  /** Whether what was asked for is kept; if not, this is the nearest. */
  reached: boolean;
  cost: PolicyCost;
  sure: {
    /** Whether the comparisons are enough to show such an FMR (rule of 30, rule of 3). */
    supported: boolean;
    /** A policy found in the same way on one half of the people, and what it does on the other half; null without named people. */
    heldOut: PolicyCost | null;
  };
}

const MISSED = 0.01;
/** Steps of a similarity, as thresholds are written. */
const STEPS = 10_000;
/** Steps from −1 to 1, and percents of quality. */
const WIDTH = 2 * STEPS + 1;
const ROWS = 101;

/** @throws INVALID_ARGUMENT for impossible wishes, and for similarities that are no cosines */
export function recommend(
  columns: TrialColumns,
  scores: Scores,
  wish: RecommendOptions,
  current: VerdictPolicy,
  options: BootstrapOptions = {}
): Recommendation {
  const [{ policy, reached }] = policiesFor(columns, scores, [wish], current);
  const whole = { ...current, ...policy };
  const falseMatches = scores.nonMated.above(policy.similarityMatch);
  return {
    policy,
    reached,
    cost: policyCost(columns, whole, options),
    sure: {
      supported: supported(falseMatches, scores.nonMated.count, wish.fmr),
      heldOut: heldOut(columns, wish, current, options)
    }
  };
}

/** The policies of `recommend` without what they cost, one for each wish. @throws as `recommend` */
export function policiesFor(
  columns: TrialColumns,
  scores: Scores,
  wishes: readonly RecommendOptions[],
  current: VerdictPolicy
): Pick<Recommendation, 'policy' | 'reached'>[] {
  for (const wish of wishes) check(columns, scores, wish);
  const planes = planesOf(columns);
  return wishes.map(wish => search(columns, scores, wish, current, planes));
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

/** Comparisons that a quality threshold would trust, at each step of similarity: row after row one percent of quality more. */
function search(
  columns: TrialColumns,
  scores: Scores,
  { fmr, maxReview }: RecommendOptions,
  current: VerdictPolicy,
  [nonMatedPlane, matedPlane]: readonly Uint32Array[]
): Pick<Recommendation, 'policy' | 'reached'> {
  const match = Math.min(WIDTH - 1, Math.ceil((lowestAtFmr(scores.nonMated, fmr) + 1) * STEPS - 1e-7));
  const plane = { mated: matedPlane, nonMated: nonMatedPlane };
  const [mated, nonMated] = [scores.mated.count, scores.nonMated.count];
  const trusted = { mated: new Float64Array(WIDTH), nonMated: new Float64Array(WIDTH) };
  const least = columns.hasQuality ? Math.ceil(rejectBelow(current) * 100 - 1e-9) : 100;
  let best: Candidate | undefined;
  for (let trust = 100; trust >= least; trust--) {
    for (const kind of ['mated', 'nonMated'] as const) {
      const row = plane[kind].subarray(trust * WIDTH, (trust + 1) * WIDTH);
      for (let bin = 0; bin < WIDTH; bin++) trusted[kind][bin] += row[bin];
    }
    const candidate = choose(trusted, match, { mated, nonMated }, maxReview);
    if (!best || better(candidate, best, maxReview)) best = { ...candidate, trust };
  }
  const { trust, review, reached } = best!;
  return {
    policy: {
      similarityMatch: (match - STEPS) / STEPS,
      similarityReview: (review - STEPS) / STEPS,
      qualityTrust: columns.hasQuality ? trust! / 100 : current.qualityTrust,
      qualityReject: current.qualityReject
    },
    reached
  };
}

interface Candidate {
  trust?: number;
  /** Step of similarityReview. */
  review: number;
  missed: number;
  /** The larger of both shares that are not decided at once. */
  undecided: number;
  reached: boolean;
}

/** Of one quality threshold the best similarityReview. */
function choose(
  trusted: Record<'mated' | 'nonMated', Float64Array>,
  match: number,
  totals: Record<'mated' | 'nonMated', number>,
  maxReview: number | undefined
): Candidate {
  let [above, below] = [0, 0];
  for (let bin = match + 1; bin < trusted.mated.length; bin++) {
    above += trusted.mated[bin];
    below += trusted.nonMated[bin];
  }
  const decided = { mated: above, nonMated: below };
  let missed = 0;
  let chosen: Candidate | undefined;
  // Bin i holds similarities up to step i: what lies below step `review` is in the bins up to it, but for those on the step itself.
  for (let review = 0; review <= match; review++) {
    missed += trusted.mated[review];
    decided.nonMated += trusted.nonMated[review];
    const undecided = Math.max(1 - (decided.mated + missed) / totals.mated, 1 - decided.nonMated / totals.nonMated);
    const share = missed / totals.mated;
    const reached = maxReview === undefined ? share <= MISSED : undecided <= maxReview;
    const candidate = { review, missed: share, undecided, reached };
    if (!chosen || better(candidate, chosen, maxReview)) chosen = candidate;
  }
  return chosen!;
}

function better(a: Candidate, b: Candidate, maxReview: number | undefined): boolean {
  if (a.reached !== b.reached) return a.reached;
  const errorsFirst = maxReview === undefined ? !a.reached : a.reached;
  const [first, second] = errorsFirst
    ? [a.missed - b.missed, a.undecided - b.undecided]
    : [a.undecided - b.undecided, a.missed - b.missed];
  return first !== 0 ? first < 0 : second < 0;
}

/**
 * Of non-mated and of mated pairs: rows of lower quality, percent by percent, each with the pairs at every step; pairs with an unknown
 * quality are in no row.
 */
function planesOf(columns: TrialColumns): Uint32Array[] {
  const { length, similarity, mated, qualityA, qualityB, hasQuality } = columns;
  const planes = [0, 1].map(() => new Uint32Array(ROWS * WIDTH));
  for (let i = 0; i < length; i++) {
    if (Number.isNaN(similarity[i])) continue;
    const [a, b] = [qualityA[i], qualityB[i]];
    if (hasQuality && (a === UNKNOWN_QUALITY || b === UNKNOWN_QUALITY)) continue;
    const row = hasQuality ? Math.floor(Math.min(a, b) / 10) : ROWS - 1;
    planes[mated[i]][row * WIDTH + Math.max(0, Math.ceil((similarity[i] + 1) * STEPS - 1e-7))]++;
  }
  return planes;
}

/** What a policy does, with intervals. */
export function policyCost(columns: TrialColumns, policy: VerdictPolicy, options: BootstrapOptions = {}): PolicyCost {
  const counts = verdictCounts(columns, policy);
  const verdictAt = verdictOf(columns, policy);
  // 3: match, 2: not decided, 1: no match. The shares above and below are then rates like any other.
  const coded = Float64Array.from({ length: columns.length }, (_, i) => {
    const verdict = verdictAt(i);
    return verdict === null ? NaN : verdict === 'match' ? 3 : verdict === 'no-match' ? 1 : 2;
  });
  const codedColumns = columns.withSimilarity(coded);
  const [decided, matched] = ratesOfColumns(codedColumns, codedColumns.scores(), [1.5, 2.5], options);
  const undecidedColumns = columns.withSimilarity(coded.map(code => (Number.isNaN(code) ? code : Number(code === 2))));
  const [undecided] = ratesOfColumns(undecidedColumns, undecidedColumns.scores(), [0.5], options);
  const { mated, nonMated } = counts;
  const waiting = (kind: typeof mated) => kind.review + kind.recapture + kind.unreliable;
  return {
    wrongMatch: { share: nonMated.match / total(nonMated), interval: matched.intervals.fmr },
    missed: { share: mated['no-match'] / total(mated), interval: decided.intervals.fnmr },
    matched: { share: mated.match / total(mated), interval: complement(matched.intervals.fnmr) },
    undecided: {
      mated: { share: waiting(mated) / total(mated), interval: complement(undecided.intervals.fnmr) },
      nonMated: { share: waiting(nonMated) / total(nonMated), interval: undecided.intervals.fmr }
    },
    counts
  };
}

const complement = ({ low, high }: Interval): Interval => ({ low: 1 - high, high: 1 - low });

function heldOut(
  columns: TrialColumns,
  wish: RecommendOptions,
  current: VerdictPolicy,
  options: BootstrapOptions
): PolicyCost | null {
  const parts = halves(columns, options.seed);
  if (!parts) return null;
  const [found, reported] = parts.map(part => part.scores());
  if ([found, reported].some(({ mated, nonMated }) => mated.count === 0 || nonMated.count === 0)) return null;
  const { policy } = search(parts[0], found, wish, current, planesOf(parts[0]));
  return policyCost(parts[1], { ...current, ...policy }, options);
}
