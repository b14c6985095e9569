/** The open file. It notices when somebody deletes or replaces it, which SQLite itself does not. */
import { statSync } from 'node:fs';
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { FacegaugeError } from '../errors';
import { openDatabase } from './database';

export class Connection {
  #db: DatabaseSyncInstance;
  #inode: string | null;

  constructor(
    /** Absolute. */
    readonly file: string,
    readonly readOnly: boolean
  ) {
    this.#db = openDatabase(file, readOnly);
    this.#inode = inodeOf(file);
  }

  get db(): DatabaseSyncInstance {
    return this.#db;
  }

  /**
   * False once the name leads nowhere or to another file: what is written then is lost to every reader. Who may not look (somebody has
   * closed a folder on the way) does not know, and goes on with the file that is open.
   */
  get inPlace(): boolean {
    try {
      return inodeOf(this.file) === this.#inode;
    } catch {
      return true;
    }
  }

  /**
   * Lets the lost file go and opens what is there now, or makes it anew.
   * @param rows written to the file that is gone
   * @returns what to tell whoever recorded into it
   * @throws FacegaugeError as `openDatabase`, where something is there that is no store
   */
  reopen(rows: number): FacegaugeError {
    const gone = inodeOf(this.file) === null;
    const db = openDatabase(this.file, this.readOnly);
    this.close();
    this.#db = db;
    this.#inode = inodeOf(this.file);
    const what = gone ? 'was deleted' : 'was replaced by another file';
    return new FacegaugeError('STORE_REPLACED', `The store ${this.file} ${what} while it was being written.`, {
      path: this.file,
      found: what,
      action: `Recording goes on in ${gone ? 'a new one' : 'that one'}, without the ${rows} rows this process had written.`
    });
  }

  /**
   * Moves the write-ahead log into the file itself, so that the file alone can be copied. SQLite does this at the last
   * close, but the driver's statements keep the connection open until they are collected. A reader or a lock may prevent
   * it; then the next close does it.
   * @returns false where it was prevented
   */
  clearLog(): boolean {
    try {
      const { busy: prevented } = this.#db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get() as {
        busy: number;
      };
      return prevented === 0;
    } catch {
      // The rows are in the log, which belongs to the store.
      return false;
    }
  }

  close(): void {
    if (this.#db.isOpen) this.#db.close();
  }
}

function inodeOf(file: string): string | null {
  const stat = statSync(file, { throwIfNoEntry: false, bigint: true });
  return stat ? `${stat.dev} ${stat.ino}` : null;
}
