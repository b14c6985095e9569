/** Lists of comparisons as CSV (RFC 4180), read as a stream; what cannot be used is named with its line. */
import { createReadStream } from 'node:fs';
import { parse } from 'csv-parse';
import { FacegaugeError } from '../errors';
import { diskPath } from '../names';

/** A row: column, in lower case → text; empty cells are ''. */
export interface CsvRow {
  line: number;
  cells: Record<string, string>;
}

export interface CsvLayout {
  /** Names of columns that may be there, as they are written in messages. */
  known: readonly string[];
  /** Of those, columns that must be. */
  needed: readonly string[];
  /** Whether others may be there too, and mean nothing here (default false: a name mistyped must not pass for nothing). */
  others?: boolean;
}

/**
 * @param layouts what the file may be; the first whose needed columns are there is taken
 * @throws FacegaugeError MISSING, UNREADABLE_IMAGE for the file; INVALID_ARGUMENT for columns that lack or are not known, and for a
 *   row with too few or too many fields, with its line
 */
export async function* readCsv(
  file: string,
  layouts: readonly CsvLayout[],
  chosen: (layout: CsvLayout) => void = () => undefined
): AsyncGenerator<CsvRow, void, undefined> {
  const parser = parse({
    bom: true,
    trim: true,
    skip_empty_lines: true,
    info: true,
    columns: (header: string[]) => {
      const names = header.map(name => name.toLowerCase());
      chosen(layoutOf(file, names, layouts));
      return names;
    }
  });
  const input = createReadStream(diskPath(file));
  input.on('error', error => parser.destroy(error));
  input.pipe(parser);
  let rows = 0;
  try {
    for await (const { record, info } of parser as AsyncIterable<{
      record: Record<string, string>;
      info: { lines: number };
    }>) {
      rows++;
      yield { line: info.lines, cells: record };
    }
  } catch (error) {
    throw asListError(file, error);
  } finally {
    input.destroy();
  }
  if (rows === 0) throw wrongList(file, `The list ${file} has no rows.`, 'Check the file.');
}

function layoutOf(file: string, names: readonly string[], layouts: readonly CsvLayout[]): CsvLayout {
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw wrongList(file, `The column ${twice} is in ${file} twice.`, 'Keep one of them.');
  const layout = layouts.find(({ needed }) => needed.every(name => names.includes(name.toLowerCase())));
  if (!layout) {
    const wanted = layouts.map(({ needed }) => needed.join(', ')).join(' or ');
    throw wrongList(
      file,
      `${file} lacks columns: it has ${names.join(', ') || 'none'}, and needs ${wanted}.`,
      'Name the columns in the first line.'
    );
  }
  const known = layout.known.map(name => name.toLowerCase());
  const unknown = layout.others ? [] : names.filter(name => !known.includes(name));
  if (unknown.length > 0)
    throw wrongList(
      file,
      `${file} has columns that are not known: ${unknown.join(', ')}.`,
      `Remove or rename them; known are ${layout.known.join(', ')}.`
    );
  return layout;
}

function asListError(file: string, error: unknown): unknown {
  if (error instanceof FacegaugeError) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT')
    return new FacegaugeError('MISSING', `There is no list ${file}.`, { path: file, cause: error });
  if (code === 'EACCES' || code === 'EPERM')
    return new FacegaugeError('NO_PERMISSION', `The list ${file} cannot be read.`, { path: file, cause: error });
  if (code === 'EISDIR')
    return new FacegaugeError('DIRECTORY', `${file} is a folder and no list.`, {
      path: file,
      action: 'A folder of people is given as identities.',
      cause: error
    });
  // The parser's own message ends with the line.
  return wrongList(file, `${file} is no proper CSV: ${message.replace(/\.$/, '')}.`, 'Correct that line.', error);
}

/** An error of a list as such, or of one of its lines. */
export function wrongList(file: string, message: string, action: string, cause?: unknown): FacegaugeError {
  return new FacegaugeError('INVALID_ARGUMENT', message, { path: file, action, cause });
}

const MATED: Readonly<Record<string, boolean>> = {
  '1': true,
  true: true,
  yes: true,
  '0': false,
  false: false,
  no: false
};

/** @throws INVALID_ARGUMENT naming line and column */
export function matedOf({ line, cells }: CsvRow, file: string): boolean {
  const mated = MATED[cells.mated.toLowerCase()];
  if (mated === undefined)
    throw wrongList(file, `Line ${line} of ${file}: mated is "${cells.mated.slice(0, 40)}".`, 'It must be 1 or 0.');
  return mated;
}

/** null for an empty cell. @throws INVALID_ARGUMENT naming line and column */
export function numberOf({ line, cells }: CsvRow, column: string, file: string): number | null {
  const text = cells[column.toLowerCase()];
  if (text === undefined || text === '') return null;
  const value = Number(text);
  if (!Number.isFinite(value))
    throw wrongList(file, `Line ${line} of ${file}: ${column} is "${text.slice(0, 40)}".`, 'It must be a number.');
  return value;
}
