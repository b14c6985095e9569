import type { Box, Pixels } from '../../types';
import { lumaOf } from '../face-region';

/** A step this many times the median one is a border. */
const BORDER = 4;

/**
 * Share of all change across the face that happens at a few straight lines, of rows and of columns whichever is less, 0..1: of a
 * mosaic or a picture enlarged without smoothing nearly all, of JPEG's blocks up to a half, of a natural face none.
 */
export function shareInSquares(image: Pixels, box: Box): number {
  const left = Math.max(0, Math.round(box.x));
  const top = Math.max(0, Math.round(box.y));
  const width = Math.min(image.width, Math.round(box.x + box.width)) - left;
  const height = Math.min(image.height, Math.round(box.y + box.height)) - top;
  if (width < 24 || height < 24) return 0;
  const across = new Float64Array(width);
  const down = new Float64Array(height);
  // Luminance of the row above, overwritten from the left by the row at hand.
  const row = new Int16Array(width);
  for (let y = 0; y < height; y++) {
    let p = ((top + y) * image.width + left) * 3;
    let before = 0;
    let fallen = 0;
    for (let x = 0; x < width; x++, p += 3) {
      const here = lumaOf(image.data[p], image.data[p + 1], image.data[p + 2]);
      if (x > 0 && y > 0) {
        across[x] += Math.abs(here - before);
        fallen += Math.abs(here - row[x]);
      }
      row[x] = here;
      before = here;
    }
    down[y] = fallen;
  }
  return Math.min(atBorders(across.subarray(1)), atBorders(down.subarray(1)));
}

function atBorders(steps: Float64Array): number {
  const median = [...steps].sort((a, b) => a - b)[Math.floor(steps.length / 2)];
  let [borders, all] = [0, 0];
  for (const step of steps) {
    all += step;
    if (step > BORDER * median) borders += step;
  }
  return all > 0 ? borders / all : 0;
}
