import type { ComponentValue } from '../types';
import { FACE_MASK, type Histogram, type Plane } from './face-region';
import { component, sigmoid } from './scale';

/**
 * UnderExposurePrevention: share of the face with luminance 0 to 25 of 255. OFIQ's 120 · (.832 − sig(x; .92, .05)) falls only where
 * nearly all of the face is black; 100 · (1 − sig(x; .5, .08)) is half where half of it is. Dark skin in good light has below a tenth.
 */
export function underExposurePrevention({ counts, total }: Histogram): ComponentValue {
  let n = 0;
  for (let level = 0; level <= 25; level++) n += counts[level];
  return component(n / total, '', 100 * (1 - sigmoid(n / total, 0.5, 0.08)), 3);
}

/** Row of the 112×112 template that parts eyes and nose from mouth and chin. */
const BELOW_NOSE = 74;

/**
 * OverExposurePrevention: share of the face with luminance 247 to 255, of the upper and of the lower face whichever has less:
 * a white mask burns out one half only, too much light both. OFIQ's 1 / (x + .01) costs half the score at 1 %, a highlight on the
 * forehead; mapping 100 · e^(−x / .2) our own.
 */
export function overExposurePrevention({ data, width }: Plane): ComponentValue {
  const nose = BELOW_NOSE * width;
  const share = Math.min(shareBurnt(data, 0, nose), shareBurnt(data, nose, FACE_MASK.length));
  return component(share, '', 100 * Math.exp(-share / 0.2), 3);
}

function shareBurnt(data: Uint8Array, from: number, to: number): number {
  let [burnt, all] = [0, 0];
  for (let i = from; i < to; i++)
    if (FACE_MASK[i]) {
      all++;
      if (data[i] >= 247) burnt++;
    }
  return burnt / all;
}
