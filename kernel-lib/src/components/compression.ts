import type { Box, ComponentValue } from '../types';
import type { Luma } from './luma';
import { component, sigmoid } from './scale';

/** Side of a JPEG block in pixels of the encoded picture. */
const BLOCK = 8;

/** Share of the face box added on each side: more block borders, steadier figures. */
const MARGIN = 0.25;

/** Longest side looked at in px: thirty borders say as much as three hundred. */
const LARGEST = 256;

/** Shortest: of two borders chance says more than blocks do. What was compressed is the picture, not the face alone. */
const SMALLEST = 128;

/**
 * CompressionArtifacts by blockiness: mean step in grey levels that the luminance makes at the borders of the 8×8 grid over and
 * above the steps beside them, around the face. About .5 for JPEG quality 90, 2.5 at 45, 4 at 20, 7 at 10. The grid may start
 * anywhere (cropped or turned pictures) and is followed through the decoder's own shrinking down to half size.
 * Limits: a picture scaled after it was compressed hides its grid; blocks of other codecs (WebP and AVIF smooth theirs) and ringing
 * are not seen. The standard uses a convolutional network; measure and mapping 100 · (1 − sig(x; 4, .9)) are our own.
 * @param scale decoded pixels per original pixel
 */
export function compressionArtifacts(image: Luma, box: Box, scale: number): ComponentValue {
  const period = BLOCK * scale;
  const around = surroundings(image, box);
  const steps =
    period < BLOCK / 2 ? 0 : (excess(acrossColumns(around), period) + excess(acrossRows(around), period)) / 2;
  return component(steps, 'levels', 100 * (1 - sigmoid(steps, 4, 0.9)), 2);
}

/** A stretch of the picture's luminance. */
interface Around {
  data: Uint8Array;
  /** Index of its first pixel, and from one row to the next. */
  first: number;
  pitch: number;
  width: number;
  height: number;
}

function surroundings(image: Luma, box: Box): Around {
  const [left, width] = stretch(box.x, box.width, image.width);
  const [top, height] = stretch(box.y, box.height, image.height);
  const data = image.within(left, top, width, height);
  return { data, first: top * image.width + left, pitch: image.width, width, height };
}

/** Start and length of the box's side with its margins, cut to LARGEST about its middle and to the picture. */
function stretch(start: number, length: number, end: number): [from: number, length: number] {
  const reach = Math.min(LARGEST, Math.max(SMALLEST, (1 + 2 * MARGIN) * length)) / 2;
  const middle = start + length / 2;
  const from = Math.max(0, Math.round(middle - reach));
  return [from, Math.max(0, Math.min(end, Math.round(middle + reach)) - from)];
}

/**
 * How much higher the steps are at the best phase of the grid than at the median one, in grey levels.
 * @param peaks for each line: mean amount by which the step onto it exceeds both neighbouring steps
 */
function excess(peaks: Float64Array, period: number): number {
  const sums = new Float64Array(BLOCK);
  const highest = new Float64Array(BLOCK);
  const counts = new Float64Array(BLOCK);
  for (let line = 2; line < peaks.length - 1; line++) {
    const phase = Math.floor(((line % period) / period) * BLOCK + 1e-6) % BLOCK;
    sums[phase] += peaks[line];
    highest[phase] = Math.max(highest[phase], peaks[line]);
    counts[phase]++;
  }
  // One line may be the border of a frame or of a picture beside this one: blocks have many.
  const means = Array.from(sums, (sum, phase) =>
    counts[phase] > 1 ? (sum - highest[phase]) / (counts[phase] - 1) : 0
  ).sort((a, b) => a - b);
  return means[BLOCK - 1] - (means[3] + means[4]) / 2;
}

/** Every second pixel along a border is enough, here as below. */
function acrossColumns({ data, first, pitch, width, height }: Around): Float64Array {
  const sums = new Float64Array(width);
  for (let y = 0; y < height; y += 2) {
    const row = first + y * pitch;
    let before = Math.abs(data[row + 1] - data[row]);
    let here = Math.abs(data[row + 2] - data[row + 1]);
    for (let x = 2; x < width - 1; x++) {
      const after = Math.abs(data[row + x + 1] - data[row + x]);
      const over = here - (before > after ? before : after);
      if (over > 0) sums[x] += over;
      before = here;
      here = after;
    }
  }
  return sums.map(sum => (2 * sum) / height);
}

function acrossRows({ data, first, pitch, width, height }: Around): Float64Array {
  const peaks = new Float64Array(height);
  for (let y = 2; y < height - 1; y++) {
    let sum = 0;
    const row = first + y * pitch;
    for (let i = row, end = row + width; i < end; i += 2) {
      const onto = data[i];
      const from = data[i - pitch];
      const before = Math.abs(from - data[i - 2 * pitch]);
      const after = Math.abs(data[i + pitch] - onto);
      const over = Math.abs(onto - from) - (before > after ? before : after);
      if (over > 0) sum += over;
    }
    peaks[y] = (2 * sum) / width;
  }
  return peaks;
}
