/**
 * Rates of the face networks: through the pipeline against bare onnxruntime on the same file, and `rts-s` against the original
 * architecture (IR-SE-64; its weights come from a formula, which changes nothing about the time).
 */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Engine } from '../../kernel-lib/src/engine';
import { decodeImage, fitAligned } from '../../kernel-lib/src/image';
import { resolveModels, type LoadedModels } from '../../kernel-lib/src/models';
import { buildRts } from '../../kernel-lib/src/models/architectures/ir-se-64-rts';
import { writeOnnx } from '../../kernel-lib/src/models/onnx';
import { recognise } from '../../kernel-lib/src/recognition';
import { rtsCheckpoint } from '../unit/models/formula-weights';
import { bareSession, recorded, type BareRun } from './bare';
import { makePhotos } from './photos';
import { median, report, timed } from './report';

const ROUNDS = 5;

async function withOriginalNetwork(model: LoadedModels, folder: string): Promise<LoadedModels> {
  const file = path.join(folder, 'ir-se-64-rts.onnx');
  const { graph, bias } = await buildRts(rtsCheckpoint(), { centre: Array.from({ length: 49 }, () => 0) });
  await writeOnnx(graph, file);
  const contract = { ...model.face.contract, bias, calibration: null };
  return { ...model, face: { ...model.face, id: 'ir-se-64-rts', file, contract } };
}

interface Rates {
  pipeline: number[];
  bare: number[];
}

/**
 * Faces per second with one process and one thread, round by round; both take turns and see the same faces: the time of a pass
 * depends on what it sees (IR-SE-64 with these weights: 69 ms for an even grey, 80 ms for noise).
 */
async function rates(model: LoadedModels, crops: string[]): Promise<Rates> {
  const engine = await Engine.start({ model, device: 'cpu', processes: 1 });
  const session = await bareSession(model.face.file);
  const runs: BareRun[] = [];
  for (const crop of crops)
    await recognise([await fitAligned(await decodeImage(crop))], recorded(session, runs), model.face.contract);
  const pipeline = (): Promise<unknown> => Promise.all(crops.map(crop => engine.extract(crop, { aligned: true })));
  const bare = async (): Promise<void> => {
    for (const { feeds } of runs) await session.run(feeds);
  };
  await pipeline();
  await bare();
  const result: Rates = { pipeline: [], bare: [] };
  for (let round = 0; round < ROUNDS; round++) {
    result.pipeline.push((1000 * crops.length) / (await timed(pipeline)));
    result.bare.push((1000 * crops.length) / (await timed(bare)));
  }
  await engine.close();
  await session.release();
  return result;
}

async function main(): Promise<void> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'facegauge-bench-'));
  const crops = await makePhotos(112);
  const small = await resolveModels();
  const ours = await rates(small, crops.files.slice(0, 64));
  const original = await rates(await withOriginalNetwork(small, folder), crops.files.slice(0, 16));
  crops.remove();
  rmSync(folder, { recursive: true });
  const ratio = (a: number[], b: number[]): number => median(a.map((value, i) => value / b[i]));
  report('Aligned faces per second, one process, one thread', [
    { name: `${small.face.id} through the pipeline`, value: median(ours.pipeline), unit: ' /s', target: null },
    { name: `${small.face.id}, bare onnxruntime`, value: median(ours.bare), unit: ' /s', target: null },
    { name: 'IR-SE-64 through the pipeline', value: median(original.pipeline), unit: ' /s', target: null },
    { name: 'IR-SE-64, bare onnxruntime', value: median(original.bare), unit: ' /s', target: null },
    { name: 'IR-SE-64: bare ÷ pipeline', value: ratio(original.bare, original.pipeline), unit: ' ×', target: 1 / 0.95 },
    {
      name: `IR-SE-64 ÷ ${small.face.id}, pipeline`,
      value: ratio(original.pipeline, ours.pipeline),
      unit: ' ×',
      target: 1 / 8
    }
  ]);
}

void main();
