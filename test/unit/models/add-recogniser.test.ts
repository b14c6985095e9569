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
    await assert.rejects(
      addRecogniser(file, 'tiny', folder, async () => failed),
      {
        code: 'MODEL_SELF_TEST',
        message: /0\.990 within and 0\.990 between/
      }
    );
    const better = { preset: 'raw' as const, order: 'BGR' as const, separation: inspection.separation };
    await assert.rejects(
      addRecogniser(file, 'tiny', folder, async () => ({ ...failed, better })),
      {
        message: /--preset raw --order bgr/
      }
    );
  });

  it('is installed with the numbers that it keeps in files beside it', async () => {
    await writeTinyNetwork(file, { external: 'weights/tiny.bin' });
    const whole = path.join(folder, 'whole.onnx');
    await writeTinyNetwork(whole);
    const inspection = await inspectRecogniser(whole, samples);
    let tried = '';
    const inspect = async (draft: string) => {
      tried = draft;
      const found = await inspectRecogniser(draft, samples);
      return { ...found, separation: { ...found.separation, passed: true } };
    };
    const entry = await addRecogniser(file, 'mine', path.join(folder, 'mine'), inspect);
    assert.equal(path.dirname(tried), path.join(folder, 'mine'));
    await fs.rm(path.join(folder, 'weights'), { recursive: true });
    await fs.rm(file);
    assert.deepEqual(await fs.readdir(path.join(folder, 'mine')), ['mine.onnx']);
    assert.equal((await fs.stat(entry.file)).size, entry.bytes);
    assert.deepEqual((await inspectRecogniser(entry.file, samples)).separation, inspection.separation);
  });

  it('is refused where those files are missing, short, or not its own, and nothing is left behind', async () => {
    const inspect = () => assert.fail('there is nothing to try');
    const refused = async (code: string, message: RegExp) => {
      await assert.rejects(addRecogniser(file, 'mine', path.join(folder, 'mine'), inspect), { code, message });
      assert.deepEqual(await fs.readdir(path.join(folder, 'mine')).catch(() => []), []);
    };
    await writeTinyNetwork(file, { external: 'tiny.bin' });
    await fs.truncate(path.join(folder, 'tiny.bin'), 100);
    await refused('MODEL_CORRUPT', /tiny\.bin does not hold its numbers.*of 100/);
    await fs.rm(path.join(folder, 'tiny.bin'));
    await refused('MISSING', /tiny\.bin is not there/);
    for (const location of ['../tiny.bin', '/etc/passwd', '']) {
      await writeTinyNetwork(file, { external: location, beside: false });
      await refused('MODEL_CORRUPT', /points to numbers outside its folder/);
    }
  });

  it('is taken from a regular file of bounded size only, under a name that is one', async () => {
    const target = path.join(folder, 'mine');
    const inspect = () => assert.fail('there is nothing to try');
    if (process.platform !== 'win32') {
      await assert.rejects(addRecogniser('/dev/zero', 'mine', target, inspect), { code: 'NOT_A_FILE' });
      await assert.rejects(inspectRecogniser('/dev/zero', samples), { code: 'NOT_A_FILE' });
    }
    const sparse = await fs.open(file, 'w');
    await sparse.truncate(2 ** 31);
    await sparse.close();
    await assert.rejects(addRecogniser(file, 'mine', target, inspect), { code: 'MODEL_CORRUPT', message: /too large/ });
    await assert.rejects(addRecogniser(file, '../../x', target, inspect), { code: 'INVALID_ARGUMENT' });
    await assert.rejects(fs.access(target));
  });

  it('can be opened once added', async () => {
    await writeTinyNetwork(file);
    const inspection = await inspectRecogniser(file, samples);
    const passed = { ...inspection, separation: { ...inspection.separation, passed: true } };
    const entry = await addRecogniser(file, 'mine', path.join(folder, 'mine'), async () => passed, { title: 'Mine' });
    await installEntry('mine', entry, folder);
    const { recogniser } = await resolveModels({ recogniser: 'mine', environment: { FACEGAUGE_HOME: folder } });
    assert.deepEqual(recogniser?.contract, inspection.contract);
    assert.deepEqual([recogniser?.title, recogniser?.file], ['Mine', path.join(folder, 'mine', 'mine.onnx')]);
  });
});
