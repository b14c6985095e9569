/** From pixels of the decoded picture, which may be smaller, to pixels of the EXIF-turned original. */
import type { Box, DecodedImage, Face, Landmarks, Point } from '../types';

/**
 * Landmarks are points, and the centre of the first pixel is (0, 0), so that its edge, at −0.5, stays where it is. Boxes are
 * made of edges: a box around the whole picture begins at 0.
 * @param face in pixels of the decoded picture
 */
export function toOriginal(face: Face, { scale }: Pick<DecodedImage, 'scale'>): Face {
  if (scale === 1) return face;
  const centre = (value: number): number => (value + 0.5) / scale - 0.5;
  const { x, y, width, height } = face.box;
  const box: Box = { x: x / scale, y: y / scale, width: width / scale, height: height / scale };
  return { ...face, box, landmarks: face.landmarks.map(([x, y]): Point => [centre(x), centre(y)]) as Landmarks };
}
