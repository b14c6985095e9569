import type { Box } from '../../types';
import type { Luma } from '../luma';

/** A step this many times the median one is a border. */
const BORDER = 4;

/**
 * Share of all change across the face that happens at a few straight lines, of rows and of columns whichever is less, 0..1: of a
 * mosaic or a picture enlarged without smoothing nearly all, of JPEG's blocks up to a half, of a natural face none.
 */
export function shareInSquares(image: Luma, box: Box): number {
  const left = Math.max(0, Math.round(box.x));
  const top = Math.max(0, Math.round(box.y));
  const width = Math.min(image.width, Math.round(box.x + box.width)) - left;
  const height = Math.min(image.height, Math.round(box.y + box.height)) - top;
  if (width < 24 || height < 24) return 0;
  const luma = image.within(left, top, width, height);
  const pitch = image.width;
  const across = new Float64Array(width);
  const down = new Float64Array(height);
  for (let y = 1; y < height; y++) {
    const row = (top + y) * pitch + left;
    let before = luma[row];
    let fallen = 0;
    for (let x = 1, i = row + 1; x < width; x++, i++) {
      const here = luma[i];
      across[x] += Math.abs(here - before);
      fallen += Math.abs(here - luma[i - pitch]);
      before = here;
    }
    down[y] = fallen;
  }
  return Math.min(atBorders(across.subarray(1)), atBorders(down.subarray(1)));
}

function atBorders(steps: Float64Array): number {
  const median = steps.slice().sort()[Math.floor(steps.length / 2)];
  let [borders, all] = [0, 0];
  for (const step of steps) {
    all += step;
    if (step > BORDER * median) borders += step;
  }
  return all > 0 ? borders / all : 0;
}
