/** What a policy costs: shares of comparisons that are matched, missed or left to people. */
import {
  inStretches,
  intervalsInSteps,
  ratesOf,
  type BootstrapOptions,
  type Interval,
  type RatesOverSubjects,
  type Steps,
  type Subset,
  type TrialColumns
} from '../evaluation';
import type { VerdictName } from '../types';
import { total, verdictOf, verdictsInSteps, type VerdictCounts, type VerdictPolicy } from './verdicts';

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

/** What a policy does, with intervals. @param among only on comparisons among these people (default all) */
export function* policyCost(
  columns: TrialColumns,
  policy: VerdictPolicy,
  options: BootstrapOptions = {},
  among?: Subset
): Steps<PolicyCost> {
  const counts = yield* verdictsInSteps(columns, policy, among);
  const verdictAt = verdictOf(columns, policy);
  const notCompared = yield* notComparedIn(columns, among);
  // Verdicts stand as classes in an order; the shares of those from a class on are then rates like any other.
  const ranked = function* (classes: readonly (readonly VerdictName[])[]): Steps<RatesOverSubjects['intervals'][]> {
    const classOf = Object.fromEntries(classes.flatMap((names, i) => names.map(name => [name, i])));
    const bins = classes.length + 1;
    const of = (i: number): number => {
      const verdict = verdictAt(i);
      return verdict === null ? bins - 1 : classOf[verdict];
    };
    const above = (kind: VerdictCounts['mated'], first: number): number =>
      classes.slice(first).reduce((sum, names) => sum + names.reduce((n, name) => n + kind[name], 0), 0);
    const compared = { mated: total(counts.mated), nonMated: total(counts.nonMated) };
    const rates = classes.slice(1).map((_, i) => {
      const accepted = { mated: above(counts.mated, i + 1), nonMated: above(counts.nonMated, i + 1) };
      return ratesOf(i + 0.5, accepted, compared, notCompared, options.confidence);
    });
    return yield* intervalsInSteps(columns, { bins, of }, rates, options, among);
  };
  const [decided, matched] = yield* ranked([['no-match'], WAITING, ['match']]);
  const [undecided] = yield* ranked([['no-match', 'match'], WAITING]);
  const { mated, nonMated } = counts;
  const waiting = (kind: typeof mated) => WAITING.reduce((sum, name) => sum + kind[name], 0);
  return {
    wrongMatch: { share: nonMated.match / total(nonMated), interval: matched.fmr },
    missed: { share: mated['no-match'] / total(mated), interval: decided.fnmr },
    matched: { share: mated.match / total(mated), interval: complement(matched.fnmr) },
    undecided: {
      mated: { share: waiting(mated) / total(mated), interval: complement(undecided.fnmr) },
      nonMated: { share: waiting(nonMated) / total(nonMated), interval: undecided.fmr }
    },
    counts
  };
}

/** What is not decided at once. */
const WAITING: readonly VerdictName[] = ['review', 'recapture', 'unreliable'];

function* notComparedIn(columns: TrialColumns, among: Subset | undefined): Steps<Record<'mated' | 'nonMated', number>> {
  const counts = { mated: 0, nonMated: 0 };
  const { length, similarity, mated } = columns;
  const left = columns.leftOut(among);
  yield* inStretches(length, (from, to) => {
    for (let i = from; i < to; i++)
      if (Number.isNaN(similarity[i]) && !left(i)) counts[mated[i] ? 'mated' : 'nonMated']++;
  });
  return counts;
}

const complement = ({ low, high }: Interval): Interval => ({ low: 1 - high, high: 1 - low });
