/** How long results take to be drawn: a face card with its whole picture, a comparison, a grid. No network runs. */
import fs from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { card, gridBundle, type FaceCardData } from '../../kernel-lib/src/cards';
import { faceData, pairData } from '../unit/cards/fixtures';
import { median, report, type Figure } from './report';

const SAMPLES = path.join(__dirname, '..', '..', 'notebooks', 'samples');

async function faces(count: number): Promise<FaceCardData[]> {
  const files = fs.readdirSync(SAMPLES).filter(file => /^p\d\d-a\.jpg$/.test(file));
  return Promise.all(
    Array.from({ length: count }, async (_, i) => {
      const file = path.join(SAMPLES, files[i % files.length]);
      const crop = await sharp(file).resize(112, 112).webp().toBuffer();
      const original = await sharp(file).resize(400, 400, { fit: 'inside' }).webp().toBuffer();
      return faceData({ path: files[i % files.length], crop, original, findings: [] });
    })
  );
}

/** Medians of wall time and of this process's CPU time, which a busy machine stretches less. */
async function timed(
  name: string,
  target: number | null,
  times: number,
  draw: (i: number) => Promise<unknown>
): Promise<Figure[]> {
  for (let i = 0; i < 5; i++) await draw(i);
  const [wall, cpu]: [number[], number[]] = [[], []];
  for (let i = 0; i < times; i++) {
    const [from, used] = [performance.now(), process.cpuUsage()];
    await draw(i);
    const { user, system } = process.cpuUsage(used);
    wall.push(performance.now() - from);
    cpu.push((user + system) / 1000);
  }
  return [
    { name, value: median(wall), unit: ' ms', target },
    { name: '  … of the processor', value: median(cpu), unit: ' ms', target: null }
  ];
}

async function main(): Promise<void> {
  const many = await faces(60);
  const pair = await pairData({ a: many[0], b: many[1] });
  const first = performance.now();
  await card(many[0], 'en');
  report('drawing', [
    {
      name: 'the first card of a process (fonts are read)',
      value: performance.now() - first,
      unit: ' ms',
      target: null
    },
    ...(await timed('a face card', 100, 40, i => card(many[i], 'en'))),
    ...(await timed('a face card in Chinese', 100, 40, i => card(many[i], 'zh'))),
    ...(await timed('a comparison', null, 20, () => card(pair, 'en'))),
    ...(await timed('a grid of 60', 500, 5, () => gridBundle(many, 'en')))
  ]);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
