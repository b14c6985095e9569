/** The search for the best policy: every threshold of quality with the best similarityReview there. */
import {
  inStretches,
  lowestAtFmr,
  UNKNOWN_QUALITY,
  type Scores,
  type Steps,
  type Subset,
  type TrialColumns
} from '../evaluation';
import { rejectBelow } from '../verification';
import type { VerdictPolicy } from './verdicts';

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

/** What was found for a wish. */
export interface FoundPolicy {
  /** For `session.setPolicy(policy, { persist: true })`. */
  policy: Pick<VerdictPolicy, 'similarityMatch' | 'similarityReview' | 'qualityTrust' | 'qualityReject'>;
  /** Whether what was asked for is kept; if not, this is the nearest. */
  reached: boolean;
}

const MISSED = 0.01;
/** Steps of a similarity, as thresholds are written. */
const STEPS = 10_000;
/** Steps from −1 to 1, and percents of quality. */
const WIDTH = 2 * STEPS + 1;
const ROWS = 101;

/** Comparisons that a quality threshold would trust, at each step of similarity: row after row one percent of quality more. */
export function* search(
  columns: TrialColumns,
  scores: Scores,
  { fmr, maxReview }: RecommendOptions,
  current: VerdictPolicy,
  [nonMatedPlane, matedPlane]: readonly Uint32Array[]
): Steps<FoundPolicy> {
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
    yield;
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
 * @param among only pairs of these people (default all)
 */
export function* planesOf(columns: TrialColumns, among?: Subset): Steps<Uint32Array[]> {
  const { length, similarity, mated, qualityA, qualityB, hasQuality } = columns;
  const planes = [0, 1].map(() => new Uint32Array(ROWS * WIDTH));
  const left = columns.leftOut(among);
  yield* inStretches(length, (from, to) => {
    for (let i = from; i < to; i++) {
      if (left(i) || Number.isNaN(similarity[i])) continue;
      const [a, b] = [qualityA[i], qualityB[i]];
      if (hasQuality && (a === UNKNOWN_QUALITY || b === UNKNOWN_QUALITY)) continue;
      const row = hasQuality ? Math.floor(Math.min(a, b) / 10) : ROWS - 1;
      planes[mated[i]][row * WIDTH + Math.max(0, Math.ceil((similarity[i] + 1) * STEPS - 1e-7))]++;
    }
  });
  return planes;
}
