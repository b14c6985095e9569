/** The files below a folder, one at a time: a folder of millions is never listed in memory. */
import type { Dir, Dirent } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { diskPath, nameOf } from '../../names';
import { kindOf, unreadable, type OnUnreadable } from '../walk';
import { isHidden } from './kinds';

/** Entries the system is asked for at a time. */
const BUFFER = 256;

/**
 * Every regular file below `folder`, in whatever order the disk gives them. Linked folders are entered too, each once, but not one
 * that lies in `folder` or around it: its files are found without the link, always by the same path. What begins with a point, and
 * sockets, pipes and devices are passed over.
 * @param depth how many levels of folders are entered
 */
export async function* filesBelow(
  folder: string,
  onUnreadable: OnUnreadable,
  depth = Infinity
): AsyncGenerator<string, void, undefined> {
  const root = await realPath(folder).catch(() => folder);
  yield* below(folder, depth, { root, seen: new Set(), onUnreadable });
}

interface Walk {
  /** Real path of the folder it began with. */
  root: string;
  /** Real paths of linked folders that were entered. */
  seen: Set<string>;
  onUnreadable: OnUnreadable;
}

async function* below(folder: string, depth: number, walk: Walk): AsyncGenerator<string, void, undefined> {
  const fail = (error: NodeJS.ErrnoException): void => walk.onUnreadable(folder, unreadable(folder, error));
  let entries: AsyncIterable<Dirent<Buffer>>;
  try {
    const options = { encoding: 'buffer' as never, bufferSize: BUFFER };
    entries = (await fs.opendir(diskPath(folder), options)) as Dir & AsyncIterable<Dirent<Buffer>>;
  } catch (error) {
    return fail(error as NodeJS.ErrnoException);
  }
  const rest = entries[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await rest.next().catch(error => {
        fail(error);
        return { done: true as const, value: undefined };
      });
      if (next.done) return;
      const name = nameOf(next.value.name);
      if (isHidden(name)) continue;
      const place = path.join(folder, name);
      const kind = await kindOf(next.value, place);
      if (kind === 'file') yield place;
      else if (kind === 'folder' && depth > 1 && (!next.value.isSymbolicLink() || (await leadsToNew(place, walk))))
        yield* below(place, depth - 1, walk);
    }
  } finally {
    await rest.return?.();
  }
}

async function leadsToNew(link: string, { root, seen }: Walk): Promise<boolean> {
  const target = await realPath(link).catch(() => null);
  // Where it cannot be told, whoever enters it says why.
  if (target === null) return true;
  if (isWithin(target, root) || isWithin(root, target) || above(target).some(one => seen.has(one))) return false;
  seen.add(target);
  return true;
}

/** A place and the folders around it. */
function above(place: string): string[] {
  const parent = path.dirname(place);
  return parent === place ? [place] : [place, ...above(parent)];
}

async function realPath(place: string): Promise<string> {
  return nameOf(await fs.realpath(diskPath(place), { encoding: 'buffer' }));
}

function isWithin(place: string, folder: string): boolean {
  return place === folder || place.startsWith(folder.endsWith(path.sep) ? folder : folder + path.sep);
}
