import { ARCFACE_TEMPLATE, similarityTransform, transformPoint } from '../image';
import type { Landmarks, Point } from '../types';
import { FACE_ELLIPSE } from './face-region';
import type { Luma } from './luma';

/** The face in the picture's own pixels, upright in the picture's axes, thinned by a whole factor where it is large. */
export interface DetailRegion {
  /** Luminance 0..255. */
  data: Float32Array;
  /** 1 on the face, 0 off it. */
  mask: Uint8Array;
  width: number;
  height: number;
}

/** Larger faces are thinned until the eyes are 50 to 100 px apart: finer detail than that says nothing about a face. */
const EYES_APART = 50;

/**
 * Cuts the face ellipse out of the picture without resampling (which would blur a small face), averaging k×k pixels of a large one.
 * @returns null where the face lies outside the picture or is too small to measure
 */
export function detailRegion(image: Luma, landmarks: Landmarks): DetailRegion | null {
  const toImage = similarityTransform(ARCFACE_TEMPLATE, landmarks);
  const scale = Math.hypot(toImage.a, toImage.b);
  const eyes = Math.hypot(landmarks[1][0] - landmarks[0][0], landmarks[1][1] - landmarks[0][1]);
  const k = Math.max(1, Math.floor(eyes / EYES_APART));
  const [cx, cy] = transformPoint(toImage, [FACE_ELLIPSE.x, FACE_ELLIPSE.y]);
  const reach = scale * Math.max(FACE_ELLIPSE.rx, FACE_ELLIPSE.ry);
  const left = Math.max(0, Math.floor(cx - reach));
  const top = Math.max(0, Math.floor(cy - reach));
  const width = Math.floor((Math.min(image.width, Math.ceil(cx + reach) + 1) - left) / k);
  const height = Math.floor((Math.min(image.height, Math.ceil(cy + reach) + 1) - top) / k);
  if (width < 12 || height < 12) return null;
  const data = thin(image, left, top, width, height, k);
  const centre: Point = [(cx - left + 0.5) / k - 0.5, (cy - top + 0.5) / k - 0.5];
  return { data, mask: ellipse(width, height, centre, scale / k, toImage), width, height };
}

function thin(image: Luma, left: number, top: number, width: number, height: number, k: number): Float32Array {
  const data = new Float32Array(width * height);
  const weight = 1 / (k * k);
  const luma = image.within(left, top, width * k, height * k);
  for (let y = 0; y < height * k; y++) {
    let p = (top + y) * image.width + left;
    for (let i = Math.floor(y / k) * width, end = i + width; i < end; i++) {
      let sum = data[i];
      // Rounded as often as the array would.
      for (const next = p + k; p < next; p++) sum = Math.fround(sum + weight * luma[p]);
      data[i] = sum;
    }
  }
  return data;
}

function ellipse(
  width: number,
  height: number,
  [cx, cy]: Point,
  scale: number,
  turn: { a: number; b: number }
): Uint8Array {
  const mask = new Uint8Array(width * height);
  const length = Math.hypot(turn.a, turn.b);
  const [cos, sin] = [turn.a / length, turn.b / length];
  const [rx, ry] = [scale * FACE_ELLIPSE.rx, scale * FACE_ELLIPSE.ry];
  for (let y = 0, i = 0; y < height; y++) {
    const [aside, along] = [sin * (y - cy), cos * (y - cy)];
    for (let x = 0; x < width; x++, i++) {
      const u = (cos * (x - cx) + aside) / rx;
      const v = (along - sin * (x - cx)) / ry;
      if (u * u + v * v <= 1) mask[i] = 1;
    }
  }
  return mask;
}
