import { FacegaugeError } from '../errors';
import { ARCFACE_TEMPLATE, warpFace } from '../image';
import type { Landmarks, Network, Pixels, Point, Recognition, Copies } from '../types';
import { CROP_SIZE, type FaceContract } from './contract';
import { seededRandom, type Random } from '../random';
import { recognise } from './recognise';

/** How far a copy is disturbed: about what a landmark detector errs and a camera adds from one frame to the next. */
export const DISTURBANCE = { shiftPx: 1, rotationDeg: 1, noise: 2 } as const;

/** Most copies a result may be asked for. */
export const MAX_COPIES = 64;

export interface CopiesOptions {
  /** 1..64; 1 means the undisturbed crop alone. */
  copies: number;
  seed: number;
}

/**
 * Recognises one face and says how steady the answer is: `copies` copies of the crop, the first as it is, the others shifted by
 * up to ±1 px and turned by up to ±1° in the template (uniform) with Gaussian noise of 2 grey levels, run in one batch.
 * The result is the undisturbed crop's; `copies` adds the means over all copies, their standard errors and all embeddings.
 * @param image the picture, or the aligned 112×112 crop where `landmarks` is null
 * @param landmarks pixels of `image`, or null
 * @throws INVALID_ARGUMENT for a number of copies outside 1..64
 */
export async function recogniseWithCopies(
  image: Pixels,
  landmarks: Landmarks | null,
  network: Network,
  contract: FaceContract,
  options: CopiesOptions
): Promise<Recognition> {
  const crops = disturbedCrops(image, landmarks, options);
  const all = await recognise(crops, network, contract);
  return all.length === 1 ? all[0] : { ...all[0], copies: summarise(all) };
}

/** The crops that `recogniseWithCopies` runs: repeatable for a seed, first the undisturbed one. */
export function disturbedCrops(image: Pixels, landmarks: Landmarks | null, options: CopiesOptions): Pixels[] {
  const { copies, seed } = options;
  if (!Number.isInteger(copies) || copies < 1 || copies > MAX_COPIES)
    throw new FacegaugeError('INVALID_ARGUMENT', `copies must be a whole number from 1 to ${MAX_COPIES}.`, {
      found: String(copies)
    });
  const first = landmarks ? warpFace(image, landmarks, CROP_SIZE) : image;
  if (copies === 1) return [first];
  const points = landmarks ?? ARCFACE_TEMPLATE;
  const random = seededRandom(seed);
  const rest = Array.from({ length: copies - 1 }, () =>
    addNoise(warpFace(image, disturb(points, random), CROP_SIZE), random)
  );
  return [first, ...rest];
}

/** Means and their standard errors (standard deviation / √n) over two or more recognitions of one face. */
export function summarise(all: readonly Recognition[]): Copies {
  const qualities = all.map(r => r.quality).filter((q): q is number => q !== null);
  return {
    n: all.length,
    quality: qualities.length === all.length ? meanAndError(qualities) : null,
    logQuality: meanAndError(all.map(r => r.logQuality)),
    embeddings: all.map(r => r.embedding)
  };
}

function meanAndError(values: readonly number[]): { mean: number; standardError: number } {
  const n = values.length;
  const mean = values.reduce((sum, v) => sum + v, 0) / n;
  const variance = values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (n - 1);
  return { mean, standardError: Math.sqrt(variance / n) };
}

function disturb(landmarks: Landmarks, random: Random): Landmarks {
  const signed = (range: number): number => (2 * random.uniform() - 1) * range;
  const angle = (signed(DISTURBANCE.rotationDeg) * Math.PI) / 180;
  // One template pixel, in pixels of the picture.
  const unit = distance(landmarks[0], landmarks[1]) / distance(ARCFACE_TEMPLATE[0], ARCFACE_TEMPLATE[1]);
  const dx = signed(DISTURBANCE.shiftPx) * unit;
  const dy = signed(DISTURBANCE.shiftPx) * unit;
  const cx = landmarks.reduce((sum, p) => sum + p[0], 0) / landmarks.length;
  const cy = landmarks.reduce((sum, p) => sum + p[1], 0) / landmarks.length;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return landmarks.map(([x, y]) => [
    cx + cos * (x - cx) - sin * (y - cy) + dx,
    cy + sin * (x - cx) + cos * (y - cy) + dy
  ]) as Landmarks;
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1]);
}

function addNoise(crop: Pixels, random: Random): Pixels {
  const data = new Uint8Array(crop.data.length);
  for (let i = 0; i < data.length; i++)
    data[i] = Math.max(0, Math.min(255, Math.round(crop.data[i] + DISTURBANCE.noise * random.normal())));
  return { ...crop, data };
}
