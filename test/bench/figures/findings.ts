/**
 * Are the findings true? Of clean pictures nothing plain should be said, of bare faces no covering; of spoiled ones the first finding
 * should name what was done. `--pictures N`: faces of lfw-dev spoiled in each kind (default 24).
 */
import fs from 'node:fs';
import path from 'node:path';
import { decodeImage } from '../../../kernel-lib/src/image';
import { open, Sample, type OpenOptions, type PictureResult, type Session } from '../../../kernel-lib/src/session';
import { KINDS } from '../harm/kinds';
import { encoded, numbers } from '../harm/pictures';
import { EVALUATION, readCsv, scoreFolder } from './pictures';

const COVERINGS = ['mask', 'sunglasses', 'hand-or-object'];

/** Findings that name a condition of samples.csv. */
const FITS: Readonly<Record<string, readonly string[]>> = {
  'low-resolution': ['low-resolution', 'small-face', 'defocus'],
  overexposed: ['overexposed'],
  backlight: ['backlight'],
  tilted: ['tilted'],
  dark: ['dark'],
  noise: ['noise'],
  'half-face': ['cropped'],
  mosaic: ['mosaic'],
  blur: ['defocus'],
  print: ['print'],
  mask: ['mask'],
  'screen-replay': ['screen'],
  jpeg: ['compression'],
  motion: ['motion'],
  'side-light': ['side-light'],
  sunglasses: ['sunglasses'],
  hand: ['hand-or-object'],
  profile: ['profile']
};

const share = (n: number, all: number): string => `${n} of ${all} (${((100 * n) / Math.max(1, all)).toFixed(1)} %)`;
const first = (result: PictureResult): string | null =>
  'findings' in result ? (result.findings[0]?.code ?? null) : null;
const samplesOf = (results: Iterable<PictureResult>): Sample[] =>
  [...results].filter((result): result is Sample => result instanceof Sample);

export async function findings(options: OpenOptions & { pictures?: number }): Promise<void> {
  const { pictures = 24, ...rest } = options;
  console.log('findings');
  const bare: Sample[] = [];
  for (const set of ['lfw-dev/images', 'quality/portraits', 'celeb-ids-dev', 'quality/lighting', 'quality/masked']) {
    const results = await scoreFolder(path.join(EVALUATION, set), rest);
    if (!results) continue;
    const samples = samplesOf(results.values());
    clean(set, samples);
    if (set !== 'quality/masked') bare.push(...samples);
  }
  await gallery(rest);
  bare.push(...(await spoiled(rest, pictures)));
  console.log(
    `  a covering claimed of bare faces, clean or spoiled: ${share(bare.filter(isCovered).length, bare.length)}`
  );
}

function isCovered({ findings }: Sample): boolean {
  return findings.some(({ code }) => COVERINGS.includes(code));
}

function clean(set: string, samples: Sample[]): void {
  const plain = samples.filter(({ findings }) => findings.some(({ severity }) => severity >= 2)).length;
  const counts = new Map<string, number>();
  for (const { findings } of samples)
    for (const { code, severity } of findings) if (severity >= 2) counts.set(code, (counts.get(code) ?? 0) + 1);
  const codes = [...counts].sort((a, b) => b[1] - a[1]).map(([code, n]) => `${code} ${n}`);
  console.log(
    `  ${set.padEnd(20)} severity ≥ 2: ${share(plain, samples.length)}; covered: ${share(samples.filter(isCovered).length, samples.length)}`
  );
  if (codes.length) console.log(`  ${''.padEnd(20)} ${codes.join(', ')}`);
}

async function gallery(options: OpenOptions): Promise<void> {
  const folder = path.resolve(__dirname, '../../../notebooks/samples');
  const results = await scoreFolder(folder, options);
  if (!results) return;
  const hits: Record<string, [number, number]> = { 1: [0, 0], 2: [0, 0] };
  for (const { file, condition, severity } of readCsv(path.join(folder, 'samples.csv'))) {
    const result = results.get(file);
    const fitting = FITS[condition];
    if (!result || !fitting || !(severity in hits)) continue;
    const said = first(result);
    const right = said !== null && fitting.includes(said);
    hits[severity][1]++;
    if (right) hits[severity][0]++;
    else console.log(`  gallery: ${file} first says ${said ?? (result instanceof Sample ? 'nothing' : 'no face')}`);
  }
  for (const severity of ['2', '1']) console.log(`  gallery, severity ${severity}: fits ${share(...hits[severity])}`);
}

/** @returns the samples of kinds that cover nothing */
async function spoiled(options: OpenOptions, pictures: number): Promise<Sample[]> {
  const folder = path.join(EVALUATION, 'lfw-dev/images');
  if (!fs.existsSync(folder)) return [];
  const files = fs.readdirSync(folder).sort();
  const session = await open({ ...options, store: false });
  const random = numbers(2026);
  const rates: number[] = [];
  const bare: Sample[] = [];
  for (const [name, kind] of Object.entries(KINDS)) {
    const samples: Sample[] = [];
    for (let i = 0; i < pictures; i++) {
      const file = path.join(folder, files[Math.floor(random() * files.length)]);
      const sample = await spoil(session, file, name, 1 + Math.floor(random() * 5), random);
      if (sample) samples.push(sample);
    }
    if (!kind.codes.some(code => COVERINGS.includes(code))) bare.push(...samples);
    const low = samples.filter(({ quality }) => quality !== null && quality < 0.6);
    const right = low.filter(sample => kind.codes.includes(first(sample) ?? ''));
    if (low.length) rates.push(right.length / low.length);
    const wrong = low.filter(sample => !right.includes(sample)).map(sample => first(sample) ?? 'nothing');
    console.log(
      `  spoiled, ${name.padEnd(15)} quality < .6: named in ${share(right.length, low.length)}${tally(wrong)}`
    );
  }
  await session.close();
  const macro = (100 * rates.reduce((a, b) => a + b, 0)) / Math.max(1, rates.length);
  console.log(`  spoiled, macro over ${rates.length} kinds: ${macro.toFixed(1)} %`);
  return bare;
}

async function spoil(
  session: Session,
  file: string,
  name: string,
  level: number,
  random: () => number
): Promise<Sample | null> {
  const picture = await decodeImage(file);
  const before = await session.extract(await encoded(picture));
  // What was poor before cannot have become so by this harm.
  if (!(before instanceof Sample) || (before.quality ?? 0) < 0.6) return null;
  const subject = { picture, landmarks: before.landmarks };
  const after = await session.extract(
    await encoded(await KINDS[name].spoil(subject, KINDS[name].levels[level - 1], random))
  );
  return after instanceof Sample ? after : null;
}

function tally(words: string[]): string {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return words.length ? `; else ${[...counts].map(([word, n]) => `${word} ${n}`).join(', ')}` : '';
}
