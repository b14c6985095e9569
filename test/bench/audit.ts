/**
 * `npm run bench -- audit`: the rate of an audit against what the engines alone reach on the same pictures, and what the views of an
 * audit of a million pictures cost. FACEGAUGE_BENCH_PICTURES (2000; 0 leaves the rate out) and FACEGAUGE_BENCH_ROWS (1,000,000; 0
 * leaves the views out) set other numbers; FACEGAUGE_BENCH_AUDIT_STORE names a store: made where it is not there, kept, and used again.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { open } from '../../kernel-lib/src';
import { Engine } from '../../kernel-lib/src/engine';
import { resolveModels } from '../../kernel-lib/src/models';
import { Store } from '../../kernel-lib/src/store';
import { clocked } from './clock';
import { median, report, timed } from './report';
import { syntheticRow } from './synthetic';

const PICTURES = Number(process.env.FACEGAUGE_BENCH_PICTURES ?? 2000);
const ROWS = Number(process.env.FACEGAUGE_BENCH_ROWS ?? 1_000_000);
const PARTS = 8;
/** Pictures of a person. */
const EACH = 10;
const SAMPLES = path.resolve(__dirname, '../../notebooks/samples');
const samples = readdirSync(SAMPLES).filter(name => name.endsWith('.jpg'));

/** What is made beforehand is made in another process: its memory is not that of whoever asks. */
async function apart(what: 'pictures' | 'store', where: string): Promise<void> {
  const [code] = (await once(fork(__filename, [what, where], { execArgv: ['--import', 'tsx'] }), 'exit')) as [number];
  if (code !== 0) throw new Error(`The ${what} could not be made.`);
}

/** Samples in other sizes, darker and lighter, blurred, compressed: no two the same, in {@link PARTS} folders. */
async function makePictures(folder: string): Promise<void> {
  sharp.concurrency(1);
  for (let part = 0; part < PARTS; part++) mkdirSync(path.join(folder, `part-${part}`));
  for (let i = 0; i < PICTURES; i++) {
    const round = Math.floor(i / samples.length);
    const side = 400 + ((i * 37) % 240);
    let picture = sharp(path.join(SAMPLES, samples[i % samples.length]))
      .resize({ width: side, height: side, fit: 'inside' })
      .modulate({ brightness: 0.6 + ((i * 13) % 80) / 100 });
    if (round % 3 === 1) picture = picture.blur(0.5 + (i % 5) / 2);
    await picture
      .jpeg({ quality: 35 + ((i * 7) % 60) })
      .toFile(path.join(folder, `part-${i % PARTS}`, `${String(i).padStart(5, '0')}.jpg`));
  }
}

async function makeStore(file: string): Promise<void> {
  const thumbnails = await Promise.all(
    samples.map(name => sharp(path.join(SAMPLES, name)).resize(112, 112).webp({ quality: 80 }).toBuffer())
  );
  const store = Store.open(file);
  const spec = { audit: 1, what: ['/data/set'], source: null, identity: 'folder', pattern: null, picture: {} };
  for (const name of ['million', 'other']) {
    const rows = name === 'million' ? ROWS : Math.ceil(ROWS / 20);
    const run = await store.beginRun({ name, model: 'rts-s', options: spec, total: rows });
    for (let i = 0; i < rows; i++) {
      const made = syntheticRow(i, run, { rows, sources: 12 });
      const identity = `person-${Math.floor(i / EACH)}`;
      // One picture of a hundred is there twice; what is looked at has a thumbnail.
      const pixels = i % 100 === 1 ? i - 1 : i;
      const seen = (made.quality ?? 0) < 0.12 || i % 200 === 0;
      void store.record({
        ...made,
        path: `/data/${name === 'million' ? 'set' : 'more'}/${identity}/picture-${i}.jpg`,
        identity,
        pixelHash: (name === 'million' ? pixels : pixels * 20).toString(16).padStart(64, 'a'),
        tags: { light: i % 3 === 0 ? 'lamp' : 'day' },
        thumbnail: seen ? thumbnails[i % thumbnails.length] : null
      });
      if (i % 200 === 199) await store.ready().then(() => new Promise(setImmediate));
    }
    await store.endRun(run, 'done');
  }
  await store.close();
}

async function rate(folder: string): Promise<void> {
  const pictures = path.join(folder, 'pictures');
  mkdirSync(pictures);
  await apart('pictures', pictures);
  const engine = await Engine.start({ model: await resolveModels(), device: 'cpu' });
  const session = await open({ device: 'cpu', store: path.join(folder, 'rate.db') });
  const filesOf = (part: number): string[] => {
    const place = path.join(pictures, `part-${part}`);
    return readdirSync(place).map(name => path.join(place, name));
  };
  let most = 0;
  const watch = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 100);
  const alone = (part: number): Promise<unknown> => Promise.all(filesOf(part).map(file => engine.extract(file)));
  const audited = (part: number): Promise<unknown> => session.audit(path.join(pictures, `part-${part}`));
  // Whoever is first would pay for warming up.
  const warm = filesOf(0).slice(0, 20);
  await Promise.all(warm.map(file => engine.extract(file)));
  await session.audit(warm, { name: 'warm' });
  const ratios: number[] = [];
  let [engines, audits] = [0, 0];
  for (let part = 0; part < PARTS; part++) {
    // Each goes first every other time.
    const first = part % 2 === 0 ? await timed(() => alone(part)) : 0;
    const ours = await timed(() => audited(part));
    const theirs = first || (await timed(() => alone(part)));
    ratios.push(theirs / ours);
    engines += theirs;
    audits += ours;
  }
  clearInterval(watch);
  await engine.close();
  await session.close();
  report(
    `Audit of ${PICTURES.toLocaleString('en')} spoiled samples in ${PARTS} parts, recorded, beside the engines alone`,
    [
      { name: 'engines alone', value: (PICTURES / engines) * 1000, unit: ' /s', target: null },
      { name: 'audit', value: (PICTURES / audits) * 1000, unit: ' /s', target: null },
      { name: 'audit ÷ engines alone, all in all (goal ≥ 0.9)', value: engines / audits, unit: ' ×', target: null },
      { name: '… median of the parts', value: median(ratios), unit: ' ×', target: null },
      { name: 'memory of the asking process, highest', value: most / 1024 ** 2, unit: ' MB', target: 400 }
    ]
  );
}

