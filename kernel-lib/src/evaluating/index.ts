import './session';
export { type Sampling } from './compare';
export { evaluate, evaluateScores, type EvaluateOptions } from './evaluate';
export { Evaluation, type EvaluationFacts, type EvaluationJson } from './evaluation';
export { type EvaluationInput, type IdentifiedPicture, type PicturePair } from './input';
export { type Acquisition } from './pictures';
export { type CostShare, type PolicyCost, type Recommendation, type RecommendOptions } from './recommend';
export { type VerdictCounts, type VerdictPolicy } from './verdicts';
export { describeEvaluation } from './words';
