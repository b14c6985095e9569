import assert from 'node:assert/strict';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { FacegaugeError } from '../../../kernel-lib/src/errors';
import { openCheckpoint } from '../../../kernel-lib/src/models';
import { uniform, VECTORS } from './formula-weights';

const FOLDER = path.join(VECTORS, 'torch-checkpoints');
type Expected = Record<string, { dtype: string; shape: number[]; values: number | number[] }>;

/** Opens and reads everything: damage may show at either. */
async function readAll(file: string): Promise<Map<string, Float64Array>> {
  const checkpoint = await openCheckpoint(file);
  try {
    const values = new Map<string, Float64Array>();
    for (const name of checkpoint.tensors.keys()) values.set(name, await checkpoint.readExact(name));
    return values;
  } finally {
    await checkpoint.close();
  }
}

const refusal = async (file: string): Promise<FacegaugeError> => {
  const error = await readAll(file).then(
    () => null,
    (e: unknown) => e
  );
  assert.ok(error instanceof FacegaugeError, `${file}: ${String(error)}`);
  return error;
};

describe('PyTorch checkpoints', () => {
  let expected: Expected;
  let scratch: string;

  before(async () => {
    expected = JSON.parse(await fs.readFile(path.join(FOLDER, 'expected.json'), 'utf8')) as Expected;
    scratch = await fs.mkdtemp(path.join(os.tmpdir(), 'facegauge-'));
  });

  after(() => fs.rm(scratch, { recursive: true }));

  for (const file of ['zip.pt', 'legacy.pt', 'wrapped.pt']) {
    it(`reads every number of ${file}: all types, views and strides`, async () => {
      const checkpoint = await openCheckpoint(path.join(FOLDER, file));
      const values = await readAll(path.join(FOLDER, file));
      assert.deepEqual([...checkpoint.tensors.keys()].sort(), Object.keys(expected).sort());
      for (const [name, { dtype, shape, values: numbers }] of Object.entries(expected)) {
        assert.deepEqual(checkpoint.tensors.get(name), { dtype, shape }, name);
        assert.deepEqual([...(values.get(name) as Float64Array)], [numbers].flat(Infinity), name);
      }
      await checkpoint.close();
    });
  }

  it('refuses a file that wants to run a command, names it and runs nothing', async () => {
    const before = process.cwd();
    process.chdir(scratch);
    try {
      const error = await refusal(path.join(FOLDER, 'malicious.pt'));
      assert.equal(error.code, 'CHECKPOINT_UNSAFE');
      assert.match(error.message, /posix\.system/);
      assert.deepEqual(await fs.readdir(scratch), []);
    } finally {
      process.chdir(before);
    }
  });

  it('refuses a whole module and says what to save instead', async () => {
    const error = await refusal(path.join(FOLDER, 'whole-module.pt'));
    assert.equal(error.code, 'CHECKPOINT_UNSAFE');
    assert.match(error.message, /torch\.nn\.modules\.conv\.Conv2d.*state_dict\(\)/);
  });

  it('says where a truncated file ends', async () => {
    const error = await refusal(path.join(FOLDER, 'truncated.pt'));
    assert.equal(error.code, 'CHECKPOINT_TRUNCATED');
    assert.match(error.message, /at byte 2801, .*zip\/data\/4/);
  });

  for (const file of ['zip.pt', 'legacy.pt']) {
    it(`gives a typed error for ${file} cut off anywhere`, async () => {
      const bytes = await fs.readFile(path.join(FOLDER, file));
      const cut = path.join(scratch, 'cut.pt');
      for (let length = 0; length < bytes.length; length += 61) {
        await fs.writeFile(cut, bytes.subarray(0, length));
        assert.match((await refusal(cut)).code, /^CHECKPOINT_(TRUNCATED|UNSUPPORTED)$/);
      }
    });

    it(`gives numbers or a typed error for ${file} with bytes changed, never anything else`, async () => {
      const bytes = await fs.readFile(path.join(FOLDER, file));
      const spoiled = path.join(scratch, 'spoiled.pt');
      const chance = uniform(`spoil ${file}`, 3 * 400);
      for (let i = 0; i < 400; i++) {
        const copy = Buffer.from(bytes);
        for (let k = 0; k < 3; k++) copy[Math.floor(chance[3 * i + k] * copy.length)] ^= 1 << ((i + k) % 8);
        await fs.writeFile(spoiled, copy);
        await readAll(spoiled).catch((error: unknown) => assert.ok(error instanceof FacegaugeError, String(error)));
      }
    });
  }

  it('does not take other files for checkpoints', async () => {
    const text = path.join(scratch, 'text.pt');
    await fs.writeFile(text, 'no checkpoint at all');
    assert.equal((await refusal(text)).code, 'CHECKPOINT_UNSUPPORTED');
    await fs.writeFile(text, '');
    assert.match((await refusal(text)).message, /no PyTorch checkpoint/);
    assert.equal((await refusal(path.join(scratch, 'absent.pt'))).code, 'MISSING');
  });
});
