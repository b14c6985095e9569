import type { ComponentValue } from '../types';
import type { Histogram } from './face-region';
import { component, sigmoid } from './scale';

/**
 * UnderExposurePrevention: share of the face with luminance 0 to 25 of 255. OFIQ: 120 · (.832 − sig(x; .92, .05)), which is
 * lenient: the score falls only where most of the face is black.
 */
export function underExposurePrevention(face: Histogram): ComponentValue {
  const share = shareBetween(face, 0, 25);
  return component(share, '', 120 * (0.832 - sigmoid(share, 0.92, 0.05)), 3);
}

/** OverExposurePrevention: share of the face with luminance 247 to 255; OFIQ: 1 / (x + .01), strict: 1 % burnt out costs half. */
export function overExposurePrevention(face: Histogram): ComponentValue {
  const share = shareBetween(face, 247, 255);
  return component(share, '', 1 / (share + 0.01), 3);
}

function shareBetween({ counts, total }: Histogram, from: number, to: number): number {
  let n = 0;
  for (let level = from; level <= to; level++) n += counts[level];
  return n / total;
}
