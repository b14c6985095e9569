import type { ComponentValue } from '../types';
import type { Histogram } from './face-region';
import { component, sigmoid } from './scale';

/**
 * LuminanceMean: mean luminance of the face, 0..1. Full score in the middle, half at .2 and at .8, as ISO/IEC 29794-5 and OFIQ
 * map it: 100 · sig(m; .2, .05) · (1 − sig(m; .8, .05)). Dark skin in good light lies at .2 to .35 and loses a few points by that
 * mapping; advice therefore looks at the brightest parts too.
 */
export function luminanceMean(face: Histogram): ComponentValue {
  const { mean } = moments(face);
  return component(mean, '', 100 * sigmoid(mean, 0.2, 0.05) * (1 - sigmoid(mean, 0.8, 0.05)), 3);
}

/**
 * LuminanceVariance: variance of the face's luminance in 0..1 units. OFIQ's 100 · sin(π · 60v / (60v + 1)) is best at 1/60 and falls
 * beyond; here it stays at 100 there: much variance is dark hair in the ellipse or light from one side, which IlluminationUniformity tells.
 */
export function luminanceVariance(face: Histogram): ComponentValue {
  const { variance } = moments(face);
  const share = Math.min(0.5, (60 * variance) / (60 * variance + 1));
  return component(variance, '', 100 * Math.sin(Math.PI * share), 4);
}

/** DynamicRange: entropy of the face's luminance histogram in bits, 0..8; OFIQ: 12.5 points a bit. */
export function dynamicRange(face: Histogram): ComponentValue {
  let bits = 0;
  for (const count of face.counts) if (count > 0) bits -= (count / face.total) * Math.log2(count / face.total);
  return component(bits, 'bit', 12.5 * bits, 2);
}

function moments({ counts, total }: Histogram): { mean: number; variance: number } {
  let sum = 0;
  let squares = 0;
  counts.forEach((count, level) => {
    sum += (count * level) / 255;
    squares += count * (level / 255) ** 2;
  });
  const mean = sum / total;
  return { mean, variance: squares / total - mean ** 2 };
}
