/** Files of a known, bounded length: a pipe, a device or a folder is refused before a byte of it is waited for. */
import { constants } from 'node:fs';
import fs, { type FileHandle } from 'node:fs/promises';
import { FacegaugeError, type ErrorCode } from '../errors';

export interface RegularFile {
  handle: FileHandle;
  /** Bytes. */
  size: number;
}

export interface Expected {
  /** What it should be, as a sentence begins: `The checkpoint`. */
  what: string;
  /** Largest length taken, in bytes. */
  most: number;
}

/** Longest read asked of the system at once: it counts in signed 32-bit numbers. */
const PIECE = 1 << 26;

const REASONS: Record<string, { code: ErrorCode; says: string; action: string }> = {
  ENOENT: { code: 'MISSING', says: 'is not there', action: 'Check the path.' },
  ENOTDIR: { code: 'MISSING', says: 'is not there', action: 'Check the path.' },
  EACCES: { code: 'NO_PERMISSION', says: 'may not be read', action: 'Check its permissions.' },
  EPERM: { code: 'NO_PERMISSION', says: 'may not be read', action: 'Check its permissions.' },
  // what opening a socket gives
  ENXIO: { code: 'NOT_A_FILE', says: 'is no regular file', action: 'Give a file.' }
};

function unreadable({ what }: Expected, file: string, cause: NodeJS.ErrnoException): FacegaugeError {
  const known = REASONS[cause.code ?? ''];
  const { code, says, action } = known ?? { code: 'MISSING', says: 'cannot be read', action: cause.message };
  return new FacegaugeError(code, `${what} ${file} ${says}.`, { cause, path: file, found: cause.message, action });
}

/**
 * Opens a file for reading. Close the handle.
 * @throws FacegaugeError MISSING, NO_PERMISSION, DIRECTORY, NOT_A_FILE, MODEL_CORRUPT (longer than `most`)
 */
export async function openRegular(file: string, expected: Expected): Promise<RegularFile> {
  const { what, most } = expected;
  // Not to block: opening a pipe would wait for somebody to write into it, and nothing can interrupt that.
  const flags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);
  const handle = await fs.open(file, flags).catch((cause: NodeJS.ErrnoException) => {
    throw unreadable(expected, file, cause);
  });
  const refuse = async (code: ErrorCode, problem: string, found: string, action: string): Promise<never> => {
    await handle.close();
    throw new FacegaugeError(code, `${what} ${file} ${problem}.`, { path: file, found, action });
  };
  const stat = await handle.stat();
  if (stat.isDirectory()) return refuse('DIRECTORY', 'is a folder', 'a folder', 'Give a file.');
  if (!stat.isFile()) return refuse('NOT_A_FILE', 'is no regular file', 'a pipe or a device', 'Give a file.');
  if (stat.size > most) {
    const found = `${stat.size} bytes`;
    return refuse('MODEL_CORRUPT', 'is too large', found, `It has ${found}; at most ${most} are read.`);
  }
  return { handle, size: stat.size };
}

/**
 * Reads [from, from + length) in pieces, into memory of exactly that length; check the length against the file before.
 * @returns fewer bytes where the file ends
 */
export async function readAt(handle: FileHandle, from: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafeSlow(length);
  let got = 0;
  while (got < length) {
    const { bytesRead } = await handle.read(buffer, got, Math.min(PIECE, length - got), from + got);
    if (bytesRead === 0) break;
    got += bytesRead;
  }
  return buffer.subarray(0, got);
}

/** The whole file. @throws FacegaugeError as `openRegular` */
export async function readRegular(file: string, expected: Expected): Promise<Buffer> {
  const { handle, size } = await openRegular(file, expected);
  try {
    return await readAt(handle, 0, size);
  } finally {
    await handle.close();
  }
}
