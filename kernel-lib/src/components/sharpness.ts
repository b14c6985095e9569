import type { ComponentValue } from '../types';
import type { DetailRegion } from './detail-region';
import { MOVED } from './directed-detail';
import type { FaceDetail } from './face-detail';
import { component, sigmoid } from './scale';

/** What mostly spoils the detail of a face that is not sharp. */
export type SharpnessCause = 'defocus' | 'motion' | 'noise';

/** Below this score a cause is named. */
const NAME_CAUSE_BELOW = 50;

/**
 * Sharpness of the face, 0 (none left) to about .6. How much of the variation from pixel to pixel a strong blur would take away,
 * in the direction of four where it is least, so that motion counts; times the share of detail that stands above the noise. A ratio: neither
 * contrast nor, from 35 px between the eyes on, size changes it; a picture enlarged from a small one stays low. The standard uses
 * a random forest here; measure and mapping 100 · sig(x; .27, .035) are our own.
 * @param detail its region null where the face is too small to tell: value 0
 */
export function sharpness({ region: face, noise, directed }: FaceDetail): ComponentValue {
  if (!face || !directed) return component(0, '', 0, 3);
  const clean = shareAboveNoise(face, noise);
  const value = directed.least * clean;
  const result = component(value, '', 100 * sigmoid(value, 0.27, 0.035), 3);
  return result.score < NAME_CAUSE_BELOW ? { ...result, cause: causeOf(directed.unlike, clean) } : result;
}

function causeOf(unlike: number, clean: number): SharpnessCause {
  if (clean < 0.6) return 'noise';
  return unlike >= MOVED ? 'motion' : 'defocus';
}

/** 1 / (1 + (2.5 · noise ÷ contrast)²): about 1 for a clean picture, one half where the noise is .4 of the face's contrast. */
function shareAboveNoise(face: DetailRegion, noise: number): number {
  const contrast = deviation(face);
  return contrast > 0 ? 1 / (1 + ((2.5 * noise) / contrast) ** 2) : 0;
}

function deviation({ data, mask }: DetailRegion): number {
  let n = 0;
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < data.length; i++)
    if (mask[i]) {
      n++;
      sum += data[i];
      squares += data[i] * data[i];
    }
  return n > 0 ? Math.sqrt(Math.max(0, squares / n - (sum / n) ** 2)) : 0;
}
