import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { infoLines } from '../../../kernel-lib/src/cli/store-words';
import { Store, type StoreInfo } from '../../../kernel-lib/src/store';
import { failure, sample } from '../store/sample';
import { facegauge, jsonLines } from './command';

describe('facegauge store', () => {
  let folder: string;
  let file: string;
  const ask = (...args: string[]) => facegauge(['store', ...args, '--store', file]);
  before(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'facegauge-store-cli-'));
    file = path.join(folder, 'facegauge.db');
    const store = Store.open(file);
    const run = await store.beginRun({ name: 'gate' });
    for (const name of ['a', 'b', 'c']) store.record(sample(name, { run, identity: name }));
    await store.endRun(run, 'done');
    store.record(failure('d', 'NO_FACE'));
    await store.close();
  });
  after(() => rmSync(folder, { recursive: true }));

  it('tells what it holds, in English, Chinese and JSON', async () => {
    const outcome = await ask('info', '--json');
    assert.equal(outcome.code, 0, outcome.stderr);
    const [held] = jsonLines(outcome);
    assert.deepEqual([held.samples, held.thumbnails, held.runs, held.sources], [4, 3, 1, 1]);
    const english = infoLines(held as StoreInfo, 'en').join('\n');
    assert.match(english, /^store +.*facegauge\.db\n[^]*^samples +4$[^]*^ {2}no face +1$[^]*^embeddings +3$/m);
    assert.match(infoLines(held as StoreInfo, 'zh').join('\n'), /样本：4/);
  });

  it('exports to a file by its name, and as text to standard output', async () => {
    const csv = path.join(folder, 'out', 'gate.csv');
    const { code, stderr } = await ask('export', csv, '--run', 'gate');
    assert.equal(code, 0, stderr);
    assert.match(stderr, /3 rows written to .*gate\.csv/);
    assert.equal((parse(readFileSync(csv)) as string[][]).length, 4);
    const rows = jsonLines(await ask('export', '--jsonl', '--embeddings'));
    assert.deepEqual(
      rows.map(({ embedding }) => embedding?.length),
      [512, 512, 512, undefined]
    );
    const [written] = jsonLines(await ask('export', path.join(folder, 't.parquet'), '--json'));
    assert.equal(written.rows, 4);
  });

  it('says what is wrong with a call, and makes no store to look into', async () => {
    for (const [args, word] of [
      [['export'], /Nothing says which format/],
      [['export', 'facegauge.db', '--csv'], /no format by its name/],
      [['delete'], /Nothing says which samples/],
      [['delete', '--before', 'yesterday'], /2026-03-14/]
    ] as const) {
      const { code, stderr } = await ask(...args);
      assert.equal(code, 2, `${args.join(' ')}: ${stderr}`);
      assert.match(stderr, word);
    }
    const none = path.join(folder, 'none.db');
    for (const args of [['info'], ['delete', '--run', '1']]) {
      const { code, stderr } = await facegauge(['store', ...args, '--store', none]);
      assert.equal(code, 1, stderr);
      assert.match(stderr, /There is no store/);
    }
    assert.ok(!existsSync(none));
  });

  it('deletes what is named, after saying how much that would be', async () => {
    assert.match((await ask('delete', '--identity', 'b', '--dry-run')).stdout, /^1 sample would be deleted/);
    assert.match((await ask('delete', '--identity', 'b')).stdout, /^1 sample deleted from/);
    assert.match((await ask('delete', '--path', '/pictures/kiosk/a.jpg')).stdout, /^1 sample deleted/);
    assert.deepEqual(jsonLines(await ask('delete', '--run', 'gate', '--json')), [
      { samples: 1, logCleared: true, dryRun: false }
    ]);
    assert.deepEqual(jsonLines(await ask('retain', '--days', '36500', '--json'))[0].samples, 0);
    assert.match((await ask('vacuum')).stdout, /MB|kB/);
    const [held] = jsonLines(await ask('info', '--json'));
    assert.deepEqual([held.samples, held.runs, held.embeddings], [1, 0, 0]);
  });
});
