import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { closeSync, fstatSync, openSync } from 'node:fs';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { FacegaugeError } from '../../../kernel-lib/src/errors';
import { openCheckpoint } from '../../../kernel-lib/src/models';
import { readContent } from '../../../kernel-lib/src/models/checkpoint/content';
import { Source } from '../../../kernel-lib/src/models/checkpoint/source';
import { VECTORS } from './formula-weights';
import { fuzz } from './fuzz';
import { HOSTILE_PICKLES, writeHostile } from './hostile-files';
import { Pickle, RecordWriter, writeTorchFile } from './torch-file';

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

/** Without a thread: for many files in a row. */
const outcomeOf = (file: string): string => {
  const fd = openSync(file, 'r');
  try {
    readContent(new Source(fd, file, fstatSync(fd).size));
    return 'read';
  } catch (error) {
    assert.ok(error instanceof FacegaugeError, String(error));
    return error.code;
  } finally {
    closeSync(fd);
  }
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
        assert.match(outcomeOf(cut), /^CHECKPOINT_(TRUNCATED|UNSUPPORTED)$/);
      }
    });
  }

  it('gives numbers or a typed error for mutated files, at once and in little memory', async function () {
    this.timeout(240_000);
    const small = await fuzz(0, 500);
    assert.ok(small.read > 50 && small.refused > 50, JSON.stringify(small));
    const large = await fuzz(0, 12, 'large');
    assert.ok(large.growth <= 3, JSON.stringify(large));
  });

  for (const [what, pickle, code] of HOSTILE_PICKLES) {
    it(`refuses ${what}`, async () => {
      const file = path.join(scratch, 'hostile.pt');
      writeHostile(file, pickle());
      const error = await refusal(file);
      assert.equal(error.code, code);
      assert.ok(error.message.length < file.length * 3 + 400, error.message);
      assert.ok((error.found ?? '').length < 400, error.found);
    });
  }

  it('holds every length against the file', async () => {
    const file = path.join(scratch, 'claims.pt');
    writeHostile(file, new Pickle().raw('}').bytes, 3_000_000_000);
    const error = await refusal(file);
    assert.equal(error.code, 'CHECKPOINT_TRUNCATED');
    assert.match(error.message, /data\.pkl, \d+ bytes short/);
  });

  it('reads what lies behind the second gigabyte', async function () {
    const file = path.join(scratch, 'large.pt');
    const tensors: [string, number[]][] = [
      ['body', [560, 1000, 1000]],
      ['head', [3]]
    ];
    writeTorchFile(file, tensors, name => (name === 'body' ? null : Float32Array.of(1, 2, 3)));
    const { size, blocks } = await fs.stat(file);
    if (blocks * 512 > size / 2) {
      console.log('      skipped: files on this disk have no holes');
      await fs.rm(file);
      return this.skip();
    }
    assert.ok(size > 2 ** 31);
    const checkpoint = await openCheckpoint(file);
    assert.deepEqual([...(await checkpoint.read('head'))], [1, 2, 3]);
    assert.deepEqual(checkpoint.tensors.get('body')?.shape, [560, 1000, 1000]);
    await checkpoint.close();
    await fs.rm(file);
  });

  it('does not read a record of three gigabytes as its names', async function () {
    const file = path.join(scratch, 'names.pt');
    const writer = new RecordWriter(file);
    writer.record('data.pkl', { hole: 3_000_000_000 });
    writer.close();
    const error = await refusal(file);
    await fs.rm(file);
    assert.match(error.found ?? '', /data\.pkl of 3000000000 bytes/);
  });

  it('can be stopped, by a signal and by time', async () => {
    const file = path.join(FOLDER, 'zip.pt');
    await assert.rejects(openCheckpoint(file, { signal: AbortSignal.abort() }), { code: 'ABORTED' });
    const controller = new AbortController();
    const stopped = openCheckpoint(file, { signal: controller.signal });
    controller.abort();
    await assert.rejects(stopped, { code: 'ABORTED' });
    await assert.rejects(openCheckpoint(file, { timeoutMs: 1 }), {
      code: 'CHECKPOINT_UNSUPPORTED',
      message: /not understood within 0\.001 s/
    });
  });

  it('waits neither for a pipe nor for a device', async function () {
    if (process.platform === 'win32') return this.skip();
    const pipe = path.join(scratch, 'pipe.pt');
    execFileSync('mkfifo', [pipe]);
    assert.equal((await refusal(pipe)).code, 'NOT_A_FILE');
    assert.equal((await refusal('/dev/zero')).code, 'NOT_A_FILE');
    assert.equal((await refusal(scratch)).code, 'DIRECTORY');
  });

  it('does not take other files for checkpoints', async () => {
    const text = path.join(scratch, 'text.pt');
    await fs.writeFile(text, 'no checkpoint at all');
    assert.equal((await refusal(text)).code, 'CHECKPOINT_UNSUPPORTED');
    await fs.writeFile(text, '');
    assert.match((await refusal(text)).message, /no PyTorch checkpoint/);
    assert.equal((await refusal(path.join(scratch, 'absent.pt'))).code, 'MISSING');
  });
});
