/** What a session tells of its work. */
import type { PictureResult } from './sample';

/** How far a batch has come. */
export interface Progress {
  done: number;
  /** Of those: pictures without a face or that could not be processed. */
  failed: number;
  /** null where the source does not say how many there are. */
  total: number | null;
}

export interface SessionEvents {
  /** Every result, of whatever call, once it is known. */
  sample: [result: PictureResult];
  /** After each result of `extractAll`. */
  progress: [progress: Progress];
  close: [];
}
