/** What an evaluation says: computed once, asked as often as one likes. */
import { inspect } from 'node:util';
import { together, type ChartOptions } from '../charts';
import { chartBundle, type MimeBundle } from '../drawing';
import {
  atOnce,
  inSlices,
  percentileTable,
  ratesInSteps,
  type Edc,
  type EvaluateOptions,
  type Evaluated,
  type Percentile,
  type RatesOverSubjects,
  type Steps,
  type ThresholdReport,
  type TrialColumns
} from '../evaluation';
import { DISPLAY } from '../session';
import type { Language } from '../types';
import type { Sampling } from './compare';
import { chartsOf, type EvaluationCharts } from './drawn';
import type { Acquisition } from './pictures';
import { policyCost, type PolicyCost } from './policy-cost';
import { type RecommendOptions } from './policy-search';
import { recommend, type Recommendation } from './recommend';
import { verdictCounts, type VerdictCounts, type VerdictPolicy } from './verdicts';
import { describeEvaluation, headlineOf } from './words';

/** What is known of an evaluation beside its comparisons. */
export interface EvaluationFacts {
  /** null where scores were made elsewhere. */
  acquisition: Acquisition | null;
  /** Of the pictures, those that have one; null where scores were made elsewhere. */
  qualities: Float64Array | null;
  /** null where every pair there is was compared. */
  sampling: Sampling | null;
  policy: VerdictPolicy;
  language: Language;
}

/** The JSON of an evaluation. */
export interface EvaluationJson {
  /** Comparisons that took place, and pairs that could not be compared because a picture gave no face. */
  pairs: { mated: number; nonMated: number; notCompared: number };
  at: ThresholdReport[];
  eer: number;
  dPrime: number;
  /** null where no quality is known. */
  edc: { startingError: number; threshold: number; pauc: Record<string, number> } | null;
  /** Thresholds found on one half of the people, errors counted on the other; null where people are not named. */
  heldOut: ThresholdReport[] | null;
  /** What the intervals are over. */
  intervals: 'subjects' | 'pairs';
  /** Failures to acquire: of pictures; null where scores were made elsewhere. */
  fta: { pictures: number; notAcquired: number; failed: number; rate: number } | null;
  /** Where not all pairs of different people were compared. */
  sampling: Sampling | null;
}

/** A finished evaluation. Everything is over comparisons that took place; accepted is similarity > threshold. */
export class Evaluation {
  readonly kind = 'evaluation';
  readonly #columns: TrialColumns;
  readonly #counted: Evaluated;
  readonly #facts: EvaluationFacts;
  readonly #options: EvaluateOptions;

  /** @internal */
  constructor(columns: TrialColumns, counted: Evaluated, facts: EvaluationFacts, options: EvaluateOptions) {
    this.#columns = columns;
    this.#counted = counted;
    this.#facts = facts;
    this.#options = options;
  }

  get pairs(): EvaluationJson['pairs'] {
    const { mated, nonMated, notCompared } = this.#counted.scores;
    return { mated: mated.count, nonMated: nonMated.count, notCompared: notCompared.mated + notCompared.nonMated };
  }

  /** Thresholds for FMR 10⁻¹ … 10⁻⁶, what they do, and whether the comparisons can show it. */
  get thresholds(): ThresholdReport[] {
    return this.#counted.at;
  }

  /** The same found on one half of the people, with the errors counted on the other half; null where people are not named. */
  get heldOut(): ThresholdReport[] | null {
    return this.#counted.heldOut;
  }

  /** Equal error rate and the threshold where it lies. */
  get eer(): { rate: number; threshold: number } {
    return this.#counted.eer;
  }

  get dPrime(): number {
    return this.#counted.dPrime;
  }

  /** Error versus discard; null where no quality is known. */
  get edc(): Edc | null {
    return this.#counted.edc;
  }

  /** What the intervals are drawn over: people, or pairs where people are not named (too narrow, if people recur). */
  get intervals(): 'subjects' | 'pairs' {
    return this.#counted.intervals;
  }

