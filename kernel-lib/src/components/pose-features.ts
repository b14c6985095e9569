import type { Landmarks, Point } from '../types';
import type { Plane } from './face-region';

/** How far the tip of the nose lies before the plane of eyes and mouth, in inter-eye distances. */
const NOSE_DEPTH = 0.47;

/** Where the nose of a level head lies between eyes (0) and mouth (1). */
const LEVEL_NOSE = 0.586;

/** Width between the eyes, and between the corners of the mouth, over the height from eyes to mouth, of a head that looks at the camera. */
const EYES_WIDE = 0.96;
const MOUTH_WIDE = 0.75;

/** What head pose is told from: `odd` changes its sign when the picture is mirrored, as yaw does; `even` stays, as pitch does. */
export interface PoseFeatures {
  odd: number[];
  even: number[];
}

/**
 * Features of a face for a linear map to its pose; figure for figure those of models/training/pose.py, where the map is learnt.
 * @param crop luminance of the aligned crop, 112×112
 */
export function poseFeatures(landmarks: Landmarks, crop: Plane): PoseFeatures {
  const points = fivePoints(landmarks);
  const gradients = directions(crop);
  const mirror = mirrored(gradients);
  return {
    odd: [...points.odd, ...gradients.map((v, i) => (v - mirror[i]) / 2)],
    even: [...points.even, ...gradients.map((v, i) => (v + mirror[i]) / 2)]
  };
}

/** Roll in radians: the mean direction of eyes and mouth. */
export function rollOf([leftEye, rightEye, , leftMouth, rightMouth]: Landmarks): number {
  return Math.atan2(
    rightEye[1] - leftEye[1] + rightMouth[1] - leftMouth[1],
    rightEye[0] - leftEye[0] + rightMouth[0] - leftMouth[0]
  );
}

/** Turning moves the nose off the line from the eyes to the mouth, nodding moves it along that line; both make the face narrower or shorter. */
function fivePoints(landmarks: Landmarks): PoseFeatures {
  const roll = rollOf(landmarks);
  const [left, right, nose, mouthLeft, mouthRight] = landmarks.map(point => turnBack(point, roll));
  const eye = middle(left, right);
  const mouth = middle(mouthLeft, mouthRight);
  const height = Math.max(mouth[1] - eye[1], 1e-6);
  const width = clamp((right[0] - left[0]) / height, 0, 2);
  const down = clamp((nose[1] - eye[1]) / height, -1, 2);
  const aside = clamp((nose[0] - eye[0] - down * (mouth[0] - eye[0])) / height, -1.5, 1.5);
  const lean = clamp((mouth[0] - eye[0]) / height, -1, 1);
  const angle = Math.atan2(aside, NOSE_DEPTH * Math.max(0.02, width));
  const narrow = width - EYES_WIDE;
  const wide = clamp((mouthRight[0] - mouthLeft[0]) / height, 0, 2) - MOUTH_WIDE;
  const d = down - LEVEL_NOSE;
  return {
    odd: [angle, angle ** 3, aside, lean, angle * narrow],
    even: [1, d, narrow, wide, angle ** 2, d * narrow, d * angle ** 2, narrow ** 2]
  };
}

const SIDE = 56;
const CELL = 8;
const CELLS = SIDE / CELL;
const BINS = 6;

/** Square roots of the gradient's sums over 7×7 cells by direction (of six, without sign), [direction][row][column], of length 7. */
function directions(crop: Plane): number[] {
  const half = halved(crop);
  const at = (x: number, y: number): number => half[clamp(y, 0, SIDE - 1) * SIDE + clamp(x, 0, SIDE - 1)];
  const sums = new Float64Array(BINS * CELLS * CELLS);
  for (let y = 0; y < SIDE; y++)
    for (let x = 0; x < SIDE; x++) {
      const gx = at(x + 1, y) - at(x - 1, y);
      const gy = at(x, y + 1) - at(x, y - 1);
      const turn = Math.atan2(gy, gx) / Math.PI;
      const position = (turn - Math.floor(turn)) * BINS;
      const low = Math.floor(position);
      const cell = Math.floor(y / CELL) * CELLS + Math.floor(x / CELL);
      const size = Math.hypot(gx, gy);
      sums[(low % BINS) * CELLS * CELLS + cell] += size * (1 - position + low);
      sums[((low + 1) % BINS) * CELLS * CELLS + cell] += size * (position - low);
    }
  const roots = Array.from(sums, Math.sqrt);
  const length = Math.max(1e-6, Math.hypot(...roots));
  return roots.map(root => (CELLS * root) / length);
}

function halved({ data, width }: Plane): Float64Array {
  const half = new Float64Array(SIDE * SIDE);
  for (let y = 0, i = 0; y < SIDE; y++)
    for (let x = 0; x < SIDE; x++, i++) {
      const p = 2 * y * width + 2 * x;
      half[i] = (data[p] + data[p + 1] + data[p + width] + data[p + width + 1]) / 4;
    }
  return half;
}

/** The gradients of the mirrored crop: columns swapped, direction a becomes π − a. */
function mirrored(gradients: readonly number[]): number[] {
  return gradients.map((_, i) => {
    const bin = Math.floor(i / (CELLS * CELLS));
    const cell = i % (CELLS * CELLS);
    const column = cell % CELLS;
    return gradients[((BINS - bin) % BINS) * CELLS * CELLS + cell - column + (CELLS - 1 - column)];
  });
}

function turnBack([x, y]: Point, angle: number): Point {
  return [Math.cos(angle) * x + Math.sin(angle) * y, Math.cos(angle) * y - Math.sin(angle) * x];
}

function middle(a: Point, b: Point): Point {
  return [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
}

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, value));
}
