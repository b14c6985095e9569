/** A face in the networks' template: the crop, and slightly disturbed copies of it where they are asked for. */
import { ARCFACE_TEMPLATE, fitAligned, warpFace, type Mipmap } from '../image';
import { disturbedCrops } from '../recognition';
import type { DecodedImage, ExtractOptions, Face, Landmarks, Pixels } from '../types';

const TEMPLATE_SIZE = 112;

/** One face found, in pixels of the decoded picture, and its crops: first the plain one, then the disturbed copies. */
export interface Aligned {
  face: Face;
  crops: Pixels[];
  alignMs: number;
}

/** The picture is the crop: its face fills it and lies where the template says. */
export function wholePicture({ width, height }: DecodedImage): Face {
  const place = (value: number, side: number): number => ((value + 0.5) * side) / TEMPLATE_SIZE - 0.5;
  const landmarks = ARCFACE_TEMPLATE.map(([x, y]) => [place(x, width), place(y, height)]) as Landmarks;
  return { box: { x: 0, y: 0, width, height }, landmarks, score: 1, fallback: false };
}

export async function align(
  picture: Mipmap,
  face: Face,
  image: DecodedImage,
  options: ExtractOptions
): Promise<Aligned> {
  const from = performance.now();
  const { copies = 1, seed = 0 } = options;
  let crops: Pixels[];
  if (options.aligned) crops = disturbedCrops(await fitAligned(image), null, { copies, seed });
  // The halvings made for detection serve alignment as well.
  else if (copies === 1) crops = [warpFace(picture, face.landmarks)];
  else crops = disturbedCrops(image, face.landmarks, { copies, seed });
  return { face, crops, alignMs: performance.now() - from };
}
