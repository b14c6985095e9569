import type { Network } from '../../types';
import { resolveMinFace } from '../min-face';

/** The networks it runs on. */
export interface OnePassNetworks {
  /** Says of every cell of a picture whether a face is there. */
  network: Network;
  /** Places the landmarks of a face found, see `placeLandmarks`; null leaves those of the first and second look. */
  landmarks: Network | null;
}

export interface OnePassOptions {
  /** Smallest face looked for, in px of the picture given, ≥ 6. Default: `defaultMinFace`. */
  minFace?: number;
  /** Longer side of what the network is shown of the whole picture, in px; more where `minFace` asks for it. Default 640. */
  side?: number;
  /** Least score of a face, 0..1. Default .6. */
  threshold?: number;
  /** Least score of a weak candidate, which is used where no face reaches `threshold`. Default .3. */
  fallbackThreshold?: number;
  /** Greatest overlap of two boxes, of their union. Default .3. */
  nms?: number;
  /** Whether every face is looked at again, see `lookAgain`. Default true. */
  again?: boolean;
}

/** Fills in the defaults for a picture of that size. @throws FacegaugeError INVALID_ARGUMENT */
export function resolveOptions(options: OnePassOptions, width: number, height: number): Required<OnePassOptions> {
  return {
    minFace: resolveMinFace(options.minFace, width, height),
    side: options.side ?? 640,
    threshold: options.threshold ?? 0.6,
    fallbackThreshold: options.fallbackThreshold ?? 0.3,
    nms: options.nms ?? 0.3,
    again: options.again ?? true
  };
}
