/** Which file is it, and has it been written to its end? */
import fs from 'node:fs/promises';
import path from 'node:path';
import { diskPath } from '../../names';

/** A file's state: another picture under the same name has another one. */
export interface FileState {
  size: number;
  /** UTC ms, whole. */
  mtime: number;
}

/** Names that programs give to what they have not finished, and files that are not meant to be seen. */
const UNFINISHED = /^[.~]|~$|\.(part|partial|tmp|temp|crdownload|download|filepart|swp)$/i;

export function isFinishedName(file: string): boolean {
  return !UNFINISHED.test(path.basename(file));
}

/** null for what is not there, or no regular file. */
export async function stateOf(file: string): Promise<FileState | null> {
  const stat = await fs.stat(diskPath(file)).catch(() => null);
  return stat?.isFile() ? { size: stat.size, mtime: Math.round(stat.mtimeMs) } : null;
}

export function isSame(a: FileState, b: FileState): boolean {
  return a.size === b.size && a.mtime === b.mtime;
}

/** Who writes a file changes it: one that was not touched for `settleMs` is taken for finished. An empty one is about to be written. */
export function isSettled(state: FileState, now: number, settleMs: number): boolean {
  // A time in future (a drive whose clock is ahead) must not make it wait for ever.
  return state.size > 0 && Math.abs(now - state.mtime) >= settleMs;
}
