/** Copies made of real photographs, found again; and what is called a near duplicate among real photographs. */
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { duplicateKind, type PictureTraits } from '../../../kernel-lib/src/audit/neighbours';
import { isSample, type OpenOptions, type PictureResult, type Sample } from '../../../kernel-lib/src/session';
import { cosine } from '../../../kernel-lib/src/verification';
import { EVALUATION, readCsv, scoreFolder } from './pictures';

const ORIGINALS = 40;

type Size = { width: number; height: number };
const crop = ({ width, height }: Size, share: number) => ({
  left: Math.round(width * share),
  top: Math.round(height * share),
  width: Math.round(width * (1 - 2 * share)),
  height: Math.round(height * (1 - 2 * share))
});

const COPIES: Record<string, (picture: Sharp, size: Size) => Sharp> = {
  'half size': (picture, { width }) => picture.resize(Math.round(width / 2)).jpeg({ quality: 90 }),
  'double size': (picture, { width }) => picture.resize(2 * width).jpeg({ quality: 90 }),
  'JPEG quality 50': picture => picture.jpeg({ quality: 50 }),
  'JPEG quality 20': picture => picture.jpeg({ quality: 20 }),
  brighter: picture => picture.linear(1.15, 8).jpeg({ quality: 90 }),
  '2 % cut off each side': (picture, size) => picture.extract(crop(size, 0.02)).jpeg({ quality: 90 }),
  '5 % cut off each side': (picture, size) => picture.extract(crop(size, 0.05)).jpeg({ quality: 90 })
};

const traits = ({ provenance, takenAt }: Sample): PictureTraits => ({
  perceptualHash: provenance?.perceptualHash ?? null,
  takenAt
});

export async function nearDuplicates(options: OpenOptions): Promise<void> {
  await copies(options);
  await real(options);
}

async function copies(options: OpenOptions): Promise<void> {
  const source = path.join(EVALUATION, 'celeb-ids-dev');
  if (!existsSync(source)) return console.log('skipped: shared/eval/celeb-ids-dev is not here');
  const folder = mkdtempSync(path.join(tmpdir(), 'facegauge-copies-'));
  try {
    const files = readdirSync(source).filter(name => name.endsWith('.jpg'));
    for (let i = 0; i < ORIGINALS; i++) {
      const { data, info } = await sharp(path.join(source, files[Math.floor((i * files.length) / ORIGINALS)]))
        .rotate()
        .jpeg({ quality: 95 })
        .toBuffer({ resolveWithObject: true });
      await sharp(data).toFile(path.join(folder, `${i}_original.jpg`));
      for (const [kind, copy] of Object.entries(COPIES))
        await copy(sharp(data), info).toFile(path.join(folder, `${i}_${kind}.jpg`));
    }
    const results = (await scoreFolder(folder, options))!;
    console.log(`copies of ${ORIGINALS} photographs of celeb-ids-dev: called a copy · called a burst · not found`);
    for (const kind of Object.keys(COPIES)) {
      const counts = { copy: 0, burst: 0, none: 0 };
      for (let i = 0; i < ORIGINALS; i++)
        counts[compare(results.get(`${i}_original.jpg`), results.get(`${i}_${kind}.jpg`))?.kind ?? 'none']++;
      console.log(`  ${kind.padEnd(24)} ${counts.copy} · ${counts.burst} · ${counts.none}`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Pairs of real photographs; whether they were taken at one moment nobody noted, whether they show one person is known. */
async function real(options: OpenOptions): Promise<void> {
  const folder = path.join(EVALUATION, 'celeb-ids-dev');
  const results = await scoreFolder(folder, options);
  if (!results) return;
  const rows = readCsv(path.join(folder, 'identities.csv'));
  const counts = { mated: 0, nonMated: 0, copy: 0, burst: 0, wrong: 0 };
  const pairs: string[] = [];
  rows.forEach((a, i) => {
    for (const b of rows.slice(0, i)) {
      const mated = a.identity === b.identity;
      counts[mated ? 'mated' : 'nonMated']++;
      const found = compare(results.get(a.file), results.get(b.file));
      if (!found) continue;
      counts[found.kind]++;
      if (!mated) counts.wrong++;
      pairs.push(`${found.kind} ${found.similarity.toFixed(3)} ${a.file} ${b.file}`);
    }
  });
  const { mated, nonMated, copy, burst, wrong } = counts;
  console.log(
    `celeb-ids-dev, ${mated} pairs of one person: ${copy} copies, ${burst} bursts; of ${nonMated} pairs of two people: ${wrong}`
  );
  for (const pair of pairs.sort()) console.log(`  ${pair}`);
}

function compare(
  a: PictureResult | undefined,
  b: PictureResult | undefined
): { kind: 'copy' | 'burst'; similarity: number } | null {
  if (!a || !b || !isSample(a) || !isSample(b)) return null;
  const similarity = cosine(a.embedding, b.embedding);
  const kind = duplicateKind(traits(a), traits(b), similarity);
  return kind && { kind, similarity };
}
