/** Formats `decodeImage` accepts. */
export type ImageFormat = 'jpeg' | 'png' | 'webp' | 'gif' | 'avif' | 'tiff';

/** What the first bytes say a file is. */
export interface Signature {
  /** null where the bytes are not of a format decoded here. */
  format: ImageFormat | null;
  /** In words, for messages. */
  description: string;
  /** True where it is a picture all the same, of a kind that is not decoded here (HEIC, SVG …). */
  picture: boolean;
}

/** Bytes that suffice for `recognizeFormat`. */
export const SIGNATURE_BYTES = 64;

const latin1 = (bytes: Uint8Array, from: number, to: number): string =>
  String.fromCharCode(...bytes.subarray(from, to));

const yes = (format: ImageFormat): Signature => ({ format, description: format.toUpperCase(), picture: true });
const other = (description: string): Signature => ({ format: null, description, picture: true });
const no = (description: string): Signature => ({ format: null, description, picture: false });

/**
 * Tells a format by its signature, never by the file's name. Decoders are only ever given what was recognised here, so that
 * formats which may refer to other files (SVG, PDF) are not opened at all.
 *
 * @param head the first bytes of a file, `SIGNATURE_BYTES` or fewer if the file is shorter
 */
export function recognizeFormat(head: Uint8Array): Signature {
  const text = latin1(head, 0, SIGNATURE_BYTES);
  if (text.startsWith('\xff\xd8\xff')) return yes('jpeg');
  if (text.startsWith('\x89PNG\r\n\x1a\n')) return yes('png');
  if (text.startsWith('GIF87a') || text.startsWith('GIF89a')) return yes('gif');
  if (text.startsWith('RIFF') && text.slice(8, 12) === 'WEBP') return yes('webp');
  if (text.startsWith('II*\0') || text.startsWith('MM\0*') || text.startsWith('II+\0') || text.startsWith('MM\0+')) {
    return yes('tiff');
  }
  if (text.slice(4, 8) === 'ftyp') return isoMedia(text);
  if (text.startsWith('BM')) return other('a BMP picture');
  if (text.startsWith('\x00\x00\x01\x00')) return other('an icon');
  if (text.startsWith('\xff\x0a') || text.slice(4, 8) === 'JXL ') return other('a JPEG XL picture');
  if (text.slice(4, 8) === 'jP  ') return other('a JPEG 2000 picture');
  if (text.startsWith('8BPS')) return other('a Photoshop picture');
  if (/^\s*(<\?xml[^>]*>\s*)?<svg/i.test(text)) return other('an SVG drawing');
  if (/^\s*<(!doctype html|html)/i.test(text)) return no('a web page');
  if (text.startsWith('%PDF')) return no('a PDF document');
  if (text.startsWith('PK\x03\x04')) return no('a zip archive');
  if (text.startsWith('version https://git-lfs')) return no('a Git LFS pointer, not the picture itself');
  if (/^[\t\n\r\x20-\x7e\x80-\xff]+$/.test(text)) return no('text');
  return no('bytes of no known picture format');
}

/** ISO base media files name their kind in the `ftyp` box: the major brand, a version, then compatible brands. */
function isoMedia(text: string): Signature {
  const brands = text.slice(8);
  if (/^avi[fs]/.test(brands)) return yes('avif');
  if (/^(hei[cxms]|hev[cx])/.test(brands)) return other('a HEIC picture');
  if (/^m(if|sf)1/.test(brands)) return /avi[fs]/.test(brands) ? yes('avif') : other('a HEIF picture');
  return no('a video');
}
