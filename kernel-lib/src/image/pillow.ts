import type { Pixels } from '../types';
import { Axis } from './axis';
import type { Planes, Region } from './planes';

/** Pillow's fixed-point weights have 22 bits after the point (Resample.c: PRECISION_BITS = 32 − 8 − 2). */
const ONE = 1 << 22;
const HALF = 1 << 21;

/**
 * `Image.resize(…, BILINEAR)` of Pillow, to the last bit: across first, then down, both rounded to 8 bits. Networks that were
 * made with it put close candidates in another order already when one value in ten is off by one.
 */
export function resizeLikePillow(source: Pixels, region: Region, target: Planes): void {
  const { data, offset, width, height, gain, bias, pitch: row = width, plane = width * height } = target;
  const across = new Axis().fill(region.x, region.width, width, source.width, 'pillow');
  const down = new Axis().fill(region.y, region.height, height, source.height, 'pillow');
  const columns = fixedPoint(across);
  const rows = fixedPoint(down);
  const shortened = shortenRows(source, across, columns, down.low, down.high);
  const pitch = width * 3;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let channel = 0; channel < 3; channel++) {
        let sum = HALF;
        let p = (down.first[y] - down.low) * pitch + x * 3 + channel;
        for (let k = 0, w = y * down.stride; k < down.taps[y]; k++, w++, p += pitch) sum += rows[w] * shortened[p];
        data[offset + channel * plane + y * row + x] = (sum >> 22) * gain + bias;
      }
    }
  }
}

/** The source rows [low, high), each resized to the target's width; 8 bits. */
function shortenRows(source: Pixels, across: Axis, columns: Int32Array, low: number, high: number): Uint8Array {
  const { count, first, taps, stride } = across;
  const shortened = new Uint8Array(Math.max(0, high - low) * count * 3);
  for (let y = low, o = 0; y < high; y++) {
    const row = y * source.width * 3;
    for (let x = 0; x < count; x++) {
      for (let channel = 0; channel < 3; channel++, o++) {
        let sum = HALF;
        let p = row + first[x] * 3 + channel;
        for (let k = 0, w = x * stride; k < taps[x]; k++, w++, p += 3) sum += columns[w] * source.data[p];
        shortened[o] = sum >> 22;
      }
    }
  }
  return shortened;
}

const fixedPoint = ({ weights }: Axis): Int32Array =>
  Int32Array.from(weights, weight => Math.floor(weight * ONE + 0.5));
