export { bestAccuracy, type Accuracy } from './accuracy';
export { errorVersusDiscard, fnmrAfterDiscard, type Edc, type EdcPoint, type QualityTrial } from './edc';
export { share, type Share } from './interval';
export { ratesAt, thresholdAtFmr, type Rates, type ThresholdAtFmr } from './rates';
export { equalErrorRate, rocPoints, type RocPoint } from './roc';
export { type Trial } from './trial';
