/** What the kinds of harm are made from: whole pictures in, whole pictures out, sizes in inter-eye distances of the face in them. */
import sharp from 'sharp';
import type { Landmarks, Pixels, Point } from '../../../kernel-lib/src/types';

/** A picture and where its face is. */
export interface Subject {
  picture: Pixels;
  landmarks: Landmarks;
  /** Degrees as the components measured them: a head is turned on the way it already looks. */
  pose?: { yaw: number; pitch: number };
}

/** The middle between the eyes, the unit vectors along the eyes and down the face, and the inter-eye distance in px. */
export interface Frame {
  eyes: Point;
  along: Point;
  down: Point;
  apart: number;
}

export function frameOf([left, right]: Landmarks): Frame {
  const apart = Math.hypot(right[0] - left[0], right[1] - left[1]);
  const along: Point = [(right[0] - left[0]) / apart, (right[1] - left[1]) / apart];
  return { eyes: [(left[0] + right[0]) / 2, (left[1] + right[1]) / 2], along, down: [-along[1], along[0]], apart };
}

/** Place of a pixel in the face: u along the eyes, v down from them, in inter-eye distances. */
export function placeIn({ eyes, along, down, apart }: Frame, x: number, y: number): [u: number, v: number] {
  const [dx, dy] = [x - eyes[0], y - eyes[1]];
  return [(dx * along[0] + dy * along[1]) / apart, (dx * down[0] + dy * down[1]) / apart];
}

export type Rgb = [number, number, number];

/** Every pixel anew: `value` gets its colour and its place and gives the colour, not yet rounded. */
export function each({ data, width, height }: Pixels, value: (colour: Rgb, x: number, y: number) => Rgb): Pixels {
  const out = new Uint8Array(data.length);
  for (let y = 0, p = 0; y < height; y++)
    for (let x = 0; x < width; x++, p += 3) {
      const colour = value([data[p], data[p + 1], data[p + 2]], x, y);
      for (let c = 0; c < 3; c++) out[p + c] = Math.max(0, Math.min(255, Math.round(colour[c])));
    }
  return { data: out, width, height };
}

export async function through(picture: Pixels, change: (image: sharp.Sharp) => sharp.Sharp): Promise<Pixels> {
  const raw = { width: picture.width, height: picture.height, channels: 3 as const };
  const { data, info } = await change(sharp(picture.data, { raw })).raw().toBuffer({ resolveWithObject: true });
  return { data: new Uint8Array(data), width: info.width, height: info.height };
}

/** As a PNG file. */
export function encoded({ data, width, height }: Pixels): Promise<Uint8Array> {
  return sharp(data, { raw: { width, height, channels: 3 } })
    .png({ compressionLevel: 1 })
    .toBuffer();
}

/** As JPEG and back. */
export async function compressed(picture: Pixels, quality: number): Promise<Pixels> {
  const raw = { width: picture.width, height: picture.height, channels: 3 as const };
  const bytes = await sharp(picture.data, { raw }).jpeg({ quality }).toBuffer();
  const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
  return { data: new Uint8Array(data), width: info.width, height: info.height };
}

/** Numbers 0..1 that are the same for the same seed (mulberry32). */
export function numbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export function gauss(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
