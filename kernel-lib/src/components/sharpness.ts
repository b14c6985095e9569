import type { ComponentValue } from '../types';
import type { DetailRegion } from './detail-region';
import type { FaceDetail } from './face-detail';
import { component, sigmoid } from './scale';

/** What mostly spoils the detail of a face that is not sharp. */
export type SharpnessCause = 'defocus' | 'motion' | 'noise';

/** Below this score a cause is named. */
const NAME_CAUSE_BELOW = 50;

/**
 * Sharpness of the face, 0 (none left) to about .6. How much of the variation from pixel to pixel a strong blur would take away
 * (Crete et al., "The blur effect: perception and estimation with a new no-reference perceptual blur metric", SPIE 2007), in
 * the direction of four where it is least, so that motion counts; times the share of detail that stands above the noise. A ratio: neither
 * contrast nor, from 35 px between the eyes on, size changes it; a picture enlarged from a small one stays low. The standard uses
 * a random forest here; measure and mapping 100 · sig(x; .27, .035) are our own.
 * @param detail its region null where the face is too small to tell: value 0
 */
export function sharpness({ region: face, noise }: FaceDetail): ComponentValue {
  if (!face) return component(0, '', 0, 3);
  const smoothed = smooth(face);
  const places = inside(smoothed);
  const [across, down, falling, rising] = [1, face.width, face.width + 1, face.width - 1].map(step =>
    detail(smoothed.data, places, step)
  );
  const least = Math.min(across, down, falling, rising);
  const clean = shareAboveNoise(face, noise);
  const value = least * clean;
  const result = component(value, '', 100 * sigmoid(value, 0.27, 0.035), 3);
  return result.score < NAME_CAUSE_BELOW
    ? { ...result, cause: causeOf(Math.max(unlike(across, down), unlike(falling, rising)), clean) }
    : result;
}

function causeOf(anisotropy: number, clean: number): SharpnessCause {
  if (clean < 0.6) return 'noise';
  return anisotropy > 1.5 ? 'motion' : 'defocus';
}

/** How many times as much detail one of two perpendicular directions has. */
function unlike(a: number, b: number): number {
  return Math.max(a, b) / Math.max(1e-6, Math.min(a, b));
}

/** Pixels the strong blur reaches to either side: a box of 9, as in the paper. */
const REACH = 4;

/** Indices of the face's pixels about which the blur has room, row by row. */
function inside({ mask, width, height }: DetailRegion): Int32Array {
  const places = new Int32Array(mask.length);
  let n = 0;
  for (let y = REACH + 1; y < height - REACH; y++)
    for (let i = y * width + REACH + 1, end = (y + 1) * width - REACH; i < end; i++) if (mask[i]) places[n++] = i;
  return places.subarray(0, n);
}

/** @param step distance in the data to the neighbour in the direction looked at */
function detail(data: Float32Array, places: Int32Array, step: number): number {
  let before = 0;
  let lost = 0;
  for (let n = 0; n < places.length; n++) {
    const i = places[n];
    const sharp = Math.abs(data[i] - data[i - step]);
    // Two neighbouring box means differ by what enters and leaves.
    const blurred = Math.abs(data[i + REACH * step] - data[i - (REACH + 1) * step]) / (2 * REACH + 1);
    before += sharp;
    if (sharp > blurred) lost += sharp - blurred;
  }
  return before > 0 ? lost / before : 0;
}

/** A binomial 3×3 filter, so that single noisy pixels do not pass for detail. */
function smooth(face: DetailRegion): DetailRegion {
  const { data, width, height } = face;
  const once = new Float32Array(data.length);
  const twice = new Float32Array(data.length);
  for (let y = 0; y < height; y++)
    for (let x = 0, i = y * width; x < width; x++, i++)
      once[i] = (data[x > 0 ? i - 1 : i] + 2 * data[i] + data[x < width - 1 ? i + 1 : i]) / 4;
  for (let y = 0; y < height; y++)
    for (let x = 0, i = y * width; x < width; x++, i++)
      twice[i] = (once[y > 0 ? i - width : i] + 2 * once[i] + once[y < height - 1 ? i + width : i]) / 4;
  return { ...face, data: twice };
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
