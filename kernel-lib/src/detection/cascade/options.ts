import type { Landmarks, Network } from '../../types';
import type { Resampling } from '../../image';
import { resolveMinFace } from '../min-face';

/** The three networks of the cascade (Zhang et al., "Joint face detection and alignment using MTCNN", IEEE SPL 23(10), 2016). */
export interface CascadeNetworks {
  /** `x` [N,3,H,W] → `prob` [N,1,h,w], `box` [N,4,h,w]. */
  pnet: Network;
  /** `x` [N,3,24,24] → `prob` [N,1], `box` [N,4]. */
  rnet: Network;
  /** `x` [N,3,48,48] → `prob` [N,1], `box` [N,4], `landmarks` [N,5,2] as fractions of the window. */
  onet: Network;
}

/** How a set of weights reckons coordinates; it must be reckoned the same way that it was trained. */
export interface CascadeConvention {
  /** Of the pyramid and the windows: by area where shrunk more than twofold and bilinear else, or one way always. */
  resampling: 'area-or-bilinear' | Resampling;
  /** P-Net cell (i, j) looks at the level's edges [2j + shift, 2i + shift, 2j + shift + 12, …]. */
  cellShift: 0 | 1;
  /** Cells and windows are rounded to whole, inclusive pixels, as in the original code. */
  wholePixels: boolean;
  /**
   * Where the landmarks of an upright face lie in O-Net's windows, as fractions of the side. Given, every face is looked at again,
   * see `lookAgain`; null leaves the landmarks of the best window, as the original does.
   */
  layout: Landmarks | null;
}

export interface CascadeOptions {
  /** Smallest face looked for, in px of the picture given, ≥ 6. Default: `defaultMinFace`. */
  minFace?: number;
  /** Least probability at P-, R- and O-Net. Default .6, .7, .7. */
  thresholds?: readonly [number, number, number];
  /** Least O-Net probability of a weak candidate, used where no face is confident, and of any face at a second look. Default .3. */
  fallbackThreshold?: number;
  /** Ratio of neighbouring pyramid levels. Default .709. */
  factor?: number;
  /** Greatest overlap that two boxes may have: within a level, across levels, after R-Net, after O-Net. Default .5, .7, .7, .7. */
  nms?: readonly [number, number, number, number];
  convention?: CascadeConvention;
}

/**
 * The convention of the embedded networks. The layout is the mean of what their O-Net says of its windows on the training
 * scenes, made symmetrical.
 */
export const EDGE_CONVENTION: CascadeConvention = {
  resampling: 'area-or-bilinear',
  cellShift: 0,
  wholePixels: false,
  layout: [
    [0.324, 0.381],
    [0.676, 0.381],
    [0.5, 0.594],
    [0.35, 0.746],
    [0.65, 0.746]
  ]
};

/** The arithmetic of the original networks in its widespread PyTorch form: whole, inclusive pixels and Pillow's resizing. */
export const ORIGINAL_CONVENTION: CascadeConvention = {
  resampling: 'pillow',
  cellShift: 1,
  wholePixels: true,
  layout: null
};

/** Fills in the defaults for a picture of that size. */
export function resolveOptions(options: CascadeOptions, width: number, height: number): Required<CascadeOptions> {
  return {
    minFace: resolveMinFace(options.minFace, width, height),
    thresholds: options.thresholds ?? [0.6, 0.7, 0.7],
    fallbackThreshold: options.fallbackThreshold ?? 0.3,
    factor: options.factor ?? 0.709,
    nms: options.nms ?? [0.5, 0.7, 0.7, 0.7],
    convention: options.convention ?? EDGE_CONVENTION
  };
}
