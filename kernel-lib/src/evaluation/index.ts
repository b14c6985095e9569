export { bestAccuracy, type Accuracy } from './accuracy';
export {
  intervalsInSteps,
  ratesInSteps,
  ratesOfColumns,
  ratesOverSubjects,
  type BootstrapOptions,
  type Interval,
  type RateName,
  type RatesOverSubjects
} from './bootstrap';
export { TrialColumns, UNKNOWN_QUALITY, type Subset, type TrialRow } from './columns';
export {
  errorVersusDiscard,
  fnmrAfterDiscard,
  type Edc,
  type EdcPoint,
  type EdcStart,
  type PartialArea,
  type QualityTrial
} from './edc';
export { type Binning } from './entries';
export {
  evaluateColumns,
  evaluateInSteps,
  TARGETS,
  type Evaluated,
  type EvaluateOptions,
  type ThresholdReport
} from './evaluate';
export { halves } from './halves';
export { probit, share, supported, type Share } from './interval';
export { Places } from './places';
export { percentileTable, PERCENTS, type Percentile } from './percentiles';
export { ratesAt, ratesOf, type Rates } from './rates';
export { detPoints, equalErrorRate, rocPoints, type RocPoint } from './roc';
export { dPrime } from './separation';
export { SortedSimilarities, type Similarities } from './similarities';
export { SimilaritySketch, type SketchOptions } from './sketch';
export { atOnce, inSlices, inStretches, type Steps } from './steps';
export { errorsAllowed, lowestAtFmr, thresholdAtFmr, thresholdAtFnmr, type ThresholdAt } from './threshold';
export { scoresOf, type Scores, type Trial } from './trial';
