/**
 * IEEE 754 binary16 ("half"), the form embeddings are stored in: two bytes a value instead of four, at a relative error of
 * at most 2⁻¹¹, which moves the cosine of two unit embeddings by less than .0005.
 */

const bits = new Uint32Array(1);
const float = new Float32Array(bits.buffer);

function encode(value: number): number {
  float[0] = value;
  const b = bits[0];
  const sign = (b >>> 16) & 0x8000;
  const exponent = (b >>> 23) & 0xff;
  const mantissa = b & 0x7fffff;
  if (exponent === 0xff) return sign | 0x7c00 | (mantissa ? 0x200 : 0);
  const e = exponent - 112;
  if (e >= 31) return sign | 0x7c00;
  if (e < -10) return sign;
  // The 13 (or more, for subnormals) bits that do not fit are rounded to the nearest, ties to even; a carry out of the
  // mantissa runs into the exponent, which is what rounding up to the next power of two means.
  const full = e <= 0 ? mantissa | 0x800000 : mantissa;
  const drop = e <= 0 ? 14 - e : 13;
  let half = (e <= 0 ? 0 : e << 10) | (full >>> drop);
  const rest = full & ((1 << drop) - 1);
  const middle = 1 << (drop - 1);
  if (rest > middle || (rest === middle && half & 1)) half++;
  return sign | half;
}

function decode(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >>> 10) & 0x1f;
  const mantissa = half & 0x3ff;
  if (exponent === 0) return sign * mantissa * 2 ** -24;
  if (exponent === 31) return mantissa ? NaN : sign * Infinity;
  return sign * (1 + mantissa / 1024) * 2 ** (exponent - 15);
}

/** @returns little-endian binary16, two bytes a value, in the order given */
export function encodeHalf(values: Float32Array): Uint8Array {
  const halves = new Uint16Array(values.length);
  const singles = new Int32Array(values.buffer, values.byteOffset, values.length);
  for (let i = 0; i < singles.length; i++) {
    const b = singles[i];
    const size = b & 0x7fffffff;
    // From the least normal half to below 65,536 the exponent is lowered by 127 − 15, and 13 bits are rounded to even.
    halves[i] =
      size >= 0x38800000 && size < 0x47800000
        ? ((b >>> 16) & 0x8000) | ((size - 0x38000000 + 0xfff + ((size >>> 13) & 1)) >>> 13)
        : encode(values[i]);
  }
  return new Uint8Array(halves.buffer);
}

/** Inverse of {@link encodeHalf}. */
export function decodeHalf(bytes: Uint8Array): Float32Array {
  const values = new Float32Array(bytes.byteLength >>> 1);
  halfToFloat(bytes, values, 0);
  return values;
}

/** All 65,536 values: looking one up is several times faster than computing it. */
let table: Float32Array | null = null;

/** Decodes into `values` from index `at` on. */
export function halfToFloat(bytes: Uint8Array, values: Float32Array, at: number): void {
  table ??= Float32Array.from({ length: 65536 }, (_, half) => decode(half));
  const lookup = table;
  const n = bytes.byteLength >>> 1;
  let done = 0;
  if (bytes.byteOffset % 4 === 0) {
    // Two at once: a normal number's bits are moved and its exponent raised by 127 − 15; any other is looked up.
    const pairs = new Int32Array(bytes.buffer, bytes.byteOffset, n >>> 1);
    const out = new Int32Array(values.buffer, values.byteOffset + 4 * at, n);
    for (let i = 0; i < pairs.length; i++, done += 2) {
      const pair = pairs[i];
      const low = pair & 0x7c00;
      const high = pair & 0x7c000000;
      if (low !== 0 && low !== 0x7c00 && high !== 0 && high !== 0x7c000000) {
        out[done] = ((pair & 0x8000) << 16) | (((pair & 0x7fff) << 13) + 0x38000000);
        out[done + 1] = (pair & 0x80000000) | (((pair >>> 3) & 0x0fffe000) + 0x38000000);
      } else {
        values[at + done] = lookup[pair & 0xffff];
        values[at + done + 1] = lookup[pair >>> 16];
      }
    }
  }
  for (; done < n; done++) values[at + done] = lookup[bytes[2 * done] | (bytes[2 * done + 1] << 8)];
}