  /** Pictures and those that gave no face; null where scores were made elsewhere. */
  get fta(): EvaluationJson['fta'] {
    const { acquisition } = this.#facts;
    if (!acquisition) return null;
    const { pictures, notAcquired, failed } = acquisition;
    return { pictures, notAcquired, failed, rate: (notAcquired + failed) / pictures };
  }

  get sampling(): Sampling | null {
    return this.#facts.sampling;
  }

  /** The thresholds in force when this was made. */
  get policy(): VerdictPolicy {
    return this.#facts.policy;
  }

  get language(): Language {
    return this.#facts.language;
  }

  /** @internal */
  get columns(): TrialColumns {
    return this.#columns;
  }

  /** @internal */
  get scores(): Evaluated['scores'] {
    return this.#counted.scores;
  }

  /** FMR, FNMR, GFAR and GFRR with intervals at any threshold. */
  at(threshold: number): RatesOverSubjects {
    return this.atAll([threshold])[0];
  }

  /** The same for many thresholds, in the time of one. */
  atAll(thresholds: readonly number[]): RatesOverSubjects[] {
    return atOnce(this.ratesInSteps(thresholds));
  }

  /** @internal */
  ratesInSteps(thresholds: readonly number[]): Steps<RatesOverSubjects[]> {
    return ratesInSteps(this.#columns, this.#counted.scores, thresholds, this.#options);
  }

  /** Percentiles of quality over the pictures evaluated; empty where scores were made elsewhere or no quality is known. */
  qualityTable(percents?: readonly number[]): Percentile[] {
    return percentileTable(this.#facts.qualities ?? [], percents);
  }

  /** Verdicts by what is true. @param policy thresholds other than those in force */
  verdicts(policy: Partial<VerdictPolicy> = {}): VerdictCounts {
    return verdictCounts(this.#columns, { ...this.policy, ...policy });
  }

  /**
   * What a policy costs, with intervals. Timers and messages are served while it is counted.
   * @param policy thresholds other than those in force
   * @throws FacegaugeError ABORTED
   */
  cost(policy: Partial<VerdictPolicy> = {}, { signal }: { signal?: AbortSignal } = {}): Promise<PolicyCost> {
    return inSlices(policyCost(this.#columns, { ...this.policy, ...policy }, this.#options), signal);
  }

  /**
   * Thresholds for a wish, what they cost and how sure that is. `session.setPolicy(recommendation.policy, { persist: true })` applies
   * them. `qualityReject` stays as it is. Timers and messages are served while it is searched for.
   * @throws FacegaugeError INVALID_ARGUMENT for impossible wishes, and for scores outside −1..1; ABORTED
   */
  recommend({ signal, ...wish }: RecommendOptions & { signal?: AbortSignal }): Promise<Recommendation> {
    return inSlices(recommend(this.#columns, this.#counted.scores, wish, this.policy, this.#options), signal);
  }

  /** Similarities, ROC, DET, EDC and the plane of verdicts; each can be shown and saved. */
  charts(options: ChartOptions = {}): EvaluationCharts {
    return chartsOf(this, { language: this.language, ...options });
  }

  toJSON(): EvaluationJson {
    const { edc, eer, heldOut, intervals, fta, sampling } = this;
    return {
      pairs: this.pairs,
      at: this.thresholds,
      eer: eer.rate,
      dPrime: this.dPrime,
      edc: edc && {
        startingError: edc.startingError,
        threshold: edc.threshold,
        pauc: Object.fromEntries(edc.pauc.map(({ limit, measured }) => [String(limit), measured]))
      },
      heldOut,
      intervals,
      fta,
      sampling
    };
  }

  [inspect.custom](): string {
    return describeEvaluation(this, this.language);
  }

  async [DISPLAY](): Promise<MimeBundle> {
    const { similarities, det, edc } = this.charts();
    const [title, summary] = headlineOf(this, this.language);
    const drawn = together(title, summary, [[similarities], [det], ...(edc ? [[edc]] : [])], {
      language: this.language
    });
    return { ...(await chartBundle(drawn)), 'text/plain': describeEvaluation(this, this.language) };
  }
}
