/**
 * `npm run bench -- store`: a synthetic store of 1,000,000 pictures (12 sources, 30 days, three runs; no thumbnails), how fast
 * rows go in, how long the counts and the pages of a list take, opening, and reading all embeddings. FACEGAUGE_BENCH_ROWS sets
 * another number. FACEGAUGE_BENCH_STORE names a file: made where it is not there, kept, and used again.
 */
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Store, type SampleRow } from '../../kernel-lib/src/store';

const ROWS = Number(process.env.FACEGAUGE_BENCH_ROWS ?? 1_000_000);
const SOURCES = Number(process.env.FACEGAUGE_BENCH_SOURCES ?? 12);
const DAY = 86_400_000;
const START = Date.UTC(2026, 0, 1);
const CODES = ['defocus', 'motion', 'dark', 'mask', 'turned', 'backlight'];

let state = 1;
const random = (): number => (state = (state * 16807) % 2147483647) / 2147483647;

function row(i: number, run: number | null): SampleRow {
  const quality = Math.min(1, Math.max(0, 0.7 + 0.35 * (random() + random() - 1)));
  const failed = random() < 0.03;
  const findings = failed || quality > 0.8 ? [] : [CODES[Math.floor(random() * CODES.length)]];
  const embedding = failed ? null : Float32Array.from({ length: 512 }, (_, k) => ((i * 31 + k * 17) % 97) / 2000);
  return {
    run,
    key: null,
    path: `/data/set/person-${i % 5000}/picture-${i}.jpg`,
    pathRaw: null,
    source: `camera-${i % SOURCES}`,
    identity: `person-${i % 5000}`,
    tags: null,
    fileSize: 100_000 + i,
    fileMtime: START,
    sha256: i.toString(16).padStart(64, '0'),
    pixelHash: i.toString(16).padStart(64, 'a'),
    perceptualHash: i.toString(16).padStart(16, '0'),
    camera: null,
    takenAt: START - DAY * 100 + i * 2000,
    takenAtZoned: false,
    processedAt: START + Math.floor((i / ROWS) * 30 * DAY),
    width: 640,
    height: 480,
    acquired: !failed,
    faces: failed ? 0 : 1,
    box: failed ? null : { x: 100, y: 90, width: 200, height: 240 },
    landmarks: null,
    detectionScore: failed ? null : 0.99,
    quality: failed ? null : quality,
    rawQuality: quality,
    logQuality: Math.log(quality + 1e-9),
    qualityMap: null,
    qualityBias: 0,
    components: null,
    causes: null,
    assessment: failed ? 'not-acquired' : 'trusted',
    findings,
    advice: [],
    warnings: [],
    errorCode: failed ? 'NO_FACE' : null,
    errorMessage: null,
    elapsedMs: 20 + random() * 60,
    timings: null,
    model: 'rts-s',
    recogniser: null,
    policyVersion: 0,
    device: 'cpu',
    embedding,
    thumbnail: null
  };
}

/** Median of some runs, ms, of the clock and of the processor: on a busy machine only the second says what the work costs. */
function time(name: string, work: () => unknown, runs = 7): void {
  const taken = Array.from({ length: runs }, () => {
    const [from, cpu] = [performance.now(), process.cpuUsage()];
    work();
    const { user, system } = process.cpuUsage(cpu);
    return [performance.now() - from, (user + system) / 1000];
  });
  const [clock, cpu] = [0, 1].map(i => taken.map(one => one[i]).sort((x, y) => x - y)[runs >> 1]);
  console.log(`  ${name.padEnd(58)} ${clock.toFixed(1).padStart(8)} ms, CPU ${cpu.toFixed(1)} ms`);
}

async function fill(file: string): Promise<void> {
  const store = Store.open(file);
  const runs = [null, ...(await Promise.all(['a', 'b', 'c'].map(name => store.beginRun({ name }))))];
  const from = performance.now();
  let making = 0;
  const cpu = process.cpuUsage();
  for (let i = 0; i < ROWS; i += 200) {
    const before = process.cpuUsage();
    const made = Array.from({ length: Math.min(200, ROWS - i) }, (_, k) =>
      row(i + k, runs[Math.floor((i / ROWS) * 4)])
    );
    making += process.cpuUsage(before).user;
    for (const one of made) void store.record(one);
    await store.ready();
    await new Promise(setImmediate);
  }
  for (const run of runs.slice(1)) await store.endRun(run!, 'done');
  const used = process.cpuUsage(cpu);
  const seconds = (used.user + used.system - making) / 1e6;
  console.log(
    `${ROWS.toLocaleString('en')} rows, ${SOURCES} sources: ${Math.round(ROWS / ((performance.now() - from) / 1000))} rows/s ` +
      `by the clock, ${Math.round(ROWS / seconds)} a second of CPU (with embeddings, without thumbnails)`
  );
  await store.close();
}

async function withThumbnails(folder: string): Promise<void> {
  const rows = Math.min(ROWS, 5000);
  const store = Store.open(path.join(folder, 'thumbnails.db'));
  const thumbnail = Uint8Array.from({ length: 4000 }, (_, i) => (i * 7919) >> 3);
  const made = Array.from({ length: rows }, (_, i) => ({ ...row(i, null), thumbnail }));
  const [from, cpu] = [performance.now(), process.cpuUsage()];
  for (const one of made) {
    void store.record(one);
    if (store.pending > 500) await store.ready().then(() => new Promise(setImmediate));
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
    time('open and close', () => void Store.open(file, { readOnly: true }).close());
    const store = Store.open(file, { readOnly: true });
    const run = store.runs('b')[0].id;
    const source = 'camera-3';
    const all = { from: 0, to: START + 31 * DAY };
    const day = { from: START + 10 * DAY + 123, to: START + 11 * DAY + 456 };
    time('summary, everything', () => store.summaryOf(all));
    time('summary, one day with ragged ends', () => store.summaryOf(day));
    time('summary, one source', () => store.summaryOf({ ...all, source }));
    time('summary, one run', () => store.summaryOf({ ...all, run }));
    time('summary by another threshold, everything', () => store.summaryOf(all, 0.533));
    time('histogram, everything', () => store.qualities(all));
    time('histogram, one day with ragged ends', () => store.qualities(day));
    time('histogram, one source', () => store.qualities({ ...all, source }));
    time('histogram, one source and day with ragged ends', () => store.qualities({ ...day, source }));
    time('histogram, one run', () => store.qualities({ ...all, run }));
    time('findings, everything', () => store.findings(all));
    time('findings, one hour', () => store.findings({ from: day.from, to: day.from + 3_600_000 }));
    time('findings, one run', () => store.findings({ ...all, run }));
    time('sources, everything', () => store.sources(all));
    time('runs', () => store.runs());
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
