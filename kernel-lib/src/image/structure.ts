import type { ImageFormat } from './format';

/**
 * Reads the outer structure of a picture file, without decoding it: does it end early, does it hold several frames?
 * Decoders differ in what they let pass and in the words they use; a file's own lengths do not.
 */

const view = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const tag = (bytes: Uint8Array, at: number): string => String.fromCharCode(...bytes.subarray(at, at + 4));

/** True where the file's own structure runs past its last byte. False says nothing: the end may look complete by chance. */
export function endsEarly(bytes: Uint8Array, format: ImageFormat): boolean {
  switch (format) {
    case 'jpeg':
      return !hasEndOfJpeg(bytes);
    case 'png':
      return pngChunks(bytes).endsEarly;
    case 'webp':
      return bytes.length < 12 || view(bytes).getUint32(4, true) + 8 > bytes.length;
    case 'gif':
      return gifEndsEarly(bytes);
    case 'avif':
      return isoBoxesEndEarly(bytes);
    case 'tiff':
      return tiffEndsEarly(bytes);
  }
}

/** True for an animated PNG or an AVIF image sequence; the decoders used here do not tell, unlike for GIF and WebP. */
export function hasHiddenFrames(bytes: Uint8Array, format: ImageFormat): boolean {
  if (format === 'png') return pngChunks(bytes).animated;
  return format === 'avif' && tag(bytes, 8) === 'avis';
}

/** The end-of-image marker may be followed by padding or by a second picture (previews, motion photos). */
function hasEndOfJpeg(bytes: Uint8Array): boolean {
  for (let i = bytes.lastIndexOf(0xd9); i > 2; i = bytes.lastIndexOf(0xd9, i - 1)) {
    if (bytes[i - 1] === 0xff) return true;
  }
  return false;
}

function pngChunks(bytes: Uint8Array): { endsEarly: boolean; animated: boolean } {
  const data = view(bytes);
  let animated = false;
  for (let at = 8; at + 12 <= bytes.length; at += 12 + data.getUint32(at)) {
    const name = tag(bytes, at + 4);
    if (name === 'acTL') animated = true;
    if (name === 'IEND') return { endsEarly: false, animated };
  }
  return { endsEarly: true, animated };
}

function isoBoxesEndEarly(bytes: Uint8Array): boolean {
  const data = view(bytes);
  let at = 0;
  while (at + 8 <= bytes.length) {
    let size = data.getUint32(at);
    if (size === 0) return false; // this box runs to the end of the file, wherever that is
    if (size === 1) {
      if (at + 16 > bytes.length) return true;
      size = Number(data.getBigUint64(at + 8));
    }
    if (size < 8) return false;
    at += size;
  }
  return at !== bytes.length;
}

/** Blocks until the trailer; each is a head and a chain of sub-blocks that name their own length. */
function gifEndsEarly(bytes: Uint8Array): boolean {
  const palette = (flags: number): number => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);
  let at = 13 + palette(bytes[10]);
  while (at < bytes.length) {
    const kind = bytes[at];
    if (kind === 0x3b) return false;
    if (kind === 0x21) at += 2;
    else if (kind === 0x2c) at += 11 + palette(bytes[at + 9]);
    else return false; // damage: left to the decoder
    while (bytes[at] > 0) at += bytes[at] + 1;
    at++;
  }
  return true;
}

/** The kind of a directory; bits say whether it is a smaller copy of another one (1), or a mask for one (4). */
const SUBFILE_TYPE = 254;
const NO_PAGE = 1 | 4;
/** Longer chains are damage, or lead in a circle. */
const MOST_DIRECTORIES = 10_000;

/** How many directories of a TIFF are no pages of it: the smaller copies that a pyramid holds for viewers, and masks. */
export function directoriesBesidePages(bytes: Uint8Array): number {
  if (bytes.length < 8) return 0;
  const data = view(bytes);
  const little = bytes[0] === 0x49;
  if (data.getUint16(2, little) !== 42) return 0;
  let beside = 0;
  let at = data.getUint32(4, little);
  for (let n = 0; at > 0 && at + 2 <= bytes.length && n < MOST_DIRECTORIES; n++) {
    const end = at + 2 + 12 * data.getUint16(at, little);
    if (end + 4 > bytes.length) break;
    for (let entry = at + 2; entry < end; entry += 12)
      if (data.getUint16(entry, little) === SUBFILE_TYPE && data.getUint32(entry + 8, little) & NO_PAGE) beside++;
    at = data.getUint32(end, little);
  }
  return beside;
}

const TIFF_TYPE_BYTES = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8];
const STRIP_OFFSETS = 273;
const STRIP_BYTE_COUNTS = 279;
const TILE_OFFSETS = 324;
const TILE_BYTE_COUNTS = 325;

/** Looks whether the first directory, its values and the strips or tiles it speaks of lie within the file. */
function tiffEndsEarly(bytes: Uint8Array): boolean {
  if (bytes.length < 8) return true;
  const data = view(bytes);
  const little = bytes[0] === 0x49;
  if (data.getUint16(2, little) !== 42) return false; // BigTIFF: left to the decoder
  const directory = data.getUint32(4, little);
  if (directory + 2 > bytes.length) return true;
  const entries = data.getUint16(directory, little);
  if (directory + 2 + 12 * entries + 4 > bytes.length) return true;
  const fields = new Map<number, TiffField>();
  for (let entry = directory + 2; entry < directory + 2 + 12 * entries; entry += 12) {
    const type = data.getUint16(entry + 2, little);
    const count = data.getUint32(entry + 4, little);
    const size = (TIFF_TYPE_BYTES[type] ?? 0) * count;
    const at = size <= 4 ? entry + 8 : data.getUint32(entry + 8, little);
    if (at + size > bytes.length) return true;
    // Of a tag given twice the first counts, as in the decoder; its values are looked at where they lie.
    const name = data.getUint16(entry, little);
    if ((type === 3 || type === 4) && !fields.has(name)) fields.set(name, { at, type, count });
  }
  const value = ({ at, type }: TiffField, i: number): number =>
    type === 3 ? data.getUint16(at + 2 * i, little) : data.getUint32(at + 4 * i, little);
  const offsets = fields.get(STRIP_OFFSETS) ?? fields.get(TILE_OFFSETS);
  const counts = fields.get(STRIP_BYTE_COUNTS) ?? fields.get(TILE_BYTE_COUNTS);
  for (let i = 0; offsets && i < offsets.count; i++) {
    const length = counts && i < counts.count ? value(counts, i) : 0;
    if (value(offsets, i) + length > bytes.length) return true;
  }
  return false;
}

/** Whole numbers somewhere in the file, of 2 (type 3) or 4 bytes (type 4). */
interface TiffField {
  at: number;
  type: number;
  count: number;
}