async function views(folder: string): Promise<void> {
  const file = process.env.FACEGAUGE_BENCH_AUDIT_STORE ?? path.join(folder, 'views.db');
  if (!existsSync(file)) await apart('store', file);
  const session = await open({ device: 'cpu', processes: 1, store: file });
  const audit = session.openAudit('million');
  const other = session.openAudit('other');
  const view = async (name: string, work: () => unknown): Promise<void> => {
    await clocked(name, work, { runs: 5, most: 50 });
  };
  const show = (what: object): Promise<unknown> =>
    (what as Record<symbol, () => Promise<unknown>>)[Symbol.for('Jupyter.display')]();
  let most = 0;
  const look = (): void => void (most = Math.max(most, process.memoryUsage.rss()));
  const watch = setInterval(look, 50);
  console.log(`\nViews of an audit of ${audit.summary().pictures.toLocaleString('en')} pictures`);
  await view('summary', () => audit.summary());
  await view('worst(60)', () => audit.worst(60).toArray());
  await view('samples(), first 60', () => audit.samples().first(60));
  await view('samples(), length', () => audit.samples().length);
  for (const [name, filter] of Object.entries({
    'quality .3 to .4': { quality: { from: 0.3, below: 0.4 } },
    'assessment trusted': { assessment: 'trusted' },
    'assessment review': { assessment: 'review' },
    'assessment rejected': { assessment: 'rejected' },
    'assessment not-acquired': { assessment: 'not-acquired' },
    'assessment failed': { assessment: 'failed' },
    'a finding': { finding: 'dark' },
    'a source': { source: 'camera-3' },
    'an identity': { identity: 'person-77' },
    'a tag': { tags: { light: 'lamp' } },
    'a tag that none has': { tags: { light: 'none' } },
    text: { text: 'person-4711/' },
    'text that is nowhere': { text: 'nowhere at all' }
  } as const)) {
    await view(`samples(${name}), first 60`, () => audit.samples(filter).first(60));
    await view(`samples(${name}), worst 60`, () => audit.samples(filter, 'worst').first(60));
    await view(`samples(${name}), length`, () => audit.samples(filter).length);
  }
  await view('identities(), first 60', () => audit.identities().first(60));
  await view('identities(), length', () => audit.identities().length);
  await view('thin(), first 60', () => audit.thin().first(60));
  await view('thin(), length', () => audit.thin().length);
  await view('exactDuplicates(), first 60', () => audit.exactDuplicates().first(60));
  await view('exactDuplicates(), length', () => audit.exactDuplicates().length);
  const comparison = audit.compareWith(other);
  await view('compareWith: quality', () => comparison.quality.toArray());
  await view('compareWith: shared identities, first 60', () => comparison.sharedIdentities.first(60));
  await view('compareWith: exact duplicates, first 60', () => comparison.exactDuplicates.first(60));
  await view('audits()', () => session.audits());
  look();
  console.log(`  memory of this process so far: ${(most / 1024 ** 2).toFixed(0)} MB`);
  console.log('Pictures');
  await clocked('gallery of 60', () => show(audit.gallery()), { runs: 5, most: 500 });
  await clocked('gallery of 60, page 100', () => show(audit.gallery({}, { page: 100 })), { runs: 5, most: 500 });
  await clocked('gallery of 60, a finding', () => show(audit.gallery({ finding: 'dark' })), { runs: 5, most: 500 });
  await clocked('show(audit)', () => show(audit), { runs: 5, most: 2000 });
  await clocked('report', () => audit.report(path.join(folder, 'report.html')), { runs: 3 });
  console.log(`  report: ${(readFileSync(path.join(folder, 'report.html')).length / 1e6).toFixed(2)} MB`);
  look();
  clearInterval(watch);
  console.log(`  memory of this process, highest: ${(most / 1024 ** 2).toFixed(0)} MB (goal < 400 MB)`);
  await session.close();
}

async function main(): Promise<void> {
  const [, , what, where] = process.argv;
  if (what === 'pictures') return makePictures(where);
  if (what === 'store') return makeStore(where);
  const folder = mkdtempSync(path.join(process.env.FACEGAUGE_BENCH_FOLDER ?? tmpdir(), 'facegauge-bench-'));
  try {
    if (PICTURES > 0) await rate(folder);
    if (ROWS > 0) await views(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

void main();
