/** Lists of comparisons as CSV (RFC 4180), read as a stream; what cannot be used is named with its line. */
import { createReadStream } from 'node:fs';
import { parse } from 'csv-parse';
import { FacegaugeError } from '../errors';
import { diskPath } from '../names';

/** A row of a list. */
export class CsvRow {
  constructor(
    readonly line: number,
    private readonly values: readonly string[],
    private readonly places: ReadonlyMap<string, number>
  ) {}

  /** The text under a column, whatever its case; '' where there is no such column. */
  cell(column: string): string {
    return this.values[this.places.get(column.toLowerCase()) ?? -1] ?? '';
  }
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
  // Fields by number, lines by counting: with names and places of the parser's own it takes three times as long.
  const parser = parse({ bom: true, trim: true, relax_column_count: true });
  const input = createReadStream(diskPath(file), { highWaterMark: 1 << 18 });
  input.on('error', error => parser.destroy(error));
  input.pipe(parser);
  let places: Map<string, number> | undefined;
  let [rows, line] = [0, 0];
  try {
    for await (const values of parser as AsyncIterable<string[]>) {
      line++;
      const first = line;
      for (const value of values) if (value.includes('\n')) line += value.split('\n').length - 1;
      if (values.length === 1 && values[0] === '') continue;
      if (!places) {
        const names = values.map(name => name.toLowerCase());
        chosen(layoutOf(file, names, layouts));
        places = new Map(names.map((name, i) => [name, i]));
        continue;
      }
      if (values.length !== places.size)
        throw wrongList(
          file,
          `Line ${first} of ${file} has ${values.length} fields and not ${places.size}.`,
          'Give every line a field for each column; one with commas in it stands in double quotes.'
        );
      rows++;
      yield new CsvRow(first, values, places);
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

const MATED: { readonly [word: string]: boolean | undefined } = {
  '1': true,
  true: true,
  yes: true,
  '0': false,
  false: false,
  no: false
};

/** Whether a word of a list means the same person; undefined for a word that says nothing of it. */
export function saysMated(word: string): boolean | undefined {
  return MATED[word] ?? MATED[word.toLowerCase()];
}

/** @throws INVALID_ARGUMENT naming line and column */
export function matedOf(row: CsvRow, file: string): boolean {
  const text = row.cell('mated');
  const mated = saysMated(text);
  if (mated === undefined)
    throw wrongList(file, `Line ${row.line} of ${file}: mated is "${text.slice(0, 40)}".`, 'It must be 1 or 0.');
  return mated;
}

/** null for an empty cell. @throws INVALID_ARGUMENT naming line and column */
export function numberOf(row: CsvRow, column: string, file: string): number | null {
  const text = row.cell(column);
  if (text === '') return null;
  const value = Number(text);
  if (!Number.isFinite(value))
    throw wrongList(file, `Line ${row.line} of ${file}: ${column} is "${text.slice(0, 40)}".`, 'It must be a number.');
  return value;
}
