/** What a policy costs: shares of comparisons that are matched, missed or left to people. */
import { ratesOfColumns, type BootstrapOptions, type Interval, type TrialColumns } from '../evaluation';
import { total, verdictCounts, verdictOf, type VerdictCounts, type VerdictPolicy } from './verdicts';

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
