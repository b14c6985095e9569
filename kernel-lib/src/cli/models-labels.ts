/** Pictures of known people: a folder of folders, or a list of pairs. */
import fs from 'node:fs/promises';
import path from 'node:path';
import { walk } from '../audit';
import { FacegaugeError } from '../errors';
import type { CalibrationPair, CalibrationRow } from '../models';

export interface LabelledPictures {
  files: string[];
  identityOf: (file: string) => string;
  /** Rows of the pictures that could be used, and the pairs to compare where they are given. */
  select: (rows: Map<string, CalibrationRow>) => [CalibrationRow[], CalibrationPair[]?];
}

const wrong = (message: string, file: string, action: string) =>
  new FacegaugeError('INVALID_ARGUMENT', message, { path: file, action });

/** @throws FacegaugeError INVALID_ARGUMENT where there are not at least two folders with pictures */
export async function readIdentities(folder: string): Promise<LabelledPictures> {
  const files: string[] = [];
  for await (const file of walk([folder], (_, error) => {
    throw error;
  }))
    files.push(file);
  const identityOf = (file: string) => path.relative(folder, file).split(path.sep)[0];
  const inside = files.filter(
    file => path.dirname(file) !== path.resolve(folder) && path.dirname(file) !== path.normalize(folder)
  );
  if (new Set(inside.map(identityOf)).size < 2) {
    throw wrong(
      `${folder} does not hold a folder for each person.`,
      folder,
      'Put each person’s pictures into a folder of their own.'
    );
  }
  return { files: inside, identityOf, select: rows => [[...rows.values()]] };
}

/** Fields of a line; a field in double quotes may hold commas and doubled quotes (RFC 4180, without line breaks in fields). */
export function splitLine(line: string): string[] {
  const fields = line.match(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g) ?? [];
  if (!line.endsWith(',')) fields.pop();
  return fields.map(field => {
    const text = field.replace(/,$/, '').trim();
    return text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text;
  });
}

const MATED: Record<string, boolean> = { '1': true, true: true, yes: true, '0': false, false: false, no: false };

function parsePairs(text: string, file: string): { a: string; b: string; mated: boolean }[] {
  const [head, ...lines] = text
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .filter(line => line.trim() !== '');
  const columns = splitLine(head ?? '').map(name => name.toLowerCase());
  const [a, b, mated] = ['a', 'b', 'mated'].map(name => columns.indexOf(name));
  if (Math.min(a, b, mated) < 0)
    throw wrong(`${file} lacks the columns a, b and mated.`, file, 'Name them in the first line.');
  const place = path.dirname(file);
  return lines.map((line, i) => {
    const fields = splitLine(line);
    const label = MATED[(fields[mated] ?? '').toLowerCase()];
    if (label === undefined || !fields[a] || !fields[b]) {
      throw wrong(`Line ${i + 2} of ${file} is no pair: ${line.slice(0, 80)}`, file, 'It needs two paths and 1 or 0.');
    }
    return { a: path.resolve(place, fields[a]), b: path.resolve(place, fields[b]), mated: label };
  });
}

/** People as far as the pairs tell: pictures joined by mated pairs. */
function joinMated(pairs: { a: string; b: string; mated: boolean }[]): (file: string) => string {
  const parent = new Map<string, string>();
  const root = (file: string): string => {
    let at = file;
    while (parent.has(at)) at = parent.get(at) as string;
    return at;
  };
  for (const { a, b, mated } of pairs) {
    const [one, other] = [root(a), root(b)];
    if (mated && one !== other) parent.set(one, other);
  }
  return root;
}

/** @throws FacegaugeError INVALID_ARGUMENT, naming the line */
export async function readPairs(file: string): Promise<LabelledPictures> {
  const text = await fs.readFile(file, 'utf8').catch((error: Error) => {
    throw wrong(`The list of pairs ${file} cannot be read.`, file, error.message);
  });
  const pairs = parsePairs(text, file);
  return {
    files: [...new Set(pairs.flatMap(({ a, b }) => [a, b]))],
    identityOf: joinMated(pairs),
    select: rows => {
      const index = new Map([...rows.keys()].map((name, i) => [name, i]));
      const usable = pairs.flatMap(({ a, b, mated }): CalibrationPair[] => {
        const [i, j] = [index.get(a), index.get(b)];
        return i === undefined || j === undefined ? [] : [[i, j, mated]];
      });
      return [[...rows.values()], usable];
    }
  };
}
