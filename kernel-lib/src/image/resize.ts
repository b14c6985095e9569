import type { Pixels } from '../types';
import { Axis } from './axis';
import type { Resampling } from './axis';
import { resizeLikePillow } from './pillow';
import type { Planes, Region } from './planes';

const { fround } = Math;

/** Resizes a whole picture. */
export function resizePixels(source: Pixels, width: number, height: number, resampling: Resampling): Pixels {
  const byPairs = resampling === 'bilinear' ? wholeByPairs(source, width, height) : null;
  if (byPairs) return byPairs;
  const planes = { data: new Float32Array(3 * width * height), offset: 0, width, height, gain: 1, bias: 0.5 };
  new Resizer().resize(source, { x: 0, y: 0, width: source.width, height: source.height }, resampling, planes);
  const data = new Uint8Array(3 * width * height);
  const area = width * height;
  for (let i = 0, o = 0; i < area; i++, o += 3) {
    data[o] = planes.data[i];
    data[o + 1] = planes.data[i + area];
    data[o + 2] = planes.data[i + 2 * area];
  }
  return { data, width, height };
}

/**
 * Resizes regions of pictures straight into a network's input, without rounding to 8 bits between. In general two passes: the
 * source rows that a target row is made of are mixed first, then that row is shortened. Holds its working memory, so one object serves many
 * regions, one after the other.
 */
export class Resizer {
  private readonly across = new Axis();
  private readonly down = new Axis();
  private row = new Float64Array(0);

  resize(source: Pixels, region: Region, resampling: Resampling, target: Planes): void {
    if (resampling === 'pillow') {
      resizeLikePillow(source, region, target);
      return;
    }
    const { across, down } = this;
    across.fill(region.x, region.width, target.width, source.width, resampling);
    down.fill(region.y, region.height, target.height, source.height, resampling);
    if (across.pairs && down.pairs) {
      resizeByPairs(source, across, down, target);
      return;
    }
    if (this.row.length < source.width * 3) this.row = new Float64Array(source.width * 3);
    for (let y = 0; y < target.height; y++) {
      mixRows(source, down, y, across.low * 3, across.high * 3, target.gain, this.row);
      shorten(this.row, across, target, target.offset + y * (target.pitch ?? target.width));
    }
  }
}

/** The same without planes between, where four pixels make one; null where they do not. */
function wholeByPairs(source: Pixels, width: number, height: number): Pixels | null {
  const across = new Axis().fill(0, source.width, width, source.width, 'bilinear');
  const down = new Axis().fill(0, source.height, height, source.height, 'bilinear');
  if (!across.pairs || !down.pairs) return null;
  const data = new Uint8Array(3 * width * height);
  const from = source.data;
  const pitch = source.width * 3;
  const { first, weights } = across;
  for (let y = 0, o = 0; y < height; y++) {
    const above = down.first[y] * pitch;
    const upper = down.weights[y * down.stride];
    const lower = down.weights[y * down.stride + 1];
    for (let x = 0, w = 0; x < width; x++, w += across.stride, o += 3) {
      const p = above + first[x] * 3;
      const q = p + pitch;
      const w00 = upper * weights[w];
      const w01 = upper * weights[w + 1];
      const w10 = lower * weights[w];
      const w11 = lower * weights[w + 1];
      // Rounded to the planes' precision, so that it makes no difference which way a picture goes.
      data[o] = fround(w00 * from[p] + w01 * from[p + 3] + w10 * from[q] + w11 * from[q + 3] + 0.5);
      data[o + 1] = fround(w00 * from[p + 1] + w01 * from[p + 4] + w10 * from[q + 1] + w11 * from[q + 4] + 0.5);
      data[o + 2] = fround(w00 * from[p + 2] + w01 * from[p + 5] + w10 * from[q + 2] + w11 * from[q + 5] + 0.5);
    }
  }
  return { data, width, height };
}

/** Every value from four pixels, in one pass: cheaper than two passes as long as a target pixel needs no more. */
function resizeByPairs(source: Pixels, across: Axis, down: Axis, target: Planes): void {
  const { data, width, height, gain, bias, plane: green = width * height } = target;
  const { first, weights, stride } = across;
  const from = source.data;
  const pitch = source.width * 3;
  const blue = 2 * green;
  const skipped = (target.pitch ?? width) - width;
  for (let y = 0, o = target.offset; y < height; y++, o += skipped) {
    const above = down.first[y] * pitch;
    const upper = gain * down.weights[y * down.stride];
    const lower = gain * down.weights[y * down.stride + 1];
    for (let x = 0, w = 0; x < width; x++, w += stride, o++) {
      const p = above + first[x] * 3;
      const q = p + pitch;
      const left = weights[w];
      const right = weights[w + 1];
      const w00 = upper * left;
      const w01 = upper * right;
      const w10 = lower * left;
      const w11 = lower * right;
      data[o] = w00 * from[p] + w01 * from[p + 3] + w10 * from[q] + w11 * from[q + 3] + bias;
      data[o + green] = w00 * from[p + 1] + w01 * from[p + 4] + w10 * from[q + 1] + w11 * from[q + 4] + bias;
      data[o + blue] = w00 * from[p + 2] + w01 * from[p + 5] + w10 * from[q + 2] + w11 * from[q + 5] + bias;
    }
  }
}

/** row[from..to) = gain · weighted sum of the source rows that target row y is made of, four source rows at a time. */
function mixRows(
  source: Pixels,
  down: Axis,
  y: number,
  from: number,
  to: number,
  gain: number,
  row: Float64Array
): void {
  const pitch = source.width * 3;
  const taps = down.taps[y];
  const last = (down.first[y] + taps - 1) * pitch;
  if (taps === 0) row.fill(0, from, to);
  for (let k = 0; k < taps; k += 4) {
    const at = y * down.stride + k;
    const p = (down.first[y] + k) * pitch + from;
    const weight = (i: number): number => (k + i < taps ? gain * down.weights[at + i] : 0);
    // Rows beyond the last tap have no weight, but must exist.
    const above = (i: number): number => Math.min(p + i * pitch, last + from);
    if (k === 0) row.fill(0, from, to);
    addFour(row, from, to, source.data, p, above(1), above(2), above(3), weight(0), weight(1), weight(2), weight(3));
  }
}

function addFour(
  row: Float64Array,
  from: number,
  to: number,
  data: Uint8Array,
  p: number,
  q: number,
  r: number,
  s: number,
  a: number,
  b: number,
  c: number,
  d: number
): void {
  for (let i = from; i < to; i += 3, p += 3, q += 3, r += 3, s += 3) {
    row[i] += a * data[p] + b * data[q] + c * data[r] + d * data[s];
    row[i + 1] += a * data[p + 1] + b * data[q + 1] + c * data[r + 1] + d * data[s + 1];
    row[i + 2] += a * data[p + 2] + b * data[q + 2] + c * data[r + 2] + d * data[s + 2];
  }
}

function shorten(
  row: Float64Array,
  across: Axis,
  { data, width, height, bias, plane: green = width * height }: Planes,
  offset: number
): void {
  const { first, taps, weights, stride } = across;
  const blue = 2 * green;
  for (let x = 0, o = offset; x < width; x++, o++) {
    let r = bias;
    let g = bias;
    let b = bias;
    let i = first[x] * 3;
    let w = x * stride;
    for (const end = w + taps[x]; w < end; w++, i += 3) {
      const weight = weights[w];
      r += weight * row[i];
      g += weight * row[i + 1];
      b += weight * row[i + 2];
    }
    data[o] = r;
    data[o + green] = g;
    data[o + blue] = b;
  }
}
