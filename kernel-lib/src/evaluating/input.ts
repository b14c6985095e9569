/** What can be evaluated: pairs of pictures, pictures of known people, scores made elsewhere. */
import fs from 'node:fs/promises';
import path from 'node:path';
import { walk } from '../audit';
import { FacegaugeError } from '../errors';
import type { TrialRow } from '../evaluation';
import { diskPath } from '../names';
import { matedOf, numberOf, readCsv, wrongList, type CsvLayout, type CsvRow } from './csv';

/** Two pictures, and whether they show the same person. */
export interface PicturePair {
  /** Paths. */
  a: string;
  b: string;
  mated: boolean;
  /** Who is on them; intervals over people need it. Both or neither. */
  subjectA?: string | null;
  subjectB?: string | null;
}

/** A picture and who is on it. */
export interface IdentifiedPicture {
  path: string;
  identity: string;
}

/** Rows at hand, or as they come. */
export type Rows<T> = Iterable<T> | AsyncIterable<T>;

/**
 * Pairs (columns a, b, mated and, where known, subjectA, subjectB), identities (a folder with a folder for each person, or columns
 * path, identity: all pairs are compared) or scores (columns similarity, mated and, where known, qualityA, qualityB, subjectA,
 * subjectB; an empty similarity is a comparison that did not take place). Each as CSV file or as rows. A text alone is a folder of
 * identities, or a CSV file that says by its columns what it is; a list of identities may have other columns beside. Paths of a CSV file start from its own folder.
 */
export type EvaluationInput =
  | string
  | { pairs: string | Rows<PicturePair> }
  | { identities: string | Rows<IdentifiedPicture> }
  | { scores: string | Rows<TrialRow> }
  | readonly (PicturePair | IdentifiedPicture | TrialRow)[];

/** The same, told apart. */
export type ReadInput =
  | { kind: 'pairs'; pairs: PicturePair[] }
  | { kind: 'identities'; pictures: IdentifiedPicture[] }
  | { kind: 'scores'; scores: Rows<TrialRow> };

const PAIRS: CsvLayout = {
  needed: ['a', 'b', 'mated'],
  known: ['a', 'b', 'mated', 'subjectA', 'subjectB', 'subjects']
};
const IDENTITIES: CsvLayout = { needed: ['path', 'identity'], known: ['path', 'identity'], others: true };
const FILES: CsvLayout = { needed: ['file', 'identity'], known: ['file', 'identity'], others: true };
const SCORES: CsvLayout = {
  needed: ['similarity', 'mated'],
  known: ['similarity', 'mated', 'qualityA', 'qualityB', 'subjectA', 'subjectB']
};

/** @throws FacegaugeError of `readCsv`; INVALID_ARGUMENT for what is nothing of the kind */
export async function readInput(what: EvaluationInput): Promise<ReadInput> {
  if (typeof what === 'string') {
    const stat = await fs.stat(diskPath(what)).catch(() => null);
    return stat?.isDirectory() ? identitiesOf(what) : readList(what, [SCORES, PAIRS, IDENTITIES, FILES]);
  }
  if (Array.isArray(what)) return rowsOf(what as unknown[]);
  if (typeof what === 'object' && what !== null) {
    if ('scores' in what)
      return typeof what.scores === 'string'
        ? readList(what.scores, [SCORES])
        : { kind: 'scores', scores: what.scores };
    if ('pairs' in what)
      return typeof what.pairs === 'string'
        ? readList(what.pairs, [PAIRS])
        : { kind: 'pairs', pairs: await gather(what.pairs) };
    if ('identities' in what) {
      const { identities } = what;
      if (typeof identities !== 'string') return { kind: 'identities', pictures: await gather(identities) };
      const stat = await fs.stat(diskPath(identities)).catch(() => null);
      return stat?.isFile() ? readList(identities, [IDENTITIES, FILES]) : identitiesOf(identities);
    }
  }
  throw new FacegaugeError('INVALID_ARGUMENT', 'This cannot be evaluated.', {
    found: typeof what,
    action: 'Give { pairs }, { identities } or { scores }: a file, a folder or rows.'
  });
}

