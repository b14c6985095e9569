import type { Pixels } from '../types';

/** Quarter turns clockwise. */
export type QuarterTurns = 1 | 2 | 3;

/** The picture rotated. */
export function rotatePixels({ data, width, height }: Pixels, turns: QuarterTurns): Pixels {
  const sideways = turns !== 2;
  const rotated = {
    data: new Uint8Array(data.length),
    width: sideways ? height : width,
    height: sideways ? width : height
  };
  // Where the first pixel goes, and how far its right and its lower neighbour lie from it there.
  const last = width * height - 1;
  const [first, right, down] =
    turns === 1 ? [height - 1, height, -1] : turns === 2 ? [last, -1, -width] : [last - height + 1, -height, 1];
  for (let y = 0, from = 0; y < height; y++)
    for (let x = 0; x < width; x++, from += 3) {
      const to = (first + x * right + y * down) * 3;
      rotated.data[to] = data[from];
      rotated.data[to + 1] = data[from + 1];
      rotated.data[to + 2] = data[from + 2];
    }
  return rotated;
}
