/**
 * `npm run bench:gpu`: milliseconds a face and memory of the device at batches of 1, 8 and 32 on CUDA, through the engine's networks and
 * by bare onnxruntime, for rts-s and, where it is installed, the original IR-SE-64 (`npx facegauge models pull rts`). Each figure comes from a
 * process of its own. Without CUDA it says what is missing and ends with 2.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import * as ort from 'onnxruntime-node';
import { Engine } from '../../kernel-lib/src/engine';
import { loadNetworks } from '../../kernel-lib/src/engine/networks';
import { FacegaugeError } from '../../kernel-lib/src/errors';
import { homeFolder, resolveModels, type LoadedModels } from '../../kernel-lib/src/models';
import { recognise } from '../../kernel-lib/src/recognition';
import type { Pixels } from '../../kernel-lib/src/types';
import { median, timed } from './report';

const BATCHES = [1, 8, 32];
const WAYS = ['engine', 'bare'] as const;
const ROUNDS = 30;
/** Device memory IR-SE-64 may take at a batch of 8, MiB. */
const MOST_MEMORY = { network: 'IR-SE-64', batch: 8, mebibytes: 555 };

interface Measured {
  msPerFace: number;
  /** MiB that the driver says the process holds; null where it does not tell (some containers). */
  mebibytes: number | null;
}

async function main(): Promise<void> {
  const [child, model, way, batch] = process.argv.slice(2);
  if (child === '--one') {
    console.log(JSON.stringify(await measure(await resolveModels({ model }), way as Way, Number(batch))));
    return;
  }
  const small = await resolveModels();
  const missing = await whatIsMissing(small);
  if (missing) {
    console.error(missing);
    process.exitCode = 2;
    return;
  }
  console.log(nvidiaSmi('--query-gpu=name,driver_version,memory.total').join('\n'));
  table(small.face.id, small.face.id);
  const original = await resolveModels({ model: 'rts' }).catch((error: FacegaugeError) => error);
  if (original instanceof Error)
    console.log(
      `\nIR-SE-64 is not in ${homeFolder()}: \`npx facegauge models pull rts\` brings it (${original.message})`
    );
  else table('rts', 'IR-SE-64');
}

type Way = (typeof WAYS)[number];

async function whatIsMissing(model: LoadedModels): Promise<string | null> {
  const engine = await Engine.start({ model, device: 'cuda', processes: 1 });
  const { used, warning } = engine.device;
  await engine.close();
  return used === 'cuda' ? null : `Nothing was measured: there is no CUDA to measure. ${warning?.message ?? ''}`;
}

function table(model: string, name: string): void {
  console.log(`\n${name}, aligned faces, median of ${ROUNDS} passes`);
  for (const batch of BATCHES)
    for (const way of WAYS) {
      const { stdout, stderr, status } = spawnSync(
        process.execPath,
        ['--import', 'tsx', __filename, '--one', model, way, String(batch)],
        { encoding: 'utf8' }
      );
      const what = `  batch ${String(batch).padStart(2)}, ${way.padEnd(6)}`;
      if (status !== 0) {
        console.log(`${what}  failed: ${stderr.trim().split('\n').at(-1)}`);
        process.exitCode = 1;
        continue;
      }
      const { msPerFace, mebibytes } = JSON.parse(stdout) as Measured;
      const limited = name === MOST_MEMORY.network && batch === MOST_MEMORY.batch && mebibytes !== null;
      const goal = MOST_MEMORY.mebibytes;
      const verdict = limited ? `  ${mebibytes <= goal ? '✓' : '✗'} goal ≤ ${goal} MiB` : '';
      const memory = mebibytes === null ? 'memory not told' : `${mebibytes} MiB`;
      console.log(`${what}  ${msPerFace.toFixed(3).padStart(8)} ms a face  ${memory}${verdict}`);
    }
}

/** With the same pixels by both ways, from crops to numbers. */
async function measure(model: LoadedModels, way: Way, batch: number): Promise<Measured> {
  const pass = way === 'bare' ? await bare(model, batch) : await throughEngine(model, batch);
  for (let warm = 0; warm < 5; warm++) await pass();
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) times.push((await timed(pass)) / batch);
  return { msPerFace: median(times), mebibytes: ownMemory() };
}

async function throughEngine(model: LoadedModels, batch: number): Promise<() => Promise<unknown>> {
  const nothing = (): void => undefined;
  const { networks, device, refused } = await loadNetworks(
    { type: 'start', models: model, devices: ['cuda', 'cpu'], deviceIndex: 0, batch, threads: 1, rivalProcesses: null },
    {
      trying: nothing,
      pass: nothing,
      smaller: most => {
        throw new Error(`out of memory: no more than ${most} fit`);
      }
    }
  );
  if (device !== 'cuda') throw new Error(refused[0]?.reason ?? 'no CUDA');
  const crops = Array.from({ length: batch }, noise);
  return () => recognise(crops, networks.face, model.face.contract);
}

async function bare({ face }: LoadedModels, batch: number): Promise<() => Promise<unknown>> {
  const session = await ort.InferenceSession.create(face.file, { executionProviders: ['cuda', 'cpu'] });
  const data = Float32Array.from({ length: batch * 3 * 112 * 112 }, () => 2 * Math.random() - 1);
  const feeds = { [face.contract.input]: new ort.Tensor('float32', data, [batch, 3, 112, 112]) };
  return () => session.run(feeds);
}

function noise(): Pixels {
  const data = Uint8Array.from({ length: 112 * 112 * 3 }, () => 256 * Math.random());
  return { data, width: 112, height: 112 };
}

function ownMemory(): number | null {
  const lines = nvidiaSmi('--query-compute-apps=pid,used_memory').map(line => line.split(', '));
  const mine = lines.filter(([pid]) => Number(pid) === process.pid).map(([, used]) => Number(used));
  const sum = mine.reduce((total, used) => total + used, 0);
  return mine.length > 0 && Number.isFinite(sum) ? sum : null;
}

function nvidiaSmi(query: string): string[] {
  const text = execFileSync('nvidia-smi', [query, '--format=csv,noheader,nounits'], { encoding: 'utf8' });
  return text.split('\n').filter(Boolean);
}

void main();
