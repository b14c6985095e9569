import type { ComponentValue } from '../types';
import type { Plane } from './face-region';
import { component } from './scale';

/** Cheeks in the 112×112 template, mirror images about x = 56: between eye and mouth, clear of nose and outline. */
const LEFT_CHEEK = { x: 31, y: 60, width: 16, height: 26 } as const;

/** Levels a bin: some 400 pixels a cheek fill 32 bins; the standard's 256 need the 616-px picture it is defined on. */
const BIN = 8;

/**
 * IlluminationUniformity: overlap of the luminance histograms of both cheeks, 0 (one lit, one dark) to 1 (alike). Mapping of
 * ISO/IEC 29794-5 and OFIQ: 100 · x^.3. Zones and bins are our own, for the smaller picture; each pixel is shared between two
 * neighbouring bins, so that a few grey levels do not decide.
 */
export function illuminationUniformity(crop: Plane): ComponentValue {
  const left = cheek(crop, LEFT_CHEEK.x);
  const right = cheek(crop, 2 * 56 - LEFT_CHEEK.x - LEFT_CHEEK.width + 1);
  const overlap = left.reduce((sum, v, i) => sum + Math.min(v, right[i]), 0);
  return component(overlap, '', 100 * overlap ** 0.3, 3);
}

function cheek(crop: Plane, from: number): Float64Array {
  const bins = new Float64Array(256 / BIN + 1);
  const weight = 1 / (LEFT_CHEEK.width * LEFT_CHEEK.height);
  for (let y = LEFT_CHEEK.y; y < LEFT_CHEEK.y + LEFT_CHEEK.height; y++)
    for (let x = from; x < from + LEFT_CHEEK.width; x++) {
      const position = crop.data[y * crop.width + x] / BIN;
      const bin = Math.floor(position);
      bins[bin] += weight * (1 - (position - bin));
      bins[bin + 1] += weight * (position - bin);
    }
  return bins;
}