function rowsOf(rows: readonly unknown[]): ReadInput {
  const has = (...keys: string[]) =>
    rows.length > 0 && rows.every(row => typeof row === 'object' && row !== null && keys.every(key => key in row));
  if (has('similarity', 'mated')) return { kind: 'scores', scores: rows as TrialRow[] };
  if (has('a', 'b', 'mated')) return { kind: 'pairs', pairs: rows as PicturePair[] };
  if (has('path', 'identity')) return { kind: 'identities', pictures: rows as IdentifiedPicture[] };
  throw new FacegaugeError('INVALID_ARGUMENT', 'These rows are neither pairs nor identities nor scores.', {
    found: rows.length === 0 ? 'no rows' : Object.keys(Object(rows[0])).join(', '),
    action: 'Every row needs a, b, mated; or path, identity; or similarity, mated.'
  });
}

async function readList(file: string, layouts: readonly CsvLayout[]): Promise<ReadInput> {
  let layout: CsvLayout | undefined;
  const rows = readCsv(file, layouts, one => (layout = one));
  const first = await rows.next();
  const all = prepended(first.value as CsvRow, rows);
  if (layout === SCORES) return { kind: 'scores', scores: scoreRows(all, file) };
  const folder = path.dirname(file);
  if (layout === PAIRS) {
    const pairs: PicturePair[] = [];
    for await (const row of all) pairs.push(pairOf(row, file, folder));
    return { kind: 'pairs', pairs };
  }
  const pictures: IdentifiedPicture[] = [];
  for await (const row of all) {
    const [picture, identity] = [row.cell('path') || row.cell('file'), row.cell('identity')];
    if (!picture || !identity)
      throw wrongList(file, `Line ${row.line} of ${file} names no picture or no person.`, 'Fill in both columns.');
    pictures.push({ path: path.resolve(folder, picture), identity });
  }
  return { kind: 'identities', pictures };
}

async function* prepended(first: CsvRow, rest: AsyncIterable<CsvRow>): AsyncGenerator<CsvRow, void, undefined> {
  yield first;
  yield* rest;
}

async function* scoreRows(rows: AsyncIterable<CsvRow>, file: string): AsyncGenerator<TrialRow, void, undefined> {
  for await (const row of rows)
    yield {
      similarity: numberOf(row, 'similarity', file),
      mated: matedOf(row, file),
      qualityA: numberOf(row, 'qualityA', file),
      qualityB: numberOf(row, 'qualityB', file),
      ...subjectsOf(row)
    };
}

function pairOf(row: CsvRow, file: string, folder: string): PicturePair {
  const [a, b] = [row.cell('a'), row.cell('b')];
  if (!a || !b) throw wrongList(file, `Line ${row.line} of ${file} names less than two pictures.`, 'Fill in a and b.');
  return { a: path.resolve(folder, a), b: path.resolve(folder, b), mated: matedOf(row, file), ...subjectsOf(row) };
}

/** `subjects` holds one name for both pictures, or two with a semicolon or a bar between them. */
function subjectsOf(row: CsvRow): { subjectA: string | null; subjectB: string | null } {
  const subjects = row.cell('subjects');
  const names = subjects === '' ? [] : subjects.split(/[;|]/).map(name => name.trim());
  return {
    subjectA: row.cell('subjectA') || names[0] || null,
    subjectB: row.cell('subjectB') || (names[1] ?? names[0]) || null
  };
}

async function identitiesOf(folder: string): Promise<ReadInput> {
  return { kind: 'identities', pictures: await peopleOf(folder) };
}

/**
 * The pictures of a folder that holds a folder for each person.
 * @throws INVALID_ARGUMENT where there are not at least two folders with files
 */
export async function peopleOf(folder: string): Promise<IdentifiedPicture[]> {
  const pictures: IdentifiedPicture[] = [];
  const paths = walk([folder], (_, error) => {
    throw error;
  });
  for await (const file of paths) {
    const parts = path.relative(folder, file).split(path.sep);
    if (parts.length > 1) pictures.push({ path: file, identity: parts[0] });
  }
  if (new Set(pictures.map(({ identity }) => identity)).size < 2)
    throw new FacegaugeError('INVALID_ARGUMENT', `${folder} does not hold a folder for each person.`, {
      path: folder,
      action: 'Put each person’s pictures into a folder of their own, or give a CSV with the columns path and identity.'
    });
  return pictures;
}

async function gather<T>(rows: Rows<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const one of rows) all.push(one);
  return all;
}
