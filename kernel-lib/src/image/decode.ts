import { createHash } from 'node:crypto';
import { FacegaugeError } from '../errors';
import type { DecodedImage, ImageInput, Warning } from '../types';
import { readExif } from './exif';
import type { ImageFormat } from './format';
import { perceptualHash, pixelHash } from './hashes';
import { describeInput, readInput } from './input';
import { endsEarly, hasHiddenFrames } from './structure';
import { sharp } from './vips';

/** Wider pictures are scaled down to it while decoding: faces are found and recognised at far smaller sizes. */
export const MAX_WIDTH = 1920;

/** Pictures with more pixels are refused by their header, before any pixel is decoded. */
export const MAX_PIXELS = 100_000_000;

/**
 * What shows through transparency. Transparent portraits are cut-outs made to stand on a page; white is what viewers put behind
 * them and what portrait standards ask for (a plain light ground). The colours stored under transparent pixels are arbitrary.
 */
const BACKGROUND = '#ffffff';

/**
 * Decodes a picture to 8-bit sRGB: EXIF orientation applied, transparency on white, grey, CMYK and 16 bit converted, first frame
 * of an animation (with a warning), at most 1920 px wide.
 *
 * @param input path, `file:` URL or encoded bytes; read once
 * @throws FacegaugeError MISSING, NO_PERMISSION, DIRECTORY, NOT_A_FILE, EMPTY_FILE, NOT_AN_IMAGE, TRUNCATED_IMAGE,
 *   TOO_MANY_PIXELS, UNREADABLE_IMAGE, INVALID_ARGUMENT
 */
export async function decodeImage(input: ImageInput): Promise<DecodedImage> {
  const { bytes, format, modified } = await readInput(input);
  const path = input instanceof Uint8Array ? undefined : describeInput(input);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  try {
    // The size is judged here and not by sharp, so that the message can say what it is.
    const image = sharp(bytes, { limitInputPixels: false, failOn: 'error' });
    const facts = await image.metadata();
    const { width: originalWidth, height: originalHeight } = facts.autoOrient;
    if (originalWidth * originalHeight > MAX_PIXELS) throw tooManyPixels(originalWidth, originalHeight, path);

    image.autoOrient().toColourspace('srgb');
    if (originalWidth > MAX_WIDTH) image.resize({ width: MAX_WIDTH });
    if (facts.hasAlpha) image.flatten({ background: BACKGROUND });
    const { data, info } = await image.raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true });
    if (info.channels !== 3) throw new Error(`it has ${info.channels} channels`);
    if (endsEarly(bytes, format)) throw new Error('the file ends before the picture does'); // a decoder let it pass
    const { takenAt, takenAtZoned, camera } = readExif(facts.exif);
    const pixels = {
      data: new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
      width: info.width,
      height: info.height
    };
    return {
      ...pixels,
      originalWidth,
      originalHeight,
      scale: info.width / originalWidth,
      sha256,
      format,
      takenAt,
      provenance: {
        fileSize: modified === null ? null : bytes.length,
        fileMtime: modified,
        pixelHash: pixelHash(pixels),
        perceptualHash: perceptualHash(pixels),
        camera,
        takenAtZoned
      },
      warnings: frameWarnings(facts.pages ?? 1, bytes, format)
    };
  } catch (error) {
    throw error instanceof FacegaugeError ? error : decodeError(error, bytes, format, path);
  }
}

function frameWarnings(pages: number, bytes: Uint8Array, format: ImageFormat): Warning[] {
  if (pages <= 1 && !hasHiddenFrames(bytes, format)) return [];
  const what = format === 'tiff' ? `This TIFF holds ${pages} pages` : `This ${format.toUpperCase()} is animated`;
  return [
    { code: 'ANIMATED_FIRST_FRAME', message: `${what}; only the first ${format === 'tiff' ? 'page' : 'frame'} is used` }
  ];
}

function tooManyPixels(width: number, height: number, path: string | undefined): FacegaugeError {
  return new FacegaugeError(
    'TOO_MANY_PIXELS',
    `${quote(path)} has ${width} × ${height} pixels; the limit is 100 million.`,
    {
      found: `${width} × ${height} pixels`,
      action: 'Scale it down or cut the face out first.',
      path
    }
  );
}

function decodeError(error: unknown, bytes: Uint8Array, format: ImageFormat, path: string | undefined): FacegaugeError {
  const reason = error instanceof Error ? error.message.trim().split('\n')[0] : String(error);
  const details = { found: `${format.toUpperCase()}, ${bytes.length} bytes: ${reason}`, path, cause: error };
  if (endsEarly(bytes, format) || /premature end|unexpected end|end of file|truncat|read past end/i.test(reason)) {
    return new FacegaugeError(
      'TRUNCATED_IMAGE',
      `${quote(path)} ends before the picture does (${bytes.length} bytes).`,
      {
        ...details,
        action: 'Copy or download it again.'
      }
    );
  }
  return new FacegaugeError('UNREADABLE_IMAGE', `${quote(path)} is a damaged ${format.toUpperCase()} (${reason}).`, {
    ...details,
    action: 'Open it in a picture viewer and save it anew, or leave it out.'
  });
}

const quote = (path: string | undefined): string => (path === undefined ? 'The picture given as bytes' : `"${path}"`);
