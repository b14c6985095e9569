/** Every regular file below some paths, in a fixed order. */
import type { Dirent } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { FacegaugeError } from '../errors';
import { diskPath, nameOf } from '../names';

/** A folder that cannot be looked into; its pictures are missing from the walk. */
export type OnUnreadable = (folder: string, error: FacegaugeError) => void;

/**
 * Folders are walked recursively, names in code-unit order, as `names.ts` writes those that are not UTF-8; links are followed, each folder once, so that a loop ends.
 * A path that is no folder is given back as it is, also where nothing is there: whoever opens it says what is wrong.
 * Sockets, pipes and devices inside folders are passed over.
 */
export async function* walk(
  paths: Iterable<string>,
  onUnreadable: OnUnreadable
): AsyncGenerator<string, void, undefined> {
  for (const start of paths) {
    const stat = await fs.stat(diskPath(start)).catch(() => null);
    if (stat?.isDirectory()) yield* walkFolder(start, new Set(), onUnreadable);
    else yield start;
  }
}

async function* walkFolder(
  folder: string,
  seen: Set<string>,
  onUnreadable: OnUnreadable
): AsyncGenerator<string, void, undefined> {
  const entries = await readFolder(folder, seen).catch(cause => {
    onUnreadable(folder, unreadable(folder, cause));
    return [];
  });
  for (const entry of entries) {
    const place = path.join(folder, nameOf(entry.name));
    const kind = await kindOf(entry, place);
    if (kind === 'folder') yield* walkFolder(place, seen, onUnreadable);
    else if (kind === 'file') yield place;
  }
}

/** Sorted; empty for a folder that was seen under another name. */
async function readFolder(folder: string, seen: Set<string>): Promise<Dirent<Buffer>[]> {
  const place = diskPath(folder);
  const real = nameOf(await fs.realpath(place, { encoding: 'buffer' }));
  if (seen.has(real)) return [];
  seen.add(real);
  const entries = await fs.readdir(place, { withFileTypes: true, encoding: 'buffer' });
  return entries.sort((a, b) => (nameOf(a.name) < nameOf(b.name) ? -1 : 1));
}

/** A link counts as what it leads to. */
export async function kindOf(entry: Dirent<Buffer>, place: string): Promise<'folder' | 'file' | 'other'> {
  if (entry.isFile()) return 'file';
  if (entry.isDirectory()) return 'folder';
  if (!entry.isSymbolicLink()) return 'other';
  const target = await fs.stat(diskPath(place)).catch(() => null);
  // A link that leads nowhere is a picture that is missing, and is to be reported as one.
  if (target === null || target.isFile()) return 'file';
  return target.isDirectory() ? 'folder' : 'other';
}

export function unreadable(folder: string, cause: NodeJS.ErrnoException): FacegaugeError {
  const denied = cause.code === 'EACCES' || cause.code === 'EPERM';
  return new FacegaugeError(denied ? 'NO_PERMISSION' : 'UNREADABLE_IMAGE', `The folder "${folder}" cannot be read.`, {
    found: cause.code ?? cause.message,
    action: denied
      ? 'Give this user the right to read and enter it.'
      : 'Check the disk or the network drive it lies on.',
    path: folder,
    cause
  });
}
