/**
 * Rates of the face networks: through the pipeline against bare onnxruntime on the same file, and `rts-s` against the original
 * architecture (IR-SE-64; its weights come from a formula, which changes nothing about the time).
 */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as ort from 'onnxruntime-node';
import { Engine } from '../../kernel-lib/src/engine';
import { resolveModels, type LoadedModels } from '../../kernel-lib/src/models';
import { buildRts } from '../../kernel-lib/src/models/architectures/ir-se-64-rts';
import { writeOnnx } from '../../kernel-lib/src/models/onnx';
import { rtsCheckpoint } from '../unit/models/formula-weights';
import { bareSession } from './bare';
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

/** Faces per second with one process and one thread, round by round; both take turns. */
async function rates(model: LoadedModels, crops: string[]): Promise<Rates> {
  const engine = await Engine.start({ model, device: 'cpu', processes: 1 });
  const session = await bareSession(model.face.file);
  const face = new ort.Tensor('float32', new Float32Array(3 * 112 * 112).fill(0.1), [1, 3, 112, 112]);
  const pipeline = (): Promise<unknown> => Promise.all(crops.map(crop => engine.extract(crop, { aligned: true })));
  const bare = async (): Promise<void> => {
    for (let i = 0; i < crops.length; i++) await session.run({ [model.face.contract.input]: face });
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
