import type { Box } from '../../types';
import type { Luma } from '../luma';

/** A regular fine pattern over a face: how far its spectral line stands out of what is around it, and its strength in grey levels. */
export interface Grid {
  prominence: number;
  strength: number;
}

export const NO_GRID: Grid = { prominence: 0, strength: 0 };

/** Side in px of the part of a large face that is looked at. */
const LARGEST = 128;

/** Cosine and sine of −2πk / LARGEST. */
const ANGLES = Float64Array.from({ length: LARGEST / 2 }, (_, k) => (-2 * Math.PI * k) / LARGEST);
const COS = ANGLES.map(Math.cos);
const SIN = ANGLES.map(Math.sin);

/** Lowest frequency looked at in cycles a pixel: below it there are eyes and mouths. */
const LOWEST = 0.12;

/**
 * Looks for the grid of a display or the raster of a print in the middle of a face, in the picture's own pixels: the largest line of
 * the windowed Fourier spectrum against the mean of a ring about it. Clean faces, also noisy, compressed and masked ones, stay below
 * 8; a photographed display gives 15 and more.
 */
export function findGrid(image: Luma, box: Box): Grid {
  const room = Math.min(box.width, box.height, image.width, image.height);
  const n = room >= LARGEST ? LARGEST : room >= 64 ? 64 : 0;
  if (n === 0) return NO_GRID;
  windowed(image, box, n, REAL);
  return strongestLine(spectrum(REAL, IMAGINARY, n), n);
}

/** The square under work: every face needs one, and none of them is kept. */
const REAL = new Float64Array(LARGEST * LARGEST);
const IMAGINARY = new Float64Array(LARGEST * LARGEST);

/** Luminance about the middle of the box without its mean, under a Hann window. */
function windowed(image: Luma, box: Box, n: number, out: Float64Array): void {
  const place = (from: number, length: number, end: number): number =>
    Math.max(0, Math.min(end - n, Math.round(from + length / 2 - n / 2)));
  const [left, top] = [place(box.x, box.width, image.width), place(box.y, box.height, image.height)];
  const luma = image.within(left, top, n, n);
  let sum = 0;
  for (let y = 0; y < n; y++) for (let x = 0, p = (top + y) * image.width + left; x < n; x++) sum += luma[p + x];
  const mean = sum / (n * n);
  const hann = Float64Array.from({ length: n }, (_, t) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (t + 0.5)) / n));
  for (let y = 0, i = 0; y < n; y++)
    for (let x = 0, p = (top + y) * image.width + left; x < n; x++, i++)
      out[i] = (luma[p + x] - mean) * hann[x] * hann[y];
}

/** Magnitudes of the two-dimensional Fourier transform, [row][column], frequency 0 first, in `real`. */
function spectrum(real: Float64Array, imaginary: Float64Array, n: number): Float64Array {
  imaginary.fill(0, 0, n * n);
  for (const _ of ['rows', 'columns']) {
    for (let row = 0; row < n; row++) transform(real, imaginary, row * n, n);
    // Columns are transformed as rows of the mirrored square: neighbours in memory.
    transpose(real, n);
    transpose(imaginary, n);
  }
  for (let i = 0; i < n * n; i++) real[i] = Math.sqrt(real[i] * real[i] + imaginary[i] * imaginary[i]);
  return real;
}

function transpose(square: Float64Array, n: number): void {
  for (let y = 1; y < n; y++)
    for (let x = 0; x < y; x++) {
      const kept = square[y * n + x];
      square[y * n + x] = square[x * n + y];
      square[x * n + y] = kept;
    }
}

/** Radix-2 FFT in place of n values that start at `from` (Cooley & Tukey 1965). */
function transform(re: Float64Array, im: Float64Array, from: number, n: number): void {
  for (let i = 1, j = 0; i < n; i++) {
    let bit = n >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) {
      swap(re, from + i, from + j);
      swap(im, from + i, from + j);
    }
  }
  for (let size = 2; size <= n; size *= 2) {
    const half = size / 2;
    // The first of every turn is by nothing.
    for (let a = from; a < from + n; a += size) {
      const b = a + half;
      const x = re[b];
      const y = im[b];
      re[b] = re[a] - x;
      im[b] = im[a] - y;
      re[a] += x;
      im[a] += y;
    }
    for (let k = 1; k < half; k++) {
      const turn = (k * LARGEST) / size;
      const cos = COS[turn];
      const sin = SIN[turn];
      for (let a = from + k; a < from + n; a += size) {
        const b = a + half;
        const x = re[b] * cos - im[b] * sin;
        const y = re[b] * sin + im[b] * cos;
        re[b] = re[a] - x;
        im[b] = im[a] - y;
        re[a] += x;
        im[a] += y;
      }
    }
  }
}

function swap(values: Float64Array, i: number, j: number): void {
  const kept = values[i];
  values[i] = values[j];
  values[j] = kept;
}

/** Rings about a line, in steps of the spectrum: its own skirt is nearer, other structure farther. */
const [INNER, OUTER] = [3.5, 8.5];

function strongestLine(power: Float64Array, n: number): Grid {
  let floor = 0;
  let count = 0;
  const [least, most] = [(LOWEST * n) ** 2, (0.5 * n) ** 2];
  // A real picture's spectrum is its own mirror image: half of it is enough.
  const each = (visit: (x: number, y: number, value: number) => void): void => {
    for (let y = 0; y <= n / 2; y++)
      for (let x = -n / 2; x < n / 2; x++) {
        const r = x * x + y * y;
        if (r >= least && r <= most) visit(x, y, power[y * n + ((x + n) % n)]);
      }
  };
  each((_x, _y, value) => {
    floor += value;
    count++;
  });
  floor /= count;
  const tall: [x: number, y: number, value: number][] = [];
  each((x, y, value) => {
    if (value > 3 * floor) tall.push([x, y, value]);
  });
  tall.sort((a, b) => b[2] - a[2]);
  let best = NO_GRID;
  for (const [x, y, value] of tall.slice(0, 40)) {
    const prominence = value / (ringMean(power, n, x, y) + 0.02 * floor + 1e-9);
    // The window passes a quarter of a wave's amplitude; a wave of amplitude a gives a · n² / 8.
    if (prominence > best.prominence) best = { prominence, strength: (8 * value) / (n * n) };
  }
  return best;
}

function ringMean(power: Float64Array, n: number, x: number, y: number): number {
  let sum = 0;
  let count = 0;
  for (let dy = -8; dy <= 8; dy++)
    for (let dx = -8; dx <= 8; dx++) {
      const r = dx * dx + dy * dy;
      if (r < INNER * INNER || r > OUTER * OUTER) continue;
      sum += power[((y + dy + n) % n) * n + ((x + dx + 2 * n) % n)];
      count++;
    }
  return sum / count;
}
