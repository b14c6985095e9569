/** How well near duplicates are found: limits chosen on the pictures of one half of the people, reported on those of the other half. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isSample, open, type OpenOptions } from '../../../../kernel-lib/src/session';
import { EVALUATION, readCsv } from '../pictures';
import { makeCopies, type MadeCopy } from './made-copies';
import type { Picture } from './pairs';
import { reportNearDuplicates } from './report';

const SAMPLES = path.resolve(__dirname, '../../../../notebooks/samples');
/** People of lfw-dev of whom a picture is copied. */
const COPIED = 60;

interface Source {
  file: string;
  set: string;
  identity: string;
  /** Of a person, so many pictures are copied. */
  copied: number;
}

/** @param options.pictures so many of each set at most: other figures, sooner */
export async function nearDuplicates({ pictures, ...options }: OpenOptions & { pictures?: number }): Promise<void> {
  const sources = [celebrities(), lfw(), samples()].flatMap(set => set.slice(0, pictures));
  const folder = mkdtempSync(path.join(tmpdir(), 'facegauge-copies-'));
  try {
    const copies = await makeCopies(
      sources.filter(({ copied }) => copied > 0).map(({ file }) => file),
      folder
    );
    reportNearDuplicates(await look(sources, copies, options));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function look(sources: Source[], copies: MadeCopy[], options: OpenOptions): Promise<Picture[]> {
  const session = await open({ ...options, store: false });
  const sourceOf = new Map(sources.map(source => [source.file, source]));
  const copyOf = new Map(copies.map(copy => [copy.file, copy]));
  const hashes = new Map<string, string>();
  const pictures: Picture[] = [];
  try {
    // Originals first: a copy names its own by what it was found to be.
    for (const files of [[...sourceOf.keys()], [...copyOf.keys()]])
      for await (const result of session.extractAll(files)) {
        if (!isSample(result)) continue;
        const { path: file, sha256, embedding, provenance, takenAt } = result;
        const copy = copyOf.get(file!);
        const { set, identity } = sourceOf.get(copy?.of ?? file!)!;
        hashes.set(file!, sha256);
        const of = copy && hashes.get(copy.of);
        if (copy && of === undefined) continue;
        pictures.push({
          ...{ set, identity, sha256, embedding },
          traits: { perceptualHash: provenance?.perceptualHash ?? null, takenAt },
          made: copy ? { kind: copy.kind, of: of! } : null
        });
      }
  } finally {
    await session.close();
  }
  return pictures;
}

function celebrities(): Source[] {
  const folder = path.join(EVALUATION, 'celeb-ids-dev');
  if (!present(folder)) return [];
  const rows = readCsv(path.join(folder, 'identities.csv'));
  return firstOfEach(
    rows.map(({ file, identity }) => ({ file: path.join(folder, file), set: 'celeb', identity, copied: 2 }))
  );
}

function lfw(): Source[] {
  const folder = path.join(EVALUATION, 'lfw-dev');
  if (!present(folder)) return [];
  const files = [...new Set(readCsv(path.join(folder, 'pairs.csv')).flatMap(({ a, b }) => [a, b]))].sort();
  const people = [...new Set(files.map(nameOf))];
  const copied = new Set(people.filter((_, i) => i % Math.floor(people.length / COPIED) === 0));
  return firstOfEach(
    files.map(file => {
      const identity = nameOf(file);
      return { file: path.join(folder, 'images', file), set: 'lfw', identity, copied: copied.has(identity) ? 1 : 0 };
    })
  );
}

function samples(): Source[] {
  const rows = readCsv(path.join(SAMPLES, 'samples.csv')).filter(({ condition }) => condition === 'good');
  return firstOfEach(
    rows.map(({ file, identity }) => ({ file: path.join(SAMPLES, file), set: 'samples', identity, copied: 1 }))
  );
}

/** The same, but only the first pictures of each person are copied. */
function firstOfEach(sources: Source[]): Source[] {
  const taken = new Map<string, number>();
  return sources.map(source => {
    const n = taken.get(source.identity) ?? 0;
    taken.set(source.identity, n + 1);
    return { ...source, copied: n < source.copied ? source.copied : 0 };
  });
}

/** A file of lfw is named after the person, with a number. */
const nameOf = (file: string): string => file.replace(/_\d+\.jpg$/, '');

function present(folder: string): boolean {
  const there = existsSync(folder);
  if (!there) console.log(`skipped: shared/eval/${path.basename(folder)} is not here`);
  return there;
}
