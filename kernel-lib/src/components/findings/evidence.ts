import { ARCFACE_TEMPLATE, similarityTransform, transformPoint } from '../../image';
import type { Components, Face, Pixels } from '../../types';
import type { FaceDetail } from '../face-detail';
import { onFace } from '../face-region';
import { lumaOf } from '../luma';
import { isUpright } from '../pose';
import { findGrid, type Grid } from './grid';
import { shareInSquares } from './squares';

/** All that a finding is drawn from: measurements, what the face network says, and two things about the picture around the face. */
export interface Evidence {
  components: Components;
  /** name → probability, or null for a network without that output. */
  causes: Record<string, number> | null;
  /** How sure the detector is that this is a face, 0..1. */
  detection: number;
  /** Mean luminance 0..1 of the picture around the head; null where there is too little of it, or the crop is all there is. */
  surroundings: number | null;
  /** Noise on the face in grey levels, in the picture's own pixels: the networks' crop of a large face hides it. 0 where it is too small. */
  noise: number;
  /** How many times as much detail one direction has as the one across it; null where the face is too small to tell. */
  unlike: number | null;
  /** A regular fine pattern over the face, as displays and prints have. */
  grid: Grid;
  /** Share of the change across the face that happens at the borders of squares, 0..1. */
  squares: number;
  /** Share of the face (brows to chin, cheek to cheek) that lies outside the picture, 0..1. */
  outside: number;
}

interface Given {
  image: Pixels;
  face: Face;
  aligned: boolean;
  components: Components;
  causes: Record<string, number> | null;
  /** The face in the picture's own pixels. */
  detail: FaceDetail;
}

/** Gathers what the rules look at. */
export function gather({ image, face, aligned, components, causes, detail }: Given): Evidence {
  const seenAtAll = {
    components,
    causes,
    detection: aligned ? 1 : face.score,
    noise: detail.noise,
    unlike: detail.directed?.unlike ?? null,
    grid: findGrid(detail.luma, face.box),
    squares: shareInSquares(detail.luma, face.box)
  };
  if (aligned) return { ...seenAtAll, surroundings: null, outside: 0 };
  // Where the head lies on its side, what is below it is no longer its clothes.
  const upright = isUpright(components.HeadPoseRoll?.value ?? 0);
  return { ...seenAtAll, surroundings: upright ? around(image, face) : null, outside: shareOutside(image, face) };
}

/** How sure the face network is that `cause` is seen, 0..1; null where it cannot say. */
export function seen({ causes }: Evidence, cause: string): number | null {
  return causes?.[cause] ?? null;
}

/** How far `value` has come from `from` (nothing to say) to `to` (as bad as it gets), 0..1. */
export function between(value: number, from: number, to: number): number {
  return Math.max(0, Math.min(1, (value - from) / (to - from)));
}

/** Points looked at on each axis: a mean needs no more. */
const GRID = 48;

/** The head with its hair takes about this much of the face's box on each side. */
const HEAD = 0.35;

function around(image: Pixels, { box }: Face): number | null {
  const [left, right] = [box.x - HEAD * box.width, box.x + (1 + HEAD) * box.width];
  const top = box.y - HEAD * box.height;
  let [sum, n] = [0, 0];
  for (let j = 0; j < GRID; j++)
    for (let i = 0; i < GRID; i++) {
      const x = Math.floor(((i + 0.5) * image.width) / GRID);
      const y = Math.floor(((j + 0.5) * image.height) / GRID);
      // Below the chin there are clothes, which say nothing about light.
      if (y > box.y + box.height || (x > left && x < right && y > top)) continue;
      const p = (y * image.width + x) * 3;
      sum += lumaOf(image.data[p], image.data[p + 1], image.data[p + 2]);
      n++;
    }
  return n < 0.05 * GRID * GRID ? null : sum / n / 255;
}

function shareOutside(image: Pixels, face: Face): number {
  const toImage = similarityTransform(ARCFACE_TEMPLATE, face.landmarks);
  let [outside, n] = [0, 0];
  for (let v = 2; v < 112; v += 4)
    for (let u = 2; u < 112; u += 4) {
      if (!onFace(u, v)) continue;
      const [x, y] = transformPoint(toImage, [u, v]);
      n++;
      if (x < -0.5 || y < -0.5 || x > image.width - 0.5 || y > image.height - 0.5) outside++;
    }
  return outside / n;
}
