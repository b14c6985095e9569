import * as nodeFs from 'node:fs/promises';
import { FacegaugeError } from '../errors';
import { diskPath, pathOfUrl } from '../names';
import type { ImageInput } from '../types';
import { recognizeFormat, SIGNATURE_BYTES } from './format';
import type { ImageFormat } from './format';

/** Larger files are not read: no portrait comes near it, and a batch must not be stopped by one. */
export const MAX_FILE_BYTES = 512 * 1024 * 1024;

/** An encoded picture in memory, of a format that is decoded here. */
export interface EncodedImage {
  bytes: Uint8Array;
  format: ImageFormat;
  /** When the file was last changed, UTC ms; null for bytes. */
  modified: number | null;
}

/** The part of `node:fs/promises` used here; tests hand in one that fails. */
export type FileAccess = Pick<typeof nodeFs, 'stat' | 'open'>;

/** What a message calls the input: its path, or `bytes` for bytes. */
export function describeInput(input: ImageInput): string {
  if (typeof input === 'string') return input;
  if (input instanceof URL) return input.protocol === 'file:' ? pathOfUrl(input) : input.href;
  return 'bytes';
}

/**
 * Reads a picture into memory once; hash and pixels both come from these bytes.
 *
 * @throws FacegaugeError MISSING, NO_PERMISSION, DIRECTORY, NOT_A_FILE, EMPTY_FILE, NOT_AN_IMAGE, UNREADABLE_IMAGE,
 *   INVALID_ARGUMENT. Nothing but a regular file is opened, so a FIFO or a device never makes it wait.
 */
export async function readInput(input: ImageInput, files: FileAccess = nodeFs): Promise<EncodedImage> {
  if (input instanceof Uint8Array) {
    return { bytes: input, format: acceptedFormat(input, input.length, undefined), modified: null };
  }
  const path = pathOf(input);
  try {
    return await readFile(path, files);
  } catch (error) {
    throw error instanceof FacegaugeError ? error : fileError(error, path);
  }
}

function pathOf(input: string | URL): string {
  if (input instanceof URL && input.protocol !== 'file:') {
    throw new FacegaugeError('INVALID_ARGUMENT', `"${input.href}" is not a file: URL.`, {
      found: input.protocol,
      action: 'Download the picture first, then pass its path or its bytes.',
      path: input.href
    });
  }
  if (typeof input !== 'string' && !(input instanceof URL)) {
    throw new FacegaugeError(
      'INVALID_ARGUMENT',
      'A picture is given as a path, a file: URL, a Buffer or a Uint8Array.',
      {
        found: input === null ? 'null' : typeof input
      }
    );
  }
  return describeInput(input);
}

async function readFile(path: string, files: FileAccess): Promise<EncodedImage> {
  const stat = await files.stat(diskPath(path));
  if (stat.isDirectory()) throw directoryError(path);
  if (!stat.isFile()) {
    const kind = stat.isFIFO() ? 'a FIFO' : stat.isSocket() ? 'a socket' : 'a device';
    throw new FacegaugeError('NOT_A_FILE', `"${path}" is ${kind}, not a file.`, {
      found: kind,
      action: 'Pass a regular file, or read the bytes and pass them.',
      path
    });
  }
  if (stat.size > MAX_FILE_BYTES) {
    throw new FacegaugeError('UNREADABLE_IMAGE', `"${path}" is larger than any picture should be.`, {
      found: `${stat.size} bytes`,
      action: `Files up to ${MAX_FILE_BYTES / 1024 ** 2} MB are read.`,
      path
    });
  }
  const file = await files.open(diskPath(path), 'r');
  try {
    // The signature alone first: an audit walks over folders that also hold videos and archives.
    const head = new Uint8Array(SIGNATURE_BYTES);
    const { bytesRead } = await file.read(head, 0, SIGNATURE_BYTES, 0);
    const format = acceptedFormat(head.subarray(0, bytesRead), stat.size, path);
    return { bytes: await file.readFile(), format, modified: Math.round(stat.mtimeMs) };
  } finally {
    await file.close();
  }
}

function acceptedFormat(head: Uint8Array, size: number, path: string | undefined): ImageFormat {
  const name = path === undefined ? 'The bytes given' : `"${path}"`;
  if (head.length === 0) {
    throw new FacegaugeError('EMPTY_FILE', `${name} ${path === undefined ? 'are' : 'is'} empty.`, {
      found: '0 bytes',
      action: 'Copy or download the picture again.',
      path
    });
  }
  const { format, description, picture } = recognizeFormat(head);
  if (format) return format;
  throw new FacegaugeError('NOT_AN_IMAGE', `${name}: found ${description}, which is no picture that can be read.`, {
    found: `${description}, ${size} bytes`,
    action: picture
      ? 'Convert it to JPEG, PNG, WebP, GIF, AVIF or TIFF.'
      : 'Pass a JPEG, PNG, WebP, GIF, AVIF or TIFF picture.',
    path
  });
}

function directoryError(path: string): FacegaugeError {
  return new FacegaugeError('DIRECTORY', `"${path}" is a folder.`, {
    found: 'a folder',
    action: 'Pass one picture; folders are walked by the command line and by audits.',
    path
  });
}

/** What the operating system's refusal means for the reader. */
export function fileError(error: unknown, path: string): FacegaugeError {
  const code = (error as NodeJS.ErrnoException)?.code ?? 'unknown error';
  const details = { found: code, path, cause: error };
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
    case 'ENAMETOOLONG':
      return new FacegaugeError('MISSING', `"${path}" does not exist.`, {
        ...details,
        action: 'Check the spelling and the folder it is relative to.'
      });
    case 'EACCES':
    case 'EPERM':
      return new FacegaugeError('NO_PERMISSION', `"${path}" may not be read.`, {
        ...details,
        action: 'Give this user the right to read it (chmod +r) and to enter its folders.'
      });
    case 'EISDIR':
      return directoryError(path);
    case 'ENXIO':
      return new FacegaugeError('NOT_A_FILE', `"${path}" is not a regular file.`, {
        ...details,
        action: 'Pass a regular file.'
      });
    case 'ERR_INVALID_ARG_VALUE':
      return new FacegaugeError('INVALID_ARGUMENT', `${JSON.stringify(path)} cannot be a path.`, details);
    default:
      return new FacegaugeError('UNREADABLE_IMAGE', `"${path}" could not be read (${code}).`, {
        ...details,
        action: 'Check the disk or the network drive it lies on.'
      });
  }
}
