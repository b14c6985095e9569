import { createHash } from 'node:crypto';
import type { Metadata, OutputInfo, ResizeOptions } from 'sharp';
import { FacegaugeError } from '../errors';
import type { DecodedImage, ImageInput, Warning } from '../types';
import { readExif } from './exif';
import type { ImageFormat } from './format';
import { perceptualHash, pixelHash } from './hashes';
import { describeInput, readInput } from './input';
import { decodingScale, type PictureHeader } from './limits';
import { DECODING_LIMIT_S, inTime, oneAtATime } from './patience';
import { directoriesBesidePages, endsEarly, hasHiddenFrames } from './structure';
import { sharp } from './vips';

/**
 * What shows through transparency. Transparent portraits are cut-outs made to stand on a page; white is what viewers put behind
 * them and what portrait standards ask for (a plain light ground). The colours stored under transparent pixels are arbitrary.
 */
const BACKGROUND = '#ffffff';

/** Larger pictures are decoded one at a time. */
const LARGE_PIXELS = 24_000_000;

/** Bytes of libvips' sample formats; what is not named takes 8. */
const BYTES: Record<string, number> = { uchar: 1, char: 1, ushort: 2, short: 2, uint: 4, int: 4, float: 4 };

type RawPixels = { data: Buffer; info: OutputInfo };

/**
 * Decodes a picture to 8-bit sRGB: EXIF orientation applied, transparency on white, grey, CMYK and 16 bit converted, first frame
 * of an animation (with a warning), no larger than `decodingScale` says. Pictures above 24 million pixels are decoded one at a
 * time.
 *
 * @param input path, `file:` URL or encoded bytes; read once
 * @throws FacegaugeError MISSING, NO_PERMISSION, DIRECTORY, NOT_A_FILE, EMPTY_FILE, NOT_AN_IMAGE, TRUNCATED_IMAGE,
 *   TOO_MANY_PIXELS, EXTREME_SHAPE, UNREADABLE_IMAGE, INVALID_ARGUMENT
 */
export async function decodeImage(input: ImageInput): Promise<DecodedImage> {
  const path = input instanceof Uint8Array ? undefined : describeInput(input);
  const { bytes, format, modified } = await inTime(readInput(input), 'reading', path);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  try {
    // The size is judged here and not by sharp, so that the message can say what it is.
    const image = sharp(bytes, { limitInputPixels: false, failOn: 'error' });
    const facts = await inTime(image.metadata(), 'decoding', path);
    const { width: originalWidth, height: originalHeight } = facts.autoOrient;
    const scale = decodingScale(headerOf(facts, format), path);

    image.autoOrient().toColourspace('srgb').timeout({ seconds: DECODING_LIMIT_S });
    if (scale < 1) image.resize(scaledSize(originalWidth, originalHeight, scale));
    if (facts.hasAlpha) image.flatten({ background: BACKGROUND });
    const decode = (): Promise<RawPixels> =>
      inTime(image.raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true }), 'decoding', path);
    const large = originalWidth * originalHeight > LARGE_PIXELS;
    const { data, info } = await (large ? oneAtATime(decode) : decode());
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

function scaledSize(width: number, height: number, scale: number): ResizeOptions {
  const side = (length: number): number => Math.max(1, Math.round(length * scale));
  return { width: side(width), height: side(height), fit: 'fill' };
}

function headerOf({ autoOrient, channels, depth, isProgressive }: Metadata, format: ImageFormat): PictureHeader {
  const { width, height } = autoOrient;
  return {
    width,
    height,
    format,
    channels: channels ?? 4,
    depth: BYTES[depth ?? 'uchar'] ?? 8,
    progressive: isProgressive ?? false
  };
}

function frameWarnings(held: number, bytes: Uint8Array, format: ImageFormat): Warning[] {
  const pages = format === 'tiff' ? held - directoriesBesidePages(bytes) : held;
  if (pages <= 1 && !hasHiddenFrames(bytes, format)) return [];
  const what = format === 'tiff' ? `This TIFF holds ${pages} pages` : `This ${format.toUpperCase()} is animated`;
  return [
    { code: 'ANIMATED_FIRST_FRAME', message: `${what}; only the first ${format === 'tiff' ? 'page' : 'frame'} is used` }
  ];
}

function decodeError(error: unknown, bytes: Uint8Array, format: ImageFormat, path: string | undefined): FacegaugeError {
  const reason = error instanceof Error ? error.message.trim().split('\n')[0] : String(error);
  if (/^timeout: /.test(reason)) return brokenOff(format, bytes, path, error);
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

function brokenOff(format: ImageFormat, bytes: Uint8Array, path: string | undefined, cause: unknown): FacegaugeError {
  return new FacegaugeError('UNREADABLE_IMAGE', `${quote(path)} takes more than ${DECODING_LIMIT_S} s to decode.`, {
    found: `${format.toUpperCase()}, ${bytes.length} bytes`,
    action: 'Save it anew with another program, smaller, or leave it out.',
    path,
    cause
  });
}

const quote = (path: string | undefined): string => (path === undefined ? 'The picture given as bytes' : `"${path}"`);
