/**
 * Tells of files that appear or change below a folder, with one watch of the system for each folder: a watch for each file, as
 * libraries keep it, is memory for every picture that lies there and ends at the system's limit of watches (often 8,192).
 */
import { watch, type FSWatcher } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { isFinishedName } from './settle';

export class FolderEvents {
  readonly #watchers = new Map<string, FSWatcher>();
  #closed = false;

  /**
   * @param onFile told of whatever may be a new or changed file; what it is, and whether it is still there, is not said
   * @param onTrouble told of a folder that cannot be watched
   */
  constructor(
    private readonly onFile: (file: string) => void,
    private readonly onTrouble: (error: Error) => void
  ) {}

  /**
   * Watches a folder and those below it.
   * @param told whether the files in it are new and to be told of
   */
  async add(folder: string, told = false): Promise<void> {
    this.#open(folder);
    const entries = await fs.readdir(folder, { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      const below = path.join(folder, entry.name);
      if (entry.isDirectory() && isFinishedName(entry.name)) await this.add(below, told);
      else if (told) this.onFile(below);
    }
  }

  /** Forgets folders that are gone. */
  async prune(): Promise<void> {
    for (const folder of [...this.#watchers.keys()]) if (!(await isFolder(folder))) this.#forget(folder);
  }

  close(): void {
    this.#closed = true;
    for (const folder of [...this.#watchers.keys()]) this.#forget(folder);
  }

  #open(folder: string): void {
    // A folder of the same name may be another one than before.
    this.#forget(folder);
    if (this.#closed) return;
    try {
      const watcher = watch(folder, (event, name) => {
        if (name !== null) void this.#see(event, path.join(folder, name));
      });
      watcher.on('error', error => {
        this.#forget(folder);
        // Windows calls it an error that a folder was deleted.
        void isFolder(folder).then(there => there && this.onTrouble(error));
      });
      this.#watchers.set(folder, watcher);
    } catch (error) {
      this.onTrouble(error as Error);
    }
  }

  async #see(event: string, place: string): Promise<void> {
    const isNewFolder = event === 'rename' && isFinishedName(place) && (await isFolder(place));
    if (isNewFolder) await this.add(place, true);
    else this.onFile(place);
  }

  #forget(folder: string): void {
    this.#watchers.get(folder)?.close();
    this.#watchers.delete(folder);
  }
}

async function isFolder(place: string): Promise<boolean> {
  const stat = await fs.lstat(place).catch(() => null);
  return stat?.isDirectory() ?? false;
}
