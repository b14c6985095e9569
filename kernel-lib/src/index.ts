/** facegauge: face embedding, quality and the reason for it, in one forward pass. */
export { open, progress, show } from './notebook';
export {
  Comparison,
  FailedPicture,
  NotAcquired,
  Sample,
  Session,
  type BatchOptions,
  type CompareOptions,
  type ComparisonJson,
  type FailedPictureJson,
  type NotAcquiredJson,
  type OpenOptions,
  type PictureOptions,
  type PictureResult,
  type Progress,
  type SampleJson
} from './session';
export { audit, type AuditOptions } from './audit';
export { Store, locateStore, type SampleRow, type StoredSample } from './store';
export { assess, cosine, judge, label, resolvePolicy } from './verification';
export { FINDING_CODES, type FindingCode } from './components';
export { qualityHistogram } from './charts';
export * as evaluation from './evaluation';
export { FacegaugeError, type ErrorCode } from './errors';
export type * from './types';
