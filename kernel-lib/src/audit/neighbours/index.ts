export {
  findNeighbours,
  findNeighboursAcross,
  forgetNeighbours,
  LEAST_THRESHOLD,
  neighboursFolder,
  neighboursInStore,
  type FindOptions,
  type Neighbours,
  type NeighboursAcross
} from './find';
export type { PairList } from './pair-list';
export type { Embeddings } from './vectors';
export {
  DUPLICATE_LIMITS,
  duplicateKind,
  duplicatesAcross,
  limitedKind,
  nearDuplicates,
  type DuplicateGroup,
  type DuplicateKind,
  type DuplicateLimits,
  type DuplicatePair,
  type PictureTraits,
  type TraitsOf
} from './near-duplicates';
export { examineIdentities, type ExamineOptions, type IdentityFindings } from './examine';
export type { LabelFacts, LabelFactsOf } from './identities';
export type { LabelError, Stranger } from './labels';
export type { MergedIdentity } from './merged';
export type { SplitIdentity } from './split';
export { identitiesInCommon, type IdentitiesInCommon, type LabelledSet, type SharedIdentity } from './leakage';
export { findOutliers, type Outlier, type Outliers } from './outliers';
