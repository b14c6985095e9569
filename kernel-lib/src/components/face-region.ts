import type { Pixels } from '../types';
import { lumaOf } from './luma';

/**
 * The skin of a face in the 112×112 ArcFace template: an ellipse from the brows to the chin and from cheek to cheek, which leaves
 * out hair and background. It stands in for the standard's region within 98 landmarks; the template fixes eyes and mouth only.
 */
export const FACE_ELLIPSE = { x: 56, y: 74, rx: 31, ry: 36 } as const;

/** One luminance value (0..255) a pixel. */
export interface Plane {
  data: Uint8Array;
  width: number;
  height: number;
}

/** Luminance of a picture. */
export function luminance(pixels: Pixels): Plane {
  const { width, height, data: rgb } = pixels;
  const data = new Uint8Array(width * height);
  for (let i = 0, p = 0; i < data.length; i++, p += 3) data[i] = lumaOf(rgb[p], rgb[p + 1], rgb[p + 2]);
  return { data, width, height };
}

/** Whether a point of the template lies on the face. */
export function onFace(x: number, y: number): boolean {
  const { x: cx, y: cy, rx, ry } = FACE_ELLIPSE;
  return ((x - cx) / rx) ** 2 + ((y - cy) / ry) ** 2 <= 1;
}

/** For each pixel of the template, 112×112, row by row: 1 on the face, 0 off it. */
export const FACE_MASK = Uint8Array.from({ length: 112 * 112 }, (_, i) =>
  onFace(i % 112, Math.floor(i / 112)) ? 1 : 0
);

/** How often each luminance 0..255 occurs on the face, and in all. */
export interface Histogram {
  counts: Uint32Array;
  total: number;
}

/** Histogram of the face in an aligned crop (112×112). */
export function faceHistogram(crop: Plane): Histogram {
  const counts = new Uint32Array(256);
  let total = 0;
  for (let i = 0; i < FACE_MASK.length; i++)
    if (FACE_MASK[i]) {
      counts[crop.data[i]]++;
      total++;
    }
  return { counts, total };
}
