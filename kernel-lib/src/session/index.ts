export { alignedCrop } from './align';
export { Comparison } from './comparison';
export { cardJson, DISPLAY, type Listed } from './display';
export type { ComparisonJson, FailedPictureJson, NotAcquiredJson, SampleJson } from './json';
export {
  environmentLanguage,
  warn,
  type BatchOptions,
  type CompareOptions,
  type OpenOptions,
  type PictureOptions
} from './options';
export type { BatchItem } from './items';
export { FailedPicture, NotAcquired, Sample, type PictureResult } from './sample';
export type { NotAcquiredData, PictureData, SampleData } from './sample-data';
export { follow } from './follow';
export { isFailed, isNotAcquired, isSample } from './guards';
export { toRow } from './rows';
export { open } from './open';
export type { Observer, Processed } from './observer';
export { UNRECORDED_RUN, type RecordReport } from './recorder';
export { Session } from './session';
export type { Progress, SessionEvents } from './events';
export type { ModelInfo } from './model-info';
export type { PolicyValues, SetPolicyOptions } from './policy';
