import sharp from 'sharp';
import type { Pixels } from '../../../kernel-lib/src/types';

/** A picture whose four quarters are told apart by colour: red, green / blue, yellow. */
export function quarters(width = 64, height = 48): sharp.Sharp {
  const data = Buffer.alloc(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const colour = QUARTERS[(y < height / 2 ? 0 : 2) + (x < width / 2 ? 0 : 1)];
      data.set(colour, (y * width + x) * 3);
    }
  }
  return sharp(data, { raw: { width, height, channels: 3 } });
}

export const QUARTERS = [
  [220, 30, 30],
  [30, 200, 30],
  [30, 30, 220],
  [230, 220, 30]
];

/** Colour in the middle of each quarter, in the order of `QUARTERS`. */
export function readQuarters({ data, width, height }: Pixels): number[][] {
  return [
    [0.25, 0.25],
    [0.75, 0.25],
    [0.25, 0.75],
    [0.75, 0.75]
  ].map(([x, y]) => {
    const at = (Math.floor(y * height) * width + Math.floor(x * width)) * 3;
    return [...data.subarray(at, at + 3)];
  });
}

/** Largest difference between two lists of colours. */
export function distance(a: number[][], b: number[][]): number {
  return Math.max(...a.flatMap((colour, i) => colour.map((value, k) => Math.abs(value - b[i][k]))));
}

/** A picture that something can be measured on: a smooth function of the pixel centre, channel by channel. */
export function pixelsOf(
  width: number,
  height: number,
  value: (x: number, y: number, channel: number) => number
): Pixels {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0, o = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let channel = 0; channel < 3; channel++) data[o++] = Math.round(value(x, y, channel));
    }
  }
  return { data, width, height };
}
