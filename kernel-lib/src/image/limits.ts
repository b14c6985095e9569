import { FacegaugeError } from '../errors';
import type { ImageFormat } from './format';

/** Wider pictures are scaled down to it while decoding: faces are found and recognised at far smaller sizes. */
export const MAX_WIDTH = 1920;

/** Decoded pictures have no more pixels: a tall picture of the greatest width, twice as high as wide. */
export const MAX_DECODED_PIXELS = MAX_WIDTH * 2 * MAX_WIDTH;

/** … and no longer side. */
export const MAX_SIDE = 16_384;

/** Pictures with more pixels are refused by their header, before any pixel is decoded. */
export const MAX_PIXELS = 100_000_000;

/** Scaling down never makes the shorter side smaller: the size of a face crop, so that a face as wide as the picture stays one. */
const LEAST_SHORTER_SIDE = 112;

/** Decoders that cannot hand out a picture row by row hold all of it; what takes more is refused, bytes. */
export const MAX_HELD_BYTES = 640 * 1024 ** 2;

/** What a header says, as far as it bears on the cost of decoding. */
export interface PictureHeader {
  /** Pixels, turned upright. */
  width: number;
  height: number;
  format: ImageFormat;
  channels: number;
  /** Bytes of one channel of one pixel. */
  depth: number;
  /** Interlaced PNG or progressive JPEG. */
  progressive: boolean;
}

/**
 * Decoded pixels per original pixel, in (0, 1]: at most 1920 px wide, 16,384 px on the longer side and 7.4 million pixels.
 * @throws FacegaugeError TOO_MANY_PIXELS above 100 million pixels or where the decoder would need more than 640 MB;
 *   EXTREME_SHAPE for a strip so long that a face across it would be lost in scaling
 */
export function decodingScale(header: PictureHeader, path: string | undefined): number {
  const { width, height } = header;
  const size = `${width} × ${height} pixels`;
  if (width * height > MAX_PIXELS) throw tooManyPixels(`${size}; the limit is 100 million`, size, path);
  const held = heldBytes(header);
  if (held > MAX_HELD_BYTES) {
    const need = `${Math.round(held / 1024 ** 2)} MB at once`;
    throw tooManyPixels(`${size} that can only be decoded in one piece (${need})`, `${size}, ${need}`, path);
  }
  const shorter = Math.min(width, height);
  const wanted = Math.max(MAX_WIDTH / width, LEAST_SHORTER_SIDE / shorter);
  const scale = Math.min(
    1,
    wanted,
    MAX_SIDE / Math.max(width, height),
    Math.sqrt(MAX_DECODED_PIXELS / (width * height))
  );
  if (scale < 1 && Math.round(shorter * scale) < LEAST_SHORTER_SIDE) throw extremeShape(size, path);
  return scale;
}

/**
 * Bytes a decoder holds at once, at most; 0 where it works row by row. TIFF and AVIF may be stored in one piece whatever
 * their header says; a progressive JPEG is held as coefficients of 16 bits, an animation as RGBA.
 */
export function heldBytes({ width, height, format, channels, depth, progressive }: PictureHeader): number {
  const pixels = width * height;
  switch (format) {
    case 'jpeg':
      return progressive ? pixels * channels * 2 : 0;
    case 'png':
      return progressive ? pixels * channels * depth : 0;
    case 'gif':
    case 'webp':
      return pixels * 4;
    case 'avif':
    case 'tiff':
      return pixels * channels * depth;
  }
}

const quote = (path: string | undefined): string => (path === undefined ? 'The picture given as bytes' : `"${path}"`);

function tooManyPixels(has: string, found: string, path: string | undefined): FacegaugeError {
  return new FacegaugeError('TOO_MANY_PIXELS', `${quote(path)} has ${has}.`, {
    found,
    action: 'Scale it down or cut the face out first.',
    path
  });
}

function extremeShape(size: string, path: string | undefined): FacegaugeError {
  return new FacegaugeError(
    'EXTREME_SHAPE',
    `${quote(path)} is a strip of ${size}, too long to be looked at as one picture.`,
    {
      found: size,
      action: 'Cut it into pieces, or cut the face out.',
      path
    }
  );
}
