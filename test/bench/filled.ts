/** A synthetic store for benches: FACEGAUGE_BENCH_ROWS (1,000,000) rows of FACEGAUGE_BENCH_SOURCES (12) sources over thirty days. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { Store } from '../../kernel-lib/src/store';
import { syntheticRow } from './synthetic';

export const ROWS = Number(process.env.FACEGAUGE_BENCH_ROWS ?? 1_000_000);
export const SOURCES = Number(process.env.FACEGAUGE_BENCH_SOURCES ?? 12);

/** Below this quality a picture has a thumbnail, where there are some: one in a hundred, the first of a list from the worst on. */
const SEEN = 0.4;
const SAMPLES = path.resolve(__dirname, '../../notebooks/samples');

/** Makes it, a quarter outside any run and the rest in three, and tells how fast the rows went in. */
export async function fill(file: string, { rows = ROWS, thumbnails = false } = {}): Promise<void> {
  const pictures = thumbnails ? await somePictures() : [];
  const store = Store.open(file);
  const runs = [null, ...(await Promise.all(['a', 'b', 'c'].map(name => store.beginRun({ name }))))];
  const from = performance.now();
  let making = 0;
  const cpu = process.cpuUsage();
  for (let i = 0; i < rows; i += 200) {
    const before = process.cpuUsage();
    const made = Array.from({ length: Math.min(200, rows - i) }, (_, k) =>
      syntheticRow(i + k, runs[Math.floor((i / rows) * 4)], { rows, sources: SOURCES })
    );
    if (thumbnails) {
      made.forEach((row, k) => {
        if (row.quality !== null && row.quality < SEEN) row.thumbnail = pictures[(i + k) % pictures.length];
      });
    }
    const { user, system } = process.cpuUsage(before);
    making += user + system;
    for (const one of made) void store.record(one);
    await store.ready();
  }
  for (const run of runs.slice(1)) await store.endRun(run!, 'done');
  const used = process.cpuUsage(cpu);
  const seconds = (used.user + used.system - making) / 1e6;
  console.log(
    `${rows.toLocaleString('en')} rows, ${SOURCES} sources: ${Math.round(rows / ((performance.now() - from) / 1000))} rows/s ` +
      `by the clock, ${Math.round(rows / seconds)} a second of CPU (with embeddings, ${thumbnails ? 'few' : 'without'} thumbnails)`
  );
  await store.close();
}

/** As large as those of the store. */
function somePictures(): Promise<Buffer[]> {
  const names = readdirSync(SAMPLES).filter(name => name.endsWith('.jpg'));
  return Promise.all(
    names.slice(0, 40).map(name => sharp(path.join(SAMPLES, name)).resize(112, 112).webp({ quality: 80 }).toBuffer())
  );
}
