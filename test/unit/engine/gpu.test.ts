import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { Engine, type EngineOptions } from '../../../kernel-lib/src/engine';
import { resolveModels, type LoadedModels } from '../../../kernel-lib/src/models';
import { linesOf } from '../../../kernel-lib/src/operations/log/lines';
import { toResult } from '../../../kernel-lib/src/session/results';
import type { Extraction, Warning } from '../../../kernel-lib/src/types';
import { context } from '../session/answers';
import { goodSamples } from './pictures';

interface Note {
  pid: number;
  deviceId?: number;
  items?: number;
  looks?: number;
  side?: number;
  fits?: boolean;
}

/** Largest accepted difference of a value of a unit embedding between a batch and a face by itself: single precision, another order of sums. */
const SAME = 1e-5;

describe('engine on a GPU (faked: onnxruntime with a CUDA provider that computes on the CPU)', () => {
  const pictures = goodSamples.slice(0, 10);
  const saved = { ...process.env };
  let folder: string;
  let model: LoadedModels;
  let engine: Engine | null = null;
  let warnings: Warning[];

  before(async () => {
    model = await resolveModels();
  });
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'facegauge-gpu-'));
    warnings = [];
  });
  afterEach(async () => {
    await engine?.close();
    engine = null;
    for (const name of Object.keys(process.env)) if (!(name in saved)) delete process.env[name];
    Object.assign(process.env, saved);
    rmSync(folder, { recursive: true });
  });

  async function start(fake: object, options: Partial<EngineOptions> = {}): Promise<Engine> {
    process.env.NODE_OPTIONS = `--require=${path.join(__dirname, 'fake-cuda.cjs')}`;
    process.env.FAKE_CUDA = JSON.stringify({ notes: path.join(folder, 'notes'), ...fake });
    const onWarning = (warning: Warning): void => void warnings.push(warning);
    return (engine = await Engine.start({ model, device: 'cuda', processes: 1, onWarning, ...options }));
  }
  const answers = async (from: Engine): Promise<Extraction[]> =>
    (await Promise.all(pictures.map(picture => from.extract(picture)))) as Extraction[];
  const notes = (): Note[] => {
    const file = path.join(folder, 'notes');
    const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
    return text
      .split('\n')
      .filter(Boolean)
      .map(line => JSON.parse(line));
  };
  const lookings = (): Note[] => notes().filter(({ looks }) => looks !== undefined);
  const passes = (): Note[] => notes().filter(({ items }) => items !== undefined);

  it('takes the faces of several pictures in one pass, and says of each what it says of it alone', async () => {
    const gpu = await start({});
    assert.equal(gpu.device.used, 'cuda');
    const together = await answers(gpu);
    const sizes = passes().map(({ items }) => items!);
    assert.ok(Math.max(...sizes) > 2, `passes of ${sizes}`);
    assert.ok(Math.max(...sizes) <= 8, `passes of ${sizes}`);
    await gpu.close();
    const cpu = await Engine.start({ model, device: 'cpu', processes: 1 });
    for (const [i, picture] of pictures.slice(0, 6).entries()) {
      const alone = (await cpu.extract(picture)) as Extraction;
      assert.equal(together[i].sha256, alone.sha256);
      const [a, b] = [together[i].recognition, alone.recognition];
      a.embedding.forEach((value, k) => assert.ok(Math.abs(value - b.embedding[k]) <= SAME, picture));
      assert.ok(Math.abs(a.logQuality - b.logQuality) <= 10 * SAME, picture);
      assert.deepEqual(together[i].findings, alone.findings);
    }
    await cpu.close();
    assert.deepEqual(warnings, []);
  });

  it('halves what does not fit, loses no picture, says so, and never grows again', async () => {
    const gpu = await start({ room: 2 });
    for (const answer of await answers(gpu)) assert.deepEqual([answer.acquired, answer.warnings], [true, []]);
    assert.equal(gpu.device.used, 'cuda');
    const sayings = warnings.map(({ code, message }) => `${code}: ${message}`);
    assert.match(sayings.at(-1)!, /^SMALLER_BATCHES: The memory of GPU 0 is full: no more than 2 faces/);
    const failed = passes().filter(({ fits }) => !fits).length;
    assert.ok(failed <= 3, `${failed} passes failed`);
    const [first] = gpu.pids;
    gpu.renew();
    await answers(gpu);
    const later = passes().filter(({ pid }) => pid !== first);
    assert.ok(later.length > 4, 'another process');
    assert.ok(later.every(({ fits, items }) => fits && items! <= 2));
  });

  it('goes on with the CPU where not even one face fits, and the log tells of it at the picture', async () => {
    const gpu = await start({ passes: 2, then: 0 });
    const all = await answers(gpu);
    assert.ok(all.every(({ acquired }) => acquired));
    assert.equal(gpu.device.used, 'cpu');
    const last = warnings.at(-1)!;
    assert.equal(last.code, 'DEVICE_FALLBACK');
    assert.match(
      last.message,
      /"cuda" cannot be used \(its memory is full\); "cpu" is used instead\. End what else uses it/
    );
    const lines = all.flatMap(answer => linesOf(toResult(answer, context())));
    assert.deepEqual(
      lines.filter(({ level }) => level === 'error'),
      [{ level: 'error', text: 'CUDA out of memory' }]
    );
    assert.equal(lines.filter(({ text }) => text.startsWith('Feature extracted')).length, pictures.length);
    const [before] = passes();
    await gpu.extract(pictures[0]);
    assert.equal(passes().at(-1)!.pid, before.pid, 'the GPU is left alone from then on');
  });

  it('looks at pictures of one size together, at others apart, and finds the same faces', async () => {
    const sizes = [200, 264, 328];
    const inputs = await Promise.all(
      [...pictures, ...pictures].map((file, i) =>
        sharp(file)
          .resize(sizes[i % 3], sizes[i % 3])
          .png()
          .toBuffer()
      )
    );
    const gpu = await start({});
    const together = (await Promise.all(inputs.map(input => gpu.extract(input)))) as Extraction[];
    const looks = lookings();
    for (const size of sizes.map(side => Math.ceil(side / 32) * 32)) {
      const most = Math.max(...looks.filter(({ side }) => side === size).map(note => note.looks!));
      assert.ok(most > 1 && most <= 8, `${size}: ${most}`);
    }
    await gpu.close();
    const cpu = await Engine.start({ model, device: 'cpu', processes: 1 });
    for (const [i, input] of inputs.entries()) {
      const alone = (await cpu.extract(input)) as Extraction;
      assert.deepEqual(together[i].face, alone.face, `picture ${i}`);
    }
    await cpu.close();
  });

  it('halves the looks that do not fit, and loses no picture', async () => {
    const gpu = await start({ looks: 2 });
    for (const answer of await answers(gpu)) assert.deepEqual([answer.acquired, answer.warnings], [true, []]);
    assert.equal(gpu.device.used, 'cuda');
    assert.match(
      warnings.at(-1)!.message,
      /^The memory of GPU 0 is full: no more than 2 faces or pictures in one pass/
    );
    assert.ok(lookings().some(({ looks, fits }) => fits && looks === 2));
    assert.ok(lookings().filter(({ fits }) => !fits).length <= 3);
  });

  it('names the library that is missing and what to do', async () => {
    const gpu = await start({
      loader: 'libcublasLt.so.12: cannot open shared object file: No such file or directory'
    });
    assert.equal(gpu.device.used, 'cpu');
    const { message } = gpu.device.warning!;
    assert.match(message, /\(cuBLAS of CUDA 12 is missing: libcublasLt\.so\.12\); "cpu" is used instead\./);
    assert.match(message, /Install CUDA 12 with cuBLAS where the loader finds it \(its folder in LD_LIBRARY_PATH/);
    assert.ok((await gpu.extract(pictures[0])).acquired);
  });

  it('starts on the CPU where the GPU is full from the start', async () => {
    const gpu = await start({ room: 0 });
    assert.equal(gpu.device.used, 'cpu');
    assert.match(gpu.device.warning!.message, /its memory is full/);
  });

  it('starts one process for each GPU it is given', async () => {
    const gpu = await start({}, { gpus: [1, 3], processes: undefined });
    await answers(gpu);
    const devices = new Map(notes().flatMap(({ pid, deviceId }) => (deviceId === undefined ? [] : [[pid, deviceId]])));
    assert.deepEqual([...devices.values()].sort(), [1, 3]);
    await assert.rejects(Engine.start({ model, gpus: [0, 0] }), /gpus must list different whole numbers/);
  });
});
