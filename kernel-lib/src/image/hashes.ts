/** Two hashes of what is seen, whatever the file: one exact, one that survives scaling and compression. */
import { createHash } from 'node:crypto';
import type { Pixels } from '../types';

/** Lower-case hex SHA-256 of width, height and pixels: the same for two files that decode to the same picture. */
export function pixelHash({ data, width, height }: Pixels): string {
  return createHash('sha256').update(`${width}x${height} `).update(data).digest('hex');
}

const COLUMNS = 9;
const ROWS = 8;
/** Pixels looked at along a side of a cell: more would not change its mean noticeably. */
const LOOKS = 32;

/**
 * The 64-bit difference hash (dHash): the picture's luma averaged over 9 × 8 equal cells; each bit says whether a cell is
 * brighter than its left neighbour, row by row, the first bit highest. Copies that were scaled, compressed or slightly
 * brightened differ in few bits (Hamming distance).
 *
 * @returns 16 hex digits
 */
export function perceptualHash({ data, width, height }: Pixels): string {
  let bits = 0n;
  for (let row = 0; row < ROWS; row++) {
    let left = 0;
    for (let column = 0; column < COLUMNS; column++) {
      const mean = meanLuma(data, width, height, column, row);
      if (column > 0) bits = (bits << 1n) | (mean > left ? 1n : 0n);
      left = mean;
    }
  }
  return bits.toString(16).padStart(16, '0');
}

function meanLuma(data: Uint8Array, width: number, height: number, column: number, row: number): number {
  const [x0, x1] = span(column, COLUMNS, width);
  const [y0, y1] = span(row, ROWS, height);
  const dx = Math.max(1, Math.floor((x1 - x0) / LOOKS));
  const dy = Math.max(1, Math.floor((y1 - y0) / LOOKS));
  let sum = 0;
  let n = 0;
  for (let y = y0; y < y1; y += dy)
    for (let x = x0; x < x1; x += dx) {
      const at = (y * width + x) * 3;
      // Rec. 601 luma in whole numbers, so that every machine finds the same.
      sum += 299 * data[at] + 587 * data[at + 1] + 114 * data[at + 2];
      n++;
    }
  return sum / n;
}

/** Pixels [from, to) of cell i of n; at least one, also where the picture is smaller than the grid. */
function span(i: number, n: number, length: number): [from: number, to: number] {
  const from = Math.min(Math.floor((i * length) / n), length - 1);
  return [from, Math.max(from + 1, Math.floor(((i + 1) * length) / n))];
}
