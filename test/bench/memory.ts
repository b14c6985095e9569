/** What thousands of pictures cost the program that asks for them: event-loop delay and resident memory. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { open } from '../../kernel-lib/src/session';
import { makePhotos } from './photos';
import { report } from './report';

const PICTURES = Number(process.env.FACEGAUGE_BENCH_PICTURES ?? 5000);

/** Resident memory in MB, garbage left out where the collector may be called. */
function resident(): number {
  (globalThis as { gc?: () => void }).gc?.();
  return process.memoryUsage.rss() / 1024 ** 2;
}

async function main(): Promise<void> {
  const photos = await makePhotos(320);
  const folder = mkdtempSync(path.join(os.tmpdir(), 'facegauge-bench-store-'));
  const session = await open({ device: 'cpu', store: path.join(folder, 'facegauge.db') });
  const take = async (from: number, to: number): Promise<void> => {
    const names = (function* () {
      for (let i = from; i < to; i++) yield photos.files[i % photos.files.length];
    })();
    for await (const result of session.extractAll(names))
      if ('error' in result && result.error.code !== 'NO_FACE') throw result.error;
  };
  // The first hundreds fill caches and pools that stay.
  await take(0, 300);
  const before = resident();
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  const from = performance.now();
  await take(0, Math.min(1000, PICTURES));
  const seconds = (performance.now() - from) / 1000;
  delay.disable();
  await take(1000, PICTURES);
  const after = resident();
  await session.close();
  photos.remove();
  rmSync(folder, { recursive: true });
  report(`The asking process, ${PICTURES} pictures, recorded in a store`, [
    {
      name: 'event-loop delay while 1,000 pictures are scored, p99',
      value: delay.percentile(99) / 1e6,
      unit: ' ms',
      target: 50
    },
    { name: '… maximum', value: delay.max / 1e6, unit: ' ms', target: null },
    { name: 'growth of resident memory', value: after - before, unit: ' MB', target: 50 },
    { name: 'resident memory at the end', value: after, unit: ' MB', target: null },
    { name: 'rate', value: Math.min(1000, PICTURES) / seconds, unit: ' /s', target: null }
  ]);
}

void main();
