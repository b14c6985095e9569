/** Pictures named by a list: columns `path`, `source`, `identity`, and any others. */
import path from 'node:path';
import { FacegaugeError } from '../../errors';
import { pathOfUrl, readable } from '../../names';
import type { Found, IntakeFailure } from './item';
import type { ListKind } from './kinds';
import { columnsOf, rowsOf, type ListRow } from './rows';

/** What the column with the paths may be called; the first that is there. */
export const PATH_COLUMNS = ['path', 'file', 'filename', 'image'] as const;

/** Paths are relative to the folder the list lies in. A row that names no picture is a failure of that row alone. */
export async function* listed(file: string, kind: ListKind): AsyncGenerator<Found | IntakeFailure, void, undefined> {
  const folder = path.dirname(file);
  const name = readable(path.basename(file));
  try {
    for await (const row of rowsOf(file, kind)) {
      const place = placeOf(row, folder);
      if (typeof place === 'string') {
        const { [columnOf(row)!]: _, ...rest } = row.values;
        yield { path: place, relative: path.relative(folder, place).split(path.sep).join('/'), row: rest };
      } else yield { error: rowFailure(name, row.line, place), path: null, key: `${name}:${row.line}` };
    }
  } catch (cause) {
    yield { error: unreadableList(file, cause), path: file, key: null };
  }
}

/**
 * Says before anything is begun that a list cannot be used.
 * @throws FacegaugeError INVALID_ARGUMENT
 */
export async function checkList(file: string, kind: ListKind): Promise<void> {
  const columns = await columnsOf(file, kind).catch(cause => {
    throw unreadableList(file, cause);
  });
  if (columns === null || PATH_COLUMNS.some(name => columns.includes(name))) return;
  throw new FacegaugeError('INVALID_ARGUMENT', `The list "${file}" has no column of paths.`, {
    path: file,
    found: `columns ${columns.join(', ')}`,
    action: `Name one of them "${PATH_COLUMNS[0]}".`
  });
}

function columnOf({ values }: ListRow): string | undefined {
  return PATH_COLUMNS.find(name => name in values);
}

/** The picture's absolute path, or what is wrong. */
function placeOf(row: ListRow, folder: string): string | { found: string } {
  if (row.fault !== undefined) return { found: row.fault };
  const column = columnOf(row);
  const value = column === undefined ? undefined : row.values[column];
  if (typeof value !== 'string' || value.trim() === '')
    return { found: value === undefined || value === null || value === '' ? 'no path' : `${typeof value} as path` };
  if (/^file:\/\//i.test(value)) {
    try {
      return pathOfUrl(new URL(value));
    } catch {
      return { found: value };
    }
  }
  if (/^([a-z][a-z\d+.-]+:\/\/|data:)/i.test(value)) return { found: `an address: ${value.slice(0, 100)}` };
  return value.includes('\0') ? { found: 'a path with a zero byte' } : path.resolve(folder, value);
}

function rowFailure(list: string, line: number, { found }: { found: string }): FacegaugeError {
  return new FacegaugeError('INVALID_ARGUMENT', `Row ${line} of the list "${list}" names no picture.`, {
    found,
    action: 'Give a path, absolute or relative to the list; nothing is fetched from the network.'
  });
}

function unreadableList(file: string, cause: unknown): FacegaugeError {
  if (cause instanceof FacegaugeError && cause.path !== undefined) return cause;
  const { message } = cause as Error;
  return new FacegaugeError('INVALID_ARGUMENT', `The list "${file}" cannot be read to its end.`, {
    path: file,
    found: message,
    action:
      'Check that it is what its extension says: CSV, JSON Lines or Parquet (Snappy, gzip, Brotli or uncompressed).',
    cause
  });
}
