/** What a folder holds besides pictures is passed over by its name; what was named by hand, by a pattern or in a list never is. */
import path from 'node:path';

/** Pictures that can be read, and those that cannot and must be reported as such. */
const PICTURES = new Set(
  (
    'jpg jpeg jpe jfif png webp gif avif tif tiff ' +
    'bmp dib heic heif jp2 j2k jxl ppm pgm pnm svg psd dng cr2 cr3 nef arw orf rw2 raf raw'
  ).split(' ')
);

const LISTS = new Set(['csv', 'tsv', 'jsonl', 'ndjson', 'parquet']);

export type ListKind = 'csv' | 'jsonl' | 'parquet';

/** A file whose name says that it is a picture, or says nothing. */
export function looksLikePicture(name: string): boolean {
  const extension = extensionOf(name);
  return extension === '' || PICTURES.has(extension);
}

export function listKind(name: string): ListKind | null {
  const extension = extensionOf(name);
  if (!LISTS.has(extension)) return null;
  return extension === 'tsv' ? 'csv' : extension === 'ndjson' ? 'jsonl' : (extension as ListKind);
}

/** Files and folders that programs keep for themselves: `.git`, `.DS_Store`, `._a.jpg`. */
export function isHidden(name: string): boolean {
  return name.startsWith('.');
}

function extensionOf(name: string): string {
  return path.extname(name).slice(1).toLowerCase();
}
