import { endianness } from 'node:os';
import type { Pixels } from '../types';

/** Half the size, rounded up, by the mean of 2×2 pixels; an odd last row or column counts twice. */
export function halve(source: Pixels): Pixels {
  const width = (source.width + 1) >> 1;
  const height = (source.height + 1) >> 1;
  const half = { data: new Uint8Array(width * height * 3), width, height };
  if (inWords(source)) halveByWords(source, half);
  else halveByBytes(source, half);
  return half;
}

const LITTLE = endianness() === 'LE';

/** Whether every row is made of whole groups of four pixels, each of three words of four bytes. */
function inWords({ data, width }: Pixels): boolean {
  return LITTLE && width % 4 === 0 && data.byteOffset % 4 === 0;
}

/** The first and the third byte of a word, with room above each for what is carried. */
const TWO = 0x00ff00ff;

/** The same for four pixels of both rows at a time. The bytes of their three words are r1 g1 b1 r2, g2 b2 r3 g3 and b3 r4 g4 b4. */
function halveByWords({ data, width, height }: Pixels, half: Pixels): void {
  const from = new Uint32Array(data.buffer, data.byteOffset, (width * height * 3) / 4);
  const to = new Uint16Array(half.data.buffer);
  const pitch = (width * 3) / 4;
  for (let y = 0, o = 0; y < half.height; y++) {
    let p = 2 * y * pitch;
    let q = 2 * y + 1 < height ? p + pitch : p;
    for (const end = p + pitch; p < end; p += 3, q += 3, o += 3) {
      const r1b1 = (from[p] & TWO) + (from[q] & TWO);
      const g1r2 = ((from[p] >>> 8) & TWO) + ((from[q] >>> 8) & TWO);
      const g2r3 = (from[p + 1] & TWO) + (from[q + 1] & TWO);
      const b2g3 = ((from[p + 1] >>> 8) & TWO) + ((from[q + 1] >>> 8) & TWO);
      const b3g4 = (from[p + 2] & TWO) + (from[q + 2] & TWO);
      const r4b4 = ((from[p + 2] >>> 8) & TWO) + ((from[q + 2] >>> 8) & TWO);
      const leftRed = ((r1b1 & 0xffff) + (g1r2 >>> 16) + 2) >> 2;
      const leftGreen = ((g1r2 & 0xffff) + (g2r3 & 0xffff) + 2) >> 2;
      const leftBlue = ((r1b1 >>> 16) + (b2g3 & 0xffff) + 2) >> 2;
      const rightRed = ((g2r3 >>> 16) + (r4b4 & 0xffff) + 2) >> 2;
      const rightGreen = ((b2g3 >>> 16) + (b3g4 >>> 16) + 2) >> 2;
      const rightBlue = ((b3g4 & 0xffff) + (r4b4 >>> 16) + 2) >> 2;
      to[o] = leftRed | (leftGreen << 8);
      to[o + 1] = leftBlue | (rightRed << 8);
      to[o + 2] = rightGreen | (rightBlue << 8);
    }
  }
}

function halveByBytes(source: Pixels, { data, width, height }: Pixels): void {
  const from = source.data;
  const pitch = source.width * 3;
  const pairs = source.width >> 1;
  for (let y = 0, o = 0; y < height; y++) {
    let p = 2 * y * pitch;
    let q = 2 * y + 1 < source.height ? p + pitch : p;
    for (let x = 0; x < pairs; x++, p += 6, q += 6, o += 3) {
      data[o] = (from[p] + from[p + 3] + from[q] + from[q + 3] + 2) >> 2;
      data[o + 1] = (from[p + 1] + from[p + 4] + from[q + 1] + from[q + 4] + 2) >> 2;
      data[o + 2] = (from[p + 2] + from[p + 5] + from[q + 2] + from[q + 5] + 2) >> 2;
    }
    if (pairs < width) {
      for (let channel = 0; channel < 3; channel++, o++) data[o] = (from[p + channel] + from[q + channel] + 1) >> 1;
    }
  }
}
