/** facegauge: face embedding, quality and the reason for it, in one forward pass. */
export {
  open,
  progress,
  show,
  type ChartSpec,
  type Displayable,
  type ProgressOptions,
  type ShowOptions
} from './notebook';
export { isFailed, isNotAcquired, isSample } from './session';
// Results and sessions are made by calls, never with `new`.
export type {
  BatchItem,
  BatchOptions,
  Comparison,
  CompareOptions,
  ComparisonJson,
  FailedPicture,
  FailedPictureJson,
  Listed,
  ModelInfo,
  NotAcquired,
  NotAcquiredData,
  NotAcquiredJson,
  Observer,
  OpenOptions,
  PictureData,
  PictureOptions,
  PictureResult,
  PolicyValues,
  Processed,
  Progress,
  RecordReport,
  Sample,
  SampleData,
  SampleJson,
  Session,
  SessionEvents,
  SetPolicyOptions
} from './session';
export type {
  Audit,
  AuditComparison,
  AuditIdentity,
  AuditOptions,
  AuditProgress,
  AuditSample,
  AuditSource,
  AuditCharts,
  AuditMapOptions,
  AuditSummary,
  AuditTable,
  DuplicateGroup,
  DuplicateOptions,
  Gallery,
  GalleryOptions,
  LabelRules,
  MergedRow,
  NearDuplicates,
  NearPair,
  OutlierRow,
  ReportOptions,
  SampleFilter,
  SampleSort,
  SearchOptions,
  Selection,
  SelectionReport,
  SharedIdentity,
  SharedPerson,
  SharedPicture,
  SourceShift,
  SplitRow,
  SuspectedLabel
} from './audit';
export type { DeviceReport, DeviceRequest, WorkerReport } from './engine';
export { evaluateScores, tune, type Evaluation, type Sweep, type TuneOptions, type Tuning } from './evaluating';
export type {
  Acquisition,
  CostShare,
  EvaluateOptions,
  EvaluationCharts,
  EvaluationFacts,
  EvaluationInput,
  EvaluationJson,
  FoundPolicy,
  IdentifiedPicture,
  PicturePair,
  PolicyCost,
  Recommendation,
  RecommendOptions,
  Rows,
  Sampling,
  SweepJson,
  SweepOptions,
  SweepRow,
  TuningPreset,
  VerdictCounts,
  VerdictPolicy
} from './evaluating';
export type { TableFile } from './tables';
export { Store, locateStore } from './store';
export type {
  EmbeddingBlock,
  EmbeddingQuery,
  FindingCount,
  IgnoredPolicy,
  Outbox,
  OutboxCounts,
  OutboxMessage,
  OutboxRow,
  OutboxState,
  PolicyAuthor,
  PolicyChange,
  PolicyInForce,
  PolicySetting,
  QualityBin,
  QuarterHour,
  RecordedFile,
  QueryParameters,
  Removal,
  Removed,
  RemoveOptions,
  Retention,
  Run,
  RunStart,
  RunState,
  RunUpdate,
  SampleQuery,
  SampleRow,
  SessionNote,
  SessionOverride,
  SourceSum,
  StoredSample,
  StoreInfo,
  StoreOptions,
  StoreReading,
  Stretch,
  Summary,
  Vacuumed
} from './store';
export {
  assess,
  cosine,
  judge,
  label,
  resolvePolicy,
  type PolicySources,
  type QualityPolicy,
  type SimilarityOfCopies
} from './verification';
export { FINDING_CODES, type FindingCode } from './components';
export type { DamageKind, Thresholds } from './models';
export * as charts from './charts';
export { layoutEmbeddings, type LayoutOptions, type LayoutResult } from './layout';
export { qualityHistogram, type Chart, type ChartOptions, type Theme, type WithQuality } from './charts';
export type {
  CardPicture,
  ComparisonCardData,
  FaceCardData,
  FailedCardData,
  NotAcquiredCardData,
  TileData
} from './cards';
export type { MimeBundle } from './drawing';
export * as evaluation from './evaluation';
export { FacegaugeError, type ErrorCode, type ErrorDetails, type SerializedError } from './errors';
export type * from './types';
