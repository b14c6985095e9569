/** Pictures to act on. Nothing is ever deleted, moved or written over. */
import { constants } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { FacegaugeError } from '../errors';
import { bytesOf, diskPath, isStray } from '../names';
import { writeTable, type TableFile } from '../tables';
import { SAMPLE_COLUMNS, type AuditSample } from './sample';

/** What became of the pictures of a selection. */
export interface SelectionReport {
  /** Made now. */
  done: number;
  /** There already: the same picture under that name. */
  already: number;
  failed: { path: string; error: FacegaugeError }[];
}

/** A picture and the path that opens it; null for a row of a list that named none. */
export interface Selected {
  sample: AuditSample;
  place: string | null;
}

export class Selection {
  /** @internal */
  constructor(
    private readonly rows: () => Iterable<Selected>,
    private readonly count: () => number
  ) {}

  /** Number of pictures. */
  get length(): number {
    return this.count();
  }

  /** Absolute paths, as they open the files (`names.ts` says how names that are not UTF-8 are written). */
  *paths(): Generator<string, void, undefined> {
    for (const { place } of this.rows()) if (place !== null) yield place;
  }

  /**
   * Copies the pictures into a folder, which is made where it is not there. Where a name is taken by another picture, a number is
   * added to it; called again, it copies nothing twice.
   * @throws FacegaugeError NO_SPACE, NO_PERMISSION, OUTPUT_FAILED where nothing can be written there; a picture that cannot be
   *   copied is a failure of its own
   */
  copyTo(folder: string): Promise<SelectionReport> {
    return this.put(folder, async (from, to) => {
      try {
        await fs.copyFile(diskPath(from), diskPath(to), constants.COPYFILE_EXCL);
        return 'done';
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
        return (await sameContent(from, to)) ? 'already' : 'taken';
      }
    });
  }

  /** The same with symbolic links to the pictures. @throws FacegaugeError likewise */
  symlinkTo(folder: string): Promise<SelectionReport> {
    return this.put(folder, async (from, to) => {
      await fs.access(diskPath(from));
      try {
        await fs.symlink(diskPath(from), diskPath(to));
        return 'done';
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
        const target = await fs.readlink(diskPath(to), { encoding: 'buffer' }).catch(() => null);
        return target?.equals(bytesOf(from)) ? 'already' : 'taken';
      }
    });
  }

  /**
   * Writes a list (.csv, .jsonl or .parquet) with path, source, identity, tags, quality, assessment and findings, which an audit
   * can read again. A path that is not UTF-8 stands there as it opens the file.
   * @throws FacegaugeError INVALID_ARGUMENT for another name, NO_SPACE, NO_PERMISSION, OUTPUT_FAILED
   */
  list(file: string): Promise<TableFile> {
    const rows = this.rows;
    return writeTable(
      file,
      SAMPLE_COLUMNS,
      (function* () {
        for (const { sample, place } of rows()) yield { ...sample, path: place };
      })()
    );
  }

  private async put(
    folder: string,
    one: (from: string, to: string) => Promise<'done' | 'already' | 'taken'>
  ): Promise<SelectionReport> {
    const root = path.resolve(folder);
    await fs.mkdir(diskPath(root), { recursive: true }).catch(error => {
      throw notWritten(root, error);
    });
    const report: SelectionReport = { done: 0, already: 0, failed: [] };
    for (const from of this.paths()) {
      try {
        for (let n = 1; ; n++) {
          const outcome = await one(from, path.join(root, numbered(path.basename(from), n)));
          if (outcome === 'taken') continue;
          report[outcome]++;
          break;
        }
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'EROFS') throw notWritten(root, error as Error);
        report.failed.push({ path: from, error: notPut(from, error as NodeJS.ErrnoException) });
      }
    }
    return report;
  }
}

/** `a.jpg`, `a-2.jpg`, `a-3.jpg` … */
function numbered(name: string, n: number): string {
  if (n === 1) return name;
  const { name: stem, ext } = path.parse(name);
  return `${stem}-${n}${ext}`;
}

async function sameContent(a: string, b: string): Promise<boolean> {
  const [one, other] = await Promise.all([a, b].map(file => fs.stat(diskPath(file)).catch(() => null)));
  if (!one || !other || one.size !== other.size) return false;
  if (one.ino === other.ino && one.dev === other.dev) return true;
  const [left, right] = await Promise.all([a, b].map(file => fs.readFile(diskPath(file))));
  return left.equals(right);
}

function notPut(file: string, cause: NodeJS.ErrnoException): FacegaugeError {
  const missing = cause.code === 'ENOENT';
  const shown = isStray(file) ? file : `"${file}"`;
  return new FacegaugeError(missing ? 'MISSING' : 'OUTPUT_FAILED', `${shown} was not put there.`, {
    found: missing ? 'no such file any more' : (cause.code ?? cause.message),
    path: file,
    cause
  });
}

function notWritten(folder: string, cause: NodeJS.ErrnoException): FacegaugeError {
  const { code } = cause;
  const full = code === 'ENOSPC' || code === 'EDQUOT';
  const denied = code === 'EACCES' || code === 'EPERM' || code === 'EROFS';
  return new FacegaugeError(
    full ? 'NO_SPACE' : denied ? 'NO_PERMISSION' : 'OUTPUT_FAILED',
    `Nothing can be written to "${folder}".`,
    { found: code ?? cause.message, path: folder, action: full ? 'Make room.' : 'Choose another folder.', cause }
  );
}
