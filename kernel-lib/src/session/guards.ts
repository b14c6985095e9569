/** What a result is, for `filter` and `if`: `results.filter(isSample)` is a list of samples to the type checker too. */
import type { FailedPicture, NotAcquired, PictureResult, Sample } from './sample';

/** A picture with a face: embedding, quality, components … */
export const isSample = (result: PictureResult): result is Sample => result.kind === 'sample';

/** A picture without a usable face: a failure to acquire. */
export const isNotAcquired = (result: PictureResult): result is NotAcquired => result.kind === 'not-acquired';

/** A picture that could not be processed. */
export const isFailed = (result: PictureResult): result is FailedPicture => result.kind === 'failed';
