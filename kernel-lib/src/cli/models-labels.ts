/** Pictures of known people: a folder of folders, or a list of pairs. */
import fs from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { FacegaugeError } from '../errors';
import { peopleOf, saysMated } from '../evaluating';
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
  const pictures = await peopleOf(folder);
  const identities = new Map(pictures.map(({ path: file, identity }) => [file, identity]));
  return {
    files: [...identities.keys()],
    identityOf: file => identities.get(file)!,
    select: rows => [[...rows.values()]]
  };
}

interface PairRecord {
  record: { [column: string]: string | undefined };
  info: { lines: number };
  raw: string;
}

/** Lists written by spreadsheets: RFC 4180, a first line of names, more columns than are needed. */
function records(text: string, file: string): PairRecord[] {
  let columns: string[] = [];
  const lower = (head: string[]) => (columns = head.map(name => name.toLowerCase()));
  const options = { bom: true, trim: true, skip_empty_lines: true, relax_column_count: true, info: true, raw: true };
  let found: unknown;
  try {
    found = parse(text, { ...options, columns: lower });
  } catch (error) {
    throw wrong(`${file} is no list of pairs: ${(error as Error).message}`, file, 'Write it as CSV (RFC 4180).');
  }
  if (!['a', 'b', 'mated'].every(name => columns.includes(name)))
    throw wrong(`${file} lacks the columns a, b and mated.`, file, 'Name them in the first line.');
  return found as PairRecord[];
}

function parsePairs(text: string, file: string): { a: string; b: string; mated: boolean }[] {
  const place = path.dirname(file);
  return records(text, file).map(({ record: { a, b, mated = '' }, info, raw }) => {
    const label = saysMated(mated);
    if (label === undefined || !a || !b) {
      const line = raw.trim().slice(0, 80);
      throw wrong(`Line ${info.lines} of ${file} is no pair: ${line}`, file, 'It needs two paths and 1 or 0.');
    }
    return { a: path.resolve(place, a), b: path.resolve(place, b), mated: label };
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
