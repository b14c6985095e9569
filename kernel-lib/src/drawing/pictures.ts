import sharp from 'sharp';
import { SCALE } from './scale';
import { PANEL } from './theme';

/** A picture, three bytes a pixel. */
export interface Raster {
  rgb: Buffer;
  /** Pixels. */
  width: number;
  height: number;
}

/** A whole picture in a square of `size` units, at the pixels of the drawing it goes into. */
export async function squareRaster(encoded: Uint8Array, size: number): Promise<Raster> {
  return raster(
    sharp(encoded).resize(size * SCALE, size * SCALE, { fit: 'contain', background: PANEL, kernel: 'lanczos3' })
  );
}

/** A whole picture, shrunk to fit; null where it cannot be decoded (a card must not fail for its illustration). */
export async function fittedRaster(encoded: Uint8Array, width: number, height: number): Promise<Raster | null> {
  try {
    return await raster(
      sharp(encoded)
        .rotate()
        .resize(width * SCALE, height * SCALE, { fit: 'inside' })
    );
  } catch {
    return null;
  }
}

async function raster(picture: sharp.Sharp): Promise<Raster> {
  const { data, info } = await picture
    .flatten({ background: '#fff' })
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { rgb: data, width: info.width, height: info.height };
}

/** MIME type of pixels inside a drawing: encoding them for the SVG renderer to decode again takes longer than everything else. */
const PIXELS = 'image/x-rgb';

/** An image of a drawing, its corner at (x, y): laid into the PNG as it is, over all shapes and under all letters. */
export function placed({ rgb, width, height }: Raster, x: number, y: number): string {
  const href = `data:${PIXELS};${width}x${height};base64,${rgb.toString('base64')}`;
  return `<image href="${href}" x="${x}" y="${y}" width="${width / SCALE}" height="${height / SCALE}"/>`;
}

/** The pixels of an image made by `placed`. */
export function pixelsOf(href: string): Raster {
  const [, width, height] = /;(\d+)x(\d+);base64,/.exec(href)!;
  return {
    rgb: Buffer.from(href.slice(href.indexOf(',') + 1), 'base64'),
    width: Number(width),
    height: Number(height)
  };
}
