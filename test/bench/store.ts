/**
 * `npm run bench -- store`: a synthetic store of 1,000,000 pictures (12 sources, 30 days, three runs; no thumbnails), how fast
 * rows go in, how long the counts and the pages of a list take, opening, and reading all embeddings. FACEGAUGE_BENCH_ROWS sets
 * another number. FACEGAUGE_BENCH_STORE names a file: made where it is not there, kept, and used again.
 *
 * A row is 55 columns, an embedding, entries in up to 14 indexes and in 14 roll-ups. Of about 130 µs, 14 go to encoding, 13 to handing
 * the values over, 45 to the row and its indexes, 7 to the embedding, 32 to the roll-ups and 26 to committing (200 rows a
 * transaction). With neither roll-ups nor any index but that of the uniqueness it was 67 µs.
 */
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Store } from '../../kernel-lib/src/store';
import { clocked } from './clock';
import { fill, ROWS, SOURCES } from './filled';
import { DAY, START, syntheticRow } from './synthetic';

async function withThumbnails(folder: string): Promise<void> {
  const rows = Math.min(ROWS, 5000);
  const store = Store.open(path.join(folder, 'thumbnails.db'));
  const thumbnail = Uint8Array.from({ length: 4000 }, (_, i) => (i * 7919) >> 3);
  const made = Array.from({ length: rows }, (_, i) => ({
    ...syntheticRow(i, null, { rows: ROWS, sources: SOURCES }),
    thumbnail
  }));
  const [from, cpu] = [performance.now(), process.cpuUsage()];
  for (const one of made) {
    void store.record(one);
    await store.ready();
  }
  await store.flush();
  const { user, system } = process.cpuUsage(cpu);
  console.log(
    `  with thumbnails of 4 kB: ${Math.round(rows / ((performance.now() - from) / 1000))} rows/s by the clock, ` +
      `${Math.round(rows / ((user + system) / 1e6))} a second of CPU`
  );
  await store.close();
}

async function main(): Promise<void> {
  const folder = mkdtempSync(path.join(process.env.FACEGAUGE_BENCH_FOLDER ?? tmpdir(), 'facegauge-bench-'));
  const file = process.env.FACEGAUGE_BENCH_STORE ?? path.join(folder, 'facegauge.db');
  try {
    if (!existsSync(file)) await fill(file);
    await withThumbnails(folder);
    console.log(`  file ${(statSync(file).size / 1e6).toFixed(0)} MB`);
    await clocked('open and close', () => void Store.open(file, { readOnly: true }).close());
    const store = Store.open(file, { readOnly: true });
    const run = store.runs('b')[0].id;
    const source = 'camera-3';
    const all = { from: 0, to: START + 31 * DAY };
    const day = { from: START + 10 * DAY + 123, to: START + 11 * DAY + 456 };
    await clocked('summary, everything', () => store.summaryOf(all));
    await clocked('summary, one day with ragged ends', () => store.summaryOf(day));
    await clocked('summary, one source', () => store.summaryOf({ ...all, source }));
    await clocked('summary, one run', () => store.summaryOf({ ...all, run }));
    await clocked('summary by another threshold, everything', () => store.summaryOf(all, 0.533));
    await clocked('histogram, everything', () => store.qualities(all));
    await clocked('histogram, one day with ragged ends', () => store.qualities(day));
    await clocked('histogram, one source', () => store.qualities({ ...all, source }));
    await clocked('histogram, one source and day with ragged ends', () => store.qualities({ ...day, source }));
    await clocked('histogram, one run', () => store.qualities({ ...all, run }));
    await clocked('findings, everything', () => store.findings(all));
    await clocked('findings, one hour', () => store.findings({ from: day.from, to: day.from + 3_600_000 }));
    await clocked('findings, one run', () => store.findings({ ...all, run }));
    await clocked('sources, everything', () => store.sources(all));
    await clocked('runs', () => store.runs());
    for (const vectors of [false, true]) {
      // The second time the file lies in the system's memory.
      let bytes = 0;
      const reading = process.cpuUsage();
      const clock = performance.now();
      for (const block of store.embeddings()) bytes += block.vectors.byteLength;
      const read = process.cpuUsage(reading);
      console.log(
        `  all embeddings as float32${vectors ? ', again' : ''}: ${(bytes / 1e6).toFixed(0)} MB, ` +
          `${Math.round(bytes / 1e3 / (performance.now() - clock))} MB/s by the clock, ` +
          `${Math.round(bytes / (read.user + read.system))} MB a second of CPU`
      );
    }
    await store.close();
    if (process.env.FACEGAUGE_BENCH_STORE) return;
    const writing = Store.open(file);
    const policy = performance.now();
    await writing.setPolicy({ qualityReject: 0.45 });
    console.log(`  a new qualityReject (every low count anew): ${(performance.now() - policy).toFixed(0)} ms`);
    await writing.close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

void main();
