import assert from 'node:assert/strict';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import {
  addRecogniser,
  inspectRecogniser,
  installEntry,
  readSampleCrops,
  resolveModels,
  type SampleCrop
} from '../../../kernel-lib/src/models';
import { writeTinyNetwork } from './tiny-network';

describe('a recogniser of one’s own', () => {
  let folder: string;
  let file: string;
  let samples: SampleCrop[];

  before(async () => {
    samples = await readSampleCrops();
  });

  beforeEach(async () => {
    folder = await fs.mkdtemp(path.join(os.tmpdir(), 'facegauge-'));
    file = path.join(folder, 'tiny.onnx');
  });

  afterEach(() => fs.rm(folder, { recursive: true }));

  it('is understood from its graph: names, layout, batch and size of the embedding', async () => {
    await writeTinyNetwork(file, { size: 40 });
    const { contract } = await inspectRecogniser(file, samples, { order: 'BGR' });
    const { input, output, layout, order, embeddingSize, batch } = contract;
    assert.deepEqual(
      [input, output, layout, order, embeddingSize, batch],
      ['picture', 'vector', 'NCHW', 'BGR', 40, null]
    );
    await writeTinyNetwork(file, { layout: 'NHWC', batch: 1 });
    const other = (await inspectRecogniser(file, samples)).contract;
    assert.deepEqual([other.layout, other.batch, other.embeddingSize], ['NHWC', 1, 24]);
  });

  it('gives the same embeddings in either layout', async () => {
    await writeTinyNetwork(file, { layout: 'NCHW' });
    const planes = await inspectRecogniser(file, samples);
    await writeTinyNetwork(file, { layout: 'NHWC', batch: 3 });
    const interleaved = await inspectRecogniser(file, samples);
    assert.ok(Math.abs(planes.separation.mated - interleaved.separation.mated) < 1e-5);
  });

  it('takes scaling from a preset or from mean and deviation', async () => {
    await writeTinyNetwork(file);
    const of = async (options: object) => (await inspectRecogniser(file, samples, options)).contract;
    assert.deepEqual((await of({})).mean, [127.5, 127.5, 127.5]);
    const { scale, mean, std } = await of({ preset: 'imagenet' });
    assert.deepEqual([scale, mean, std], [1 / 255, [0.485, 0.456, 0.406], [0.229, 0.224, 0.225]]);
    const own = await of({ preset: 'imagenet', mean: [1, 2, 3], std: [4, 5, 6] });
    assert.deepEqual([own.scale, own.mean, own.std], [1, [1, 2, 3], [4, 5, 6]]);
  });

  it('is refused where it cannot take the crop or give one embedding', async () => {
    await writeTinyNetwork(file, { side: 160 });
    await assert.rejects(inspectRecogniser(file, samples), {
      code: 'MODEL_CONTRACT',
      message: /does not take 112×112.*160/
    });
    await writeTinyNetwork(file, { secondOutput: true });
    await assert.rejects(inspectRecogniser(file, samples), {
      code: 'MODEL_CONTRACT',
      message: /vector \[N, 24\], opposite.*--output/
    });
    assert.equal((await inspectRecogniser(file, samples, { output: 'opposite' })).contract.output, 'opposite');
  });

  it('is refused where it does not tell people apart, with a hint where another preset would', async () => {
    await writeTinyNetwork(file);
    const inspection = await inspectRecogniser(file, samples);
    const failed = { ...inspection, separation: { mated: 0.99, nonMated: 0.99, margin: 0.1, passed: false } };
    await assert.rejects(addRecogniser(file, 'tiny', failed, folder), {
      code: 'MODEL_SELF_TEST',
      message: /0\.990 within and 0\.990 between/
    });
    const better = { preset: 'raw' as const, order: 'BGR' as const, separation: inspection.separation };
    await assert.rejects(addRecogniser(file, 'tiny', { ...failed, better }, folder), {
      message: /--preset raw --order bgr/
    });
  });

  it('can be opened once added', async () => {
    await writeTinyNetwork(file);
    const inspection = await inspectRecogniser(file, samples);
    const passed = { ...inspection, separation: { ...inspection.separation, passed: true } };
    const entry = await addRecogniser(file, 'mine', passed, path.join(folder, 'mine'), { title: 'Mine' });
    await installEntry('mine', entry, folder);
    const { recogniser } = await resolveModels({ recogniser: 'mine', environment: { FACEGAUGE_HOME: folder } });
    assert.deepEqual(recogniser?.contract, inspection.contract);
    assert.deepEqual([recogniser?.title, recogniser?.file], ['Mine', path.join(folder, 'mine', 'mine.onnx')]);
  });
});
