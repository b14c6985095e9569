import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { facegauge, jsonLines } from './command';

describe('facegauge policy', () => {
  let folder: string;
  beforeEach(() => void (folder = mkdtempSync(path.join(os.tmpdir(), 'facegauge-policy-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  it('sets, shows, tells the history and takes back', async () => {
    const store = path.join(folder, 'facegauge.db');
    const ask = (...args: string[]) => facegauge(['policy', ...args, '--store', store]);
    const set = await ask('set', 'qualityReject=0.45', 'similarityMatch=.5', '--note', 'night shift');
    assert.equal(set.code, 0, set.stderr);
    assert.match(set.stdout, /similarityMatch +0\.5 +store\n.*\n.*\nqualityReject +0\.45 +store/);
    assert.match((await ask('history')).stdout, /cli +similarityMatch \(rts-s\) 0\.5 {2}night shift/);
    assert.equal((await ask('undo')).code, 0);
    const [shown] = jsonLines(await ask('show', '--json'));
    assert.equal(shown.model, 'rts-s');
    assert.deepEqual(
      shown.policy.map((one: { key: string; origin: string }) => one.origin),
      ['manifest', 'manifest', 'built-in', 'built-in', 'built-in']
    );
  });

  it('refuses what no threshold can be, and writes nothing', async () => {
    const store = path.join(folder, 'facegauge.db');
    for (const [wrong, word] of [
      ['qualityReject=7', /0 to 1/],
      ['qualityReject=0.9', /contradicts itself/],
      ['qualityRejekt=0.5', /unknown threshold/],
      ['qualityReject', /KEY=VALUE/]
    ] as const) {
      const { code, stderr } = await facegauge(['policy', 'set', wrong, '--store', store]);
      assert.equal(code, 2, stderr);
      assert.match(stderr, word);
    }
    assert.equal((await facegauge(['policy', 'history', '--store', store])).stdout, '');
  });
});
