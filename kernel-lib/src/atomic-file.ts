/** Files that are there completely or not at all. */
import { createHash, randomBytes } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import { FacegaugeError } from './errors';
import { diskPath } from './names';

export interface Written {
  bytes: number;
  /** Lower-case hex. */
  sha256: string;
}

/** The disk is full: said as such; any other error is passed on. */
export function explainFull(error: unknown, file: string): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code !== 'ENOSPC' && code !== 'EDQUOT') return error;
  return new FacegaugeError('NO_SPACE', `There is no space left to write ${file}.`, {
    cause: error,
    path: file,
    found: code,
    action: 'Free some space and start again; what was there before is untouched.'
  });
}

/**
 * Writes a file beside its final place and renames it at the end, so that nobody ever sees half of it.
 * @param fill calls `write` with the pieces in order; what it throws is passed on, and nothing stays behind
 * @throws FacegaugeError NO_SPACE
 */
export async function writeAtomically(
  file: string,
  fill: (write: (piece: Uint8Array) => Promise<void>) => Promise<void>
): Promise<Written> {
  await fs.mkdir(diskPath(path.dirname(file)), { recursive: true });
  const draft = diskPath(`${file}.${randomBytes(4).toString('hex')}.part`);
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    const handle = await fs.open(draft, 'wx');
    try {
      await fill(async piece => {
        for (let at = 0; at < piece.length;) at += (await handle.write(piece, at)).bytesWritten;
        hash.update(piece);
        bytes += piece.length;
      });
      await handle.sync();
    } finally {
      await handle.close();
    }
    await fs.rename(draft, diskPath(file));
  } catch (error) {
    await fs.rm(draft, { force: true });
    throw explainFull(error, file);
  }
  return { bytes, sha256: hash.digest('hex') };
}
