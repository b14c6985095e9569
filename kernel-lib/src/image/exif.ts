/**
 * When a picture was taken, from its EXIF block (Exif 2.32, sections 4.6.5 and 4.6.6).
 *
 * @param exif the block as libvips gives it: `Exif\0\0` followed by a TIFF structure, or the TIFF structure alone
 * @returns UTC ms of DateTimeOriginal with SubSecTimeOriginal and OffsetTimeOriginal; without an offset the clock is taken as
 *   UTC. null where there is none or it is no date; a damaged block is never an error
 */
export function takenAt(exif: Uint8Array | undefined): number | null {
  if (!exif) return null;
  try {
    return readDate(exif);
  } catch (error) {
    if (error instanceof RangeError) return null; // an offset points outside the block
    throw error;
  }
}

const EXIF_DIRECTORY = 0x8769;
const DATE_TIME_ORIGINAL = 0x9003;
const OFFSET_TIME_ORIGINAL = 0x9011;
const SUBSEC_TIME_ORIGINAL = 0x9291;
const TYPE_ASCII = 2;

function readDate(exif: Uint8Array): number | null {
  const start = exif[0] === 0x45 ? 6 : 0;
  const tiff = new DataView(exif.buffer, exif.byteOffset + start, exif.byteLength - start);
  const little = tiff.getUint16(0) === 0x4949;
  const main = directory(tiff, tiff.getUint32(4, little), little);
  const pointer = main.get(EXIF_DIRECTORY);
  if (!pointer) return null;
  const tags = directory(tiff, tiff.getUint32(pointer + 8, little), little);

  const date = /^(\d{4}):(\d\d):(\d\d) (\d\d):(\d\d):(\d\d)/.exec(ascii(tiff, tags.get(DATE_TIME_ORIGINAL), little));
  if (!date) return null;
  const [year, month, day, hour, minute, second] = date.slice(1).map(Number);
  const fraction = /^\d+/.exec(ascii(tiff, tags.get(SUBSEC_TIME_ORIGINAL), little));
  const ms = fraction ? Math.floor(Number(`0.${fraction[0]}`) * 1000) : 0;
  const time = Date.UTC(year, month - 1, day, hour, minute, second, ms);
  const turned = new Date(time);
  if (turned.getUTCMonth() !== month - 1 || turned.getUTCDate() !== day) return null; // 0000:00:00, 2023:02:31

  const offset = /^([+-])(\d\d):(\d\d)/.exec(ascii(tiff, tags.get(OFFSET_TIME_ORIGINAL), little));
  if (!offset) return time;
  const minutes = Number(offset[2]) * 60 + Number(offset[3]);
  return time - (offset[1] === '-' ? -minutes : minutes) * 60_000;
}

/** Tag → position of its 12-byte entry. */
function directory(tiff: DataView, at: number, little: boolean): Map<number, number> {
  const entries = new Map<number, number>();
  const count = tiff.getUint16(at, little);
  for (let i = 0; i < count; i++) {
    const entry = at + 2 + 12 * i;
    entries.set(tiff.getUint16(entry, little), entry);
  }
  return entries;
}

function ascii(tiff: DataView, entry: number | undefined, little: boolean): string {
  if (entry === undefined || tiff.getUint16(entry + 2, little) !== TYPE_ASCII) return '';
  const length = Math.min(tiff.getUint32(entry + 4, little), 64);
  const at = length <= 4 ? entry + 8 : tiff.getUint32(entry + 8, little); // short values lie in the entry itself
  let text = '';
  for (let i = 0; i < length; i++) text += String.fromCharCode(tiff.getUint8(at + i));
  return text;
}
