import type { Box, ComponentValue, Pixels } from '../types';
import { lumaOf, type Plane } from './face-region';
import { component, sigmoid } from './scale';

/** Side of a JPEG block in pixels of the encoded picture. */
const BLOCK = 8;

/** Share of the face box added on each side: more block borders, steadier figures. */
const MARGIN = 0.25;

/** Longest side looked at in px: thirty borders say as much as three hundred. */
const LARGEST = 256;

/**
 * CompressionArtifacts by blockiness: mean step in grey levels that the luminance makes at the borders of the 8×8 grid over and
 * above the steps beside them, around the face. About .5 for JPEG quality 90, 2.5 at 45, 4 at 20, 7 at 10. The grid may start
 * anywhere (cropped or turned pictures) and is followed through the decoder's own shrinking down to half size.
 * Limits: a picture scaled after it was compressed hides its grid; blocks of other codecs (WebP and AVIF smooth theirs) and ringing
 * are not seen. The standard uses a convolutional network; measure and mapping 100 · (1 − sig(x; 4, .9)) are our own.
 * @param scale decoded pixels per original pixel
 */
export function compressionArtifacts(image: Pixels, box: Box, scale: number): ComponentValue {
  const period = BLOCK * scale;
  const plane = surroundings(image, box);
  const steps = period < BLOCK / 2 ? 0 : (excess(plane, period, false) + excess(plane, period, true)) / 2;
  return component(steps, 'levels', 100 * (1 - sigmoid(steps, 4, 0.9)), 2);
}

function surroundings(image: Pixels, box: Box): Plane {
  const [left, width] = stretch(box.x, box.width, image.width);
  const [top, height] = stretch(box.y, box.height, image.height);
  const data = new Uint8Array(width * height);
  for (let y = 0, i = 0; y < height; y++) {
    let p = ((top + y) * image.width + left) * 3;
    for (let x = 0; x < width; x++, i++, p += 3) data[i] = lumaOf(image.data[p], image.data[p + 1], image.data[p + 2]);
  }
  return { data, width, height };
}

/** Start and length of the box's side with its margins, cut to LARGEST about its middle and to the picture. */
function stretch(start: number, length: number, end: number): [from: number, length: number] {
  const reach = Math.min(LARGEST, (1 + 2 * MARGIN) * length) / 2;
  const middle = start + length / 2;
  const from = Math.max(0, Math.round(middle - reach));
  return [from, Math.max(0, Math.min(end, Math.round(middle + reach)) - from)];
}

/** How much higher the steps are at the best phase of the grid than at the median one, in grey levels. */
function excess(plane: Plane, period: number, rows: boolean): number {
  const peaks = peaksAcross(plane, rows);
  const sums = new Float64Array(BLOCK);
  const counts = new Float64Array(BLOCK);
  for (let line = 2; line < peaks.length - 1; line++) {
    const phase = Math.floor(((line % period) / period) * BLOCK + 1e-6) % BLOCK;
    sums[phase] += peaks[line];
    counts[phase]++;
  }
  const means = Array.from(sums, (sum, phase) => (counts[phase] > 0 ? sum / counts[phase] : 0)).sort((a, b) => a - b);
  return means[BLOCK - 1] - (means[3] + means[4]) / 2;
}

/** For each line: mean amount by which the step onto it exceeds both neighbouring steps. */
function peaksAcross({ data, width, height }: Plane, rows: boolean): Float64Array {
  const [lines, length, step, stride] = rows ? [height, width, width, 1] : [width, height, 1, width];
  const peaks = new Float64Array(lines);
  // Every second pixel along a border is enough.
  const skip = 2 * stride;
  for (let line = 2; line < lines - 1; line++) {
    let sum = 0;
    for (let k = 0, i = line * step; k < length; k += 2, i += skip) {
      const here = Math.abs(data[i] - data[i - step]);
      const before = Math.abs(data[i - step] - data[i - 2 * step]);
      const after = Math.abs(data[i + step] - data[i]);
      const excess = here - Math.max(before, after);
      if (excess > 0) sum += excess;
    }
    peaks[line] = (2 * sum) / length;
  }
  return peaks;
}
