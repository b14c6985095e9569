import { existsSync } from 'node:fs';
import path from 'node:path';

/** Name of a store's file where nobody named another. */
export const STORE_NAME = 'facegauge.db';

/**
 * Where the store is: `FACEGAUGE_STORE` (taken from `cwd` where it is relative), else the nearest existing `facegauge.db` in
 * `cwd` or a folder above it, else `facegauge.db` in `cwd`.
 *
 * @returns absolute path; the file need not exist
 */
export function locateStore(env: NodeJS.ProcessEnv, cwd: string): string {
  if (env.FACEGAUGE_STORE) return path.resolve(cwd, env.FACEGAUGE_STORE);
  const start = path.resolve(cwd);
  for (let folder = start; ; folder = path.dirname(folder)) {
    const file = path.join(folder, STORE_NAME);
    if (existsSync(file)) return file;
    if (folder === path.dirname(folder)) return path.join(start, STORE_NAME);
  }
}

/** Folder beside a store for what goes with it: log, engines, pictures that wait to be told of. */
export function folderBeside(store: string): string {
  return path.join(path.dirname(path.resolve(store)), '.facegauge');
}
