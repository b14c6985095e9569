export { bestAccuracy, type Accuracy } from './accuracy';
export { ratesOverSubjects, type BootstrapOptions, type Interval, type RatesOverSubjects } from './bootstrap';
export {
  errorVersusDiscard,
  fnmrAfterDiscard,
  type Edc,
  type EdcPoint,
  type EdcStart,
  type PartialArea,
  type QualityTrial
} from './edc';
export { probit, share, supported, type Share } from './interval';
export { ratesAt, type Rates } from './rates';
export { equalErrorRate, rocPoints, type RocPoint } from './roc';
export { dPrime } from './separation';
export { SortedSimilarities, type Similarities } from './similarities';
export { SimilaritySketch, type SketchOptions } from './sketch';
export { lowestAtFmr, thresholdAtFmr, thresholdAtFnmr, type ThresholdAt } from './threshold';
export { scoresOf, type Scores, type Trial } from './trial';
