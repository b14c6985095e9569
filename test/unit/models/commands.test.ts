import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { resolveModels } from '../../../kernel-lib/src/models';
import { writeTinyNetwork } from './tiny-network';

const ROOT = path.resolve(__dirname, '../../..');

describe('facegauge models', function () {
  this.timeout(120_000);
  let home: string;

  beforeEach(async () => {
    home = await fs.mkdtemp(path.join(os.tmpdir(), 'facegauge-'));
  });

  afterEach(() => fs.rm(home, { recursive: true }));

  async function facegauge(...args: string[]): Promise<{ code: number; out: string; error: string }> {
    const child = spawn(process.execPath, ['--import', 'tsx', 'kernel-lib/src/cli/main.ts', 'models', ...args], {
      cwd: ROOT,
      env: { ...process.env, FACEGAUGE_HOME: home }
    });
    const [out, error, code] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      new Promise<number>(resolve => child.on('close', value => resolve(value ?? -1)))
    ]);
    return { code, out, error };
  }

  const objects = (out: string) =>
    out
      .trim()
      .split('\n')
      .map(line => JSON.parse(line) as Record<string, unknown>);

  it('list, verify and describe what is there, for people and for programs', async () => {
    const list = await facegauge('list', '--json');
    assert.equal(list.code, 0);
    assert.deepEqual(new Set(objects(list.out).map(({ role }) => role)), new Set(['face', 'detector']));
    const { id } = objects(list.out)[0];
    assert.match((await facegauge('info', String(id))).out, /embedding {3}512 values[\s\S]*quality {5}calibrated/);
    const verified = await facegauge('verify', '--json');
    assert.equal(verified.code, 0, verified.error);
    assert.ok(objects(verified.out).every(({ state }) => state === 'good'));
  });

  it('add shows what it read, tries it, installs it; verify then notices damage', async () => {
    const file = path.join(home, 'tiny.onnx');
    await writeTinyNetwork(file, { layout: 'NHWC' });
    const dry = await facegauge('add', file, '--id', 'mine', '--mean', '0', '--std', '255', '--dry-run');
    assert.equal(dry.code, 0, dry.error);
    assert.match(
      dry.out,
      /input {6}picture, NHWC, RGB, \(x − 0\) \/ 255, batch any\noutput {5}vector, 24 values\nself-test/
    );
    await assert.rejects(fs.access(path.join(home, 'manifest.json')));
    const { face } = await resolveModels({ environment: {} });
    const added = await facegauge('add', face.file, '--id', 'mine', '--output', 'embedding');
    assert.equal(added.code, 0, added.error);
    assert.match((await facegauge('list')).out, /mine +recogniser +installed/);
    await fs.truncate(path.join(home, 'mine', 'mine.onnx'), 100);
    const verified = await facegauge('verify', 'mine');
    assert.equal(verified.code, 1);
    assert.match(verified.out, /damaged .*100 bytes instead of/);
  });

  it('add refuses a name that leads elsewhere before anything is written, and what is no file at once', async () => {
    const escaped = await facegauge('add', '/dev/zero', '--id', '../../x');
    assert.equal(escaped.code, 2);
    assert.match(escaped.error, /"\.\.\/\.\.\/x" cannot name a network/);
    const endless = await facegauge('add', '/dev/zero', '--id', 'x');
    assert.equal(endless.code, 1);
    assert.match(endless.error, /NOT_A_FILE/);
    assert.deepEqual(await fs.readdir(home), []);
  });

  it('end with 2 on wrong use and 1 where it cannot be done, with the code of the error', async () => {
    for (const [args, code, error] of [
      [['info', 'nothing'], 2, /MODEL_UNKNOWN/],
      [['convert', 'x.pt', '--architecture', 'resnet', '--out', 'x.onnx'], 2, /INVALID_ARGUMENT/],
      [
        ['convert', path.join(home, 'x.pt'), '--architecture', 'ir-se-64-rts', '--out', path.join(home, 'x.onnx')],
        1,
        /MISSING/
      ],
      [['pull', 'https://example.org/net.onnx', '--id', 'x'], 2, /models add/]
    ] as [string[], number, RegExp][]) {
      const result = await facegauge(...args);
      assert.equal(result.code, code, result.error);
      assert.match(result.error, error);
      assert.equal(result.out, '');
    }
  });
});
