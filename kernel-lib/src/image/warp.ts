import type { Landmarks, Pixels, Point } from '../types';
import { Mipmap } from './mipmap';
import { invert, similarityTransform } from './geometry';
import type { Similarity } from './geometry';

/**
 * Where the five landmarks of a frontal face lie in the 112×112 crop that face networks are trained on (Deng et al., "ArcFace",
 * CVPR 2019; the reference points of InsightFace). Pixel centres at integers.
 */
export const ARCFACE_TEMPLATE: Landmarks = [
  [38.2946, 51.6963],
  [73.5318, 51.5014],
  [56.0252, 71.7366],
  [41.5493, 92.3655],
  [70.7299, 92.2041]
];

const TEMPLATE_SIZE = 112;

/**
 * How far a halving of the picture may be below the crop's resolution before it is too coarse, in source px per crop px. With
 * .75 a face 1.5 times the template's size is sampled from the first halving: mated similarity and quality are best there,
 * against plain bilinear sampling (aliasing) as well as against averaging over each crop pixel's footprint.
 */
const LEAST_SHRINK = 0.75;

/**
 * Cuts a face out in the ArcFace template: the five-point similarity transform, sampled bilinearly. Large faces are sampled from
 * a halving of the picture, so that no pixel is skipped; beyond the picture's border its edge is repeated.
 *
 * @param pixels picture the landmarks were found on, or its `Mipmap`, which saves making the halvings again
 * @param landmarks in px of `pixels`, pixel centres at integers
 * @param size side of the crop in px
 * @throws FacegaugeError INVALID_ARGUMENT where all landmarks coincide
 */
export function warpFace(pixels: Pixels | Mipmap, landmarks: Landmarks, size = TEMPLATE_SIZE): Pixels {
  const picture = pixels instanceof Mipmap ? pixels : new Mipmap(pixels);
  return warpTo(picture, landmarks, templateOf(size), size).crop;
}

/**
 * The same for any template: five points of a `size` × `size` px crop, pixel centres at integers.
 * @returns the crop, and where its points lie in the picture
 */
export function warpTo(
  picture: Mipmap,
  landmarks: Landmarks,
  template: Landmarks,
  size: number
): { crop: Pixels; toPicture: Similarity } {
  const toPicture = invert(similarityTransform(landmarks, template));
  const level = picture.levelFor(Math.hypot(toPicture.a, toPicture.b), LEAST_SHRINK);
  return { crop: sampleBilinear(picture.at(level), toHalving(toPicture, level), size), toPicture };
}

function templateOf(size: number): Landmarks {
  const scale = size / TEMPLATE_SIZE;
  return ARCFACE_TEMPLATE.map(([x, y]): Point => [(x + 0.5) * scale - 0.5, (y + 0.5) * scale - 0.5]) as Landmarks;
}

/** The same mapping into the picture halved `level` times: edges halve, pixel centres lie half a pixel inside them. */
function toHalving({ a, b, tx, ty }: Similarity, level: number): Similarity {
  const scale = 2 ** -level;
  return { a: a * scale, b: b * scale, tx: (tx + 0.5) * scale - 0.5, ty: (ty + 0.5) * scale - 0.5 };
}

function sampleBilinear(source: Pixels, { a, b, tx, ty }: Similarity, size: number): Pixels {
  const from = source.data;
  const right = source.width - 1;
  const bottom = source.height - 1;
  const pitch = source.width * 3;
  const data = new Uint8Array(size * size * 3);
  for (let v = 0, o = 0; v < size; v++) {
    for (let u = 0; u < size; u++, o += 3) {
      const x = clamp(a * u - b * v + tx, right);
      const y = clamp(b * u + a * v + ty, bottom);
      const x0 = Math.floor(x);
      const y0 = Math.floor(y);
      const p = y0 * pitch + x0 * 3;
      const r = x0 < right ? p + 3 : p;
      const down = y0 < bottom ? pitch : 0;
      const fx = x - x0;
      const fy = y - y0;
      const w11 = fx * fy;
      const w10 = fy - w11;
      const w01 = fx - w11;
      const w00 = 1 - fx - w10;
      const q = p + down;
      const s = r + down;
      data[o] = w00 * from[p] + w01 * from[r] + w10 * from[q] + w11 * from[s] + 0.5;
      data[o + 1] = w00 * from[p + 1] + w01 * from[r + 1] + w10 * from[q + 1] + w11 * from[s + 1] + 0.5;
      data[o + 2] = w00 * from[p + 2] + w01 * from[r + 2] + w10 * from[q + 2] + w11 * from[s + 2] + 0.5;
    }
  }
  return { data, width: size, height: size };
}

const clamp = (x: number, high: number): number => (x < 0 ? 0 : x > high ? high : x);
