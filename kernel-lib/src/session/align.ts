/** The aligned crop of a sample as pixels, without the loss of its thumbnail. */
import { decodeImage, fitAligned, warpFace } from '../image';
import type { ImageInput, Landmarks, Pixels, Point } from '../types';
import type { Sample } from './sample';

/**
 * @param image the very picture `sample` was extracted from
 * @returns 112×112 in the ArcFace template, as the networks saw it
 */
export async function alignedCrop(image: ImageInput, sample: Sample): Promise<Pixels> {
  const decoded = await decodeImage(image);
  if (sample.aligned) return fitAligned(decoded);
  const place = (value: number): number => (value + 0.5) * decoded.scale - 0.5;
  return warpFace(decoded, sample.landmarks.map(([x, y]): Point => [place(x), place(y)]) as Landmarks);
}
