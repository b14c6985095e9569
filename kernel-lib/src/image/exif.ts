/** What the camera wrote into a picture: when it was taken, and by what (Exif 2.32, sections 4.6.4 to 4.6.6). */
import { load } from 'exifreader';

export interface ExifFacts {
  /**
   * UTC ms of DateTimeOriginal with SubSecTimeOriginal and OffsetTimeOriginal; without an offset it is the camera's local
   * time of day, written as if it were UTC. null where there is none or it is no date.
   */
  takenAt: number | null;
  /** Whether the time named its zone; null where there is no time. */
  takenAtZoned: boolean | null;
  /** Make and Model, the make once; null where there is neither. */
  camera: string | null;
}

const NOTHING: ExifFacts = { takenAt: null, takenAtZoned: null, camera: null };

/** Larger blocks hold no more of what is looked for here, only previews and makers' notes. */
const MAX_BYTES = 1024 * 1024;
const MAX_CAMERA = 100;

const WANTED = ['Make', 'Model', 'DateTimeOriginal', 'OffsetTimeOriginal', 'SubSecTimeOriginal'] as const;

/**
 * @param exif the block as libvips gives it: `Exif\0\0` followed by a TIFF structure, or the TIFF structure alone
 * @returns what could be read; a damaged block is never an error
 */
export function readExif(exif: Uint8Array | undefined): ExifFacts {
  if (!exif || exif.length > MAX_BYTES) return NOTHING;
  try {
    // A copy: the reader looks at a buffer from its beginning.
    const tiff = Uint8Array.from(exif[0] === 0x45 ? exif.subarray(6) : exif);
    const tags = load(tiff.buffer, { expanded: true, includeTags: { exif: [...WANTED] } }).exif;
    const read = (name: (typeof WANTED)[number]): string =>
      text((tags as Record<string, { value?: unknown }> | undefined)?.[name]?.value);
    const offset = /^([+-])(\d\d):(\d\d)/.exec(read('OffsetTimeOriginal'));
    const local = localTime(read('DateTimeOriginal'), read('SubSecTimeOriginal'));
    const minutes = offset ? Number(`${offset[1]}1`) * (Number(offset[2]) * 60 + Number(offset[3])) : 0;
    return {
      takenAt: local === null ? null : local - minutes * 60_000,
      takenAtZoned: local === null ? null : offset !== null,
      camera: cameraOf(read('Make'), read('Model'))
    };
  } catch {
    // The reader throws whatever it stumbles over; the picture itself is judged elsewhere.
    return NOTHING;
  }
}

function localTime(date: string, subsec: string): number | null {
  const parts = /^(\d{4}):(\d\d):(\d\d) (\d\d):(\d\d):(\d\d)/.exec(date);
  if (!parts) return null;
  const [year, month, day, hour, minute, second] = parts.slice(1).map(Number);
  const fraction = /^\d+/.exec(subsec);
  const ms = fraction ? Math.floor(Number(`0.${fraction[0]}`) * 1000) : 0;
  const time = Date.UTC(year, month - 1, day, hour, minute, second, ms);
  const turned = new Date(time);
  // 0000:00:00, 2023:02:31
  return turned.getUTCMonth() === month - 1 && turned.getUTCDate() === day ? time : null;
}

/** "Canon" and "Canon EOS 5D" are one camera, "Canon EOS 5D". */
function cameraOf(make: string, model: string): string | null {
  const both = model.toLowerCase().startsWith(make.toLowerCase()) ? model : `${make} ${model}`;
  return both.trim().slice(0, MAX_CAMERA) || null;
}

/** Texts end at a zero; control characters have no place in a name. */
function text(value: unknown): string {
  const first = Array.isArray(value) ? value[0] : value;
  return typeof first === 'string'
    ? first
        .split('\0')[0]
        .replace(/\p{Cc}/gu, '')
        .trim()
    : '';
}
