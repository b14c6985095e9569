export { alignedCrop } from './align';
export { Comparison } from './comparison';
export { cardJson, DISPLAY, type Listed } from './display';
export type { ComparisonJson, FailedPictureJson, NotAcquiredJson, SampleJson } from './json';
export { environmentLanguage, warn, type OpenOptions, type PictureOptions } from './options';
export type { BatchItem } from './items';
export { FailedPicture, NotAcquired, Sample, type PictureResult } from './sample';
export type { NotAcquiredData, PictureData, SampleData } from './sample-data';
export { follow } from './follow';
export { isFailed, isNotAcquired, isSample } from './guards';
export { toRow } from './rows';
export { open } from './open';
export type { Observer, Processed } from './observer';
export { UNRECORDED_RUN, type RecordReport } from './recorder';
export {
  Session,
  type BatchOptions,
  type CompareOptions,
  type ModelInfo,
  type Progress,
  type SessionEvents
} from './session';
export type { PolicyValues, SetPolicyOptions } from './policy';
