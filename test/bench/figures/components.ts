/**
 * Do the components answer to what they are named after? Good pictures of the gallery, harmed in four rising steps for each component:
 * mean score a step, and Spearman's correlation of step and score, the mean of each picture's own. Then each component's lowest score on good pictures.
 */
import path from 'node:path';
import { decodeImage } from '../../../kernel-lib/src/image';
import { open, Sample, type OpenOptions, type Session } from '../../../kernel-lib/src/session';
import type { ComponentName } from '../../../kernel-lib/src/types';
import { encoded } from '../harm/pictures';
import { STEPS } from '../harm/steps';
import { EVALUATION, readCsv, scoreFolder } from './pictures';

const SAMPLES = path.resolve(__dirname, '../../../notebooks/samples');
const PEOPLE = ['p04-a.jpg', 'p07-a.jpg', 'p09-a.jpg', 'p15-a.jpg', 'p19-a.jpg'];

export async function components(options: OpenOptions): Promise<void> {
  console.log('components: mean score unharmed and at four rising steps of harm; Spearman of step and score');
  const session = await open({ ...options, store: false });
  for (const name of Object.keys(STEPS) as ComponentName[]) {
    const scores = await scoresOf(name, session);
    const means = [0, 1, 2, 3, 4].map(k => mean(scores.map(row => row[k])));
    const steps = means.map(m => (Number.isNaN(m) ? '–' : m.toFixed(0)).padStart(5)).join('');
    console.log(`  ${name.padEnd(28)}${steps}   ${mean(scores.map(spearman)).toFixed(2)}`);
  }
  await session.close();
  await lowest('the gallery', SAMPLES, options, goodFiles());
  await lowest('quality/portraits', path.join(EVALUATION, 'quality/portraits'), options, null);
}

/** Scores of one component, a row of five steps a person; NaN where no face is found any more. */
async function scoresOf(name: ComponentName, session: Session): Promise<number[][]> {
  const scores: number[][] = [];
  for (const file of PEOPLE) {
    const picture = await decodeImage(path.join(SAMPLES, file));
    const clean = await session.extract(await encoded(picture));
    if (!(clean instanceof Sample)) continue;
    const { HeadPoseYaw, HeadPosePitch } = clean.components;
    const pose = { yaw: HeadPoseYaw?.value ?? 0, pitch: HeadPosePitch?.value ?? 0 };
    const subject = { picture, landmarks: clean.landmarks, pose };
    const own: number[] = [];
    for (const severity of [0, 1, 2, 3, 4]) {
      const harmed = severity === 0 ? picture : await STEPS[name]!(subject, severity / 4);
      const sample = severity === 0 ? clean : await session.extract(await encoded(harmed));
      const measured = sample instanceof Sample ? sample.components[name] : null;
      own.push(measured?.score ?? NaN);
    }
    scores.push(own);
  }
  return scores;
}

function goodFiles(): Set<string> {
  const rows = readCsv(path.join(SAMPLES, 'samples.csv'));
  return new Set(rows.filter(({ condition }) => condition === 'good').map(({ file }) => file));
}

async function lowest(title: string, folder: string, options: OpenOptions, only: Set<string> | null): Promise<void> {
  const results = await scoreFolder(folder, options);
  if (!results) return;
  const least = new Map<string, [score: number, file: string]>();
  for (const [file, result] of results) {
    if (!(result instanceof Sample) || (only && !only.has(file))) continue;
    for (const [name, { score }] of Object.entries(result.components))
      if (score < (least.get(name)?.[0] ?? 101)) least.set(name, [score, file]);
  }
  console.log(`lowest score on the good pictures of ${title}`);
  for (const [name, [score, file]] of least) console.log(`  ${name.padEnd(28)} ${String(score).padStart(4)}   ${file}`);
}

/** Of what is a number. */
function mean(values: number[]): number {
  const known = values.filter(v => !Number.isNaN(v));
  return known.reduce((a, b) => a + b, 0) / known.length;
}

/** Rank correlation of a row with its step, ties averaged; NaN for a row of equals. */
function spearman(row: number[]): number {
  const pairs = row.map((score, step) => [step, score]).filter(([, score]) => !Number.isNaN(score));
  const [a, b] = [0, 1].map(k => ranks(pairs.map(pair => pair[k])));
  const middle = (pairs.length + 1) / 2;
  const product = (x: number[], y: number[]): number =>
    x.reduce((sum, v, i) => sum + (v - middle) * (y[i] - middle), 0);
  return product(a, b) / Math.sqrt(product(a, a) * product(b, b));
}

function ranks(values: number[]): number[] {
  const sorted = [...values].sort((x, y) => x - y);
  return values.map(v => (sorted.indexOf(v) + sorted.lastIndexOf(v)) / 2 + 1);
}
