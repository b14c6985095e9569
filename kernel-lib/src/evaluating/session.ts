/**
 * Gives sessions the calls of this room. A session cannot import what stands above it, so the room brings its calls along: whoever
 * imports it (the index does) has them, with their types.
 */
import { Session } from '../session';
import type { ImageInput } from '../types';
import { evaluate, type EvaluateOptions } from './evaluate';
import type { Evaluation } from './evaluation';
import type { EvaluationInput } from './input';
import { sweep, type Sweep, type SweepOptions } from './sweep';

declare module '../session/session' {
  interface Session {
    /**
     * Error rates of this session's networks on pictures of one's own (pairs, or identities), or of any system on scores made
     * elsewhere.
     * @throws FacegaugeError MISSING for pictures that are not there; INVALID_ARGUMENT for lists that cannot be used, naming the
     *   line, and where mated or non-mated comparisons lack; as `extractAll`
     */
    evaluate(what: EvaluationInput, options?: EvaluateOptions): Promise<Evaluation>;

    /**
     * Damages the aligned faces of pictures step by step and scores them again: whether this session's quality falls with damage.
     * Nothing of it is recorded.
     * @throws FacegaugeError INVALID_ARGUMENT without a picture that has a face, and for unknown kinds; as `extractAll`
     */
    sweep(images: Iterable<ImageInput>, options?: SweepOptions): Promise<Sweep>;
  }
}

Session.prototype.evaluate = function (this: Session, what, options) {
  return evaluate(this, what, options);
};

Session.prototype.sweep = function (this: Session, images, options) {
  return sweep(this, images, options);
};
