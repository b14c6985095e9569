import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { nameOf } from '../../../kernel-lib/src/names';
import { encodeHalf, Store } from '../../../kernel-lib/src/store';
import { ROLL_UPS } from './roll-ups';
import { DAY, failure, NOON, sample, useFolder } from './sample';

const TABLES = [...ROLL_UPS, 'embeddings', 'thumbnails'];

describe('store: what is taken out', () => {
  const folder = useFolder();
  let store: Store;
  const all = { from: 0, to: NOON + 100 * DAY };
  const names = () => [...store.samples({ large: false })].map(({ path: file }) => path.basename(file ?? ''));
  const tables = (): Record<string, unknown[]> => {
    const db = new DatabaseSync(store.file, { readOnly: true });
    const rows = TABLES.map(
      name =>
        [
          name,
          db
            .prepare(`SELECT * FROM ${name}`)
            .all()
            .map(row => ({ ...row }))
        ] as const
    );
    db.close();
    return Object.fromEntries(rows);
  };
  beforeEach(() => (store = Store.open(path.join(folder(), 'facegauge.db'))));
  afterEach(() => store.close());

  it('leaves every count as if it had never been there', async () => {
    const kept = Array.from({ length: 30 }, (_, i) =>
      i % 7 === 3
        ? failure(`k${i}`, i % 2 ? 'NO_FACE' : 'MISSING', { processedAt: NOON + i * 3e6 })
        : sample(`k${i}`, {
            processedAt: NOON + i * 3e6,
            quality: ((i * 37) % 100) / 100 + 0.0004,
            takenAt: i % 3 ? NOON - i * 5e6 : null,
            source: `s${i % 3}`,
            findings: i % 2 ? ['dark'] : ['dark', 'mask']
          })
    );
    for (const row of kept) store.record(row);
    await store.flush();
    const before = tables();
    for (let i = 0; i < 450; i++)
      store.record(
        sample(`g${i}`, {
          identity: 'gone',
          processedAt: NOON + i * 2e5,
          quality: (i % 1000) / 1000,
          source: `s${i % 5}`
        })
      );
    store.record(failure('g', 'NO_FACE', { identity: 'gone' }));
    await store.flush();
    let told = 0;
    const removed = await store.remove({ identity: 'gone' }, { onProgress: n => (told = n) });
    assert.deepEqual([removed, told], [{ samples: 451, logCleared: true }, 451]);
    const after = tables();
    for (const name of ROLL_UPS)
      after[name].forEach((row, i) => {
        // A mean may differ by what rounding leaves of a sum.
        const [a, b] = [row, before[name][i]].map(one => ({ ...(one as Record<string, unknown>) }));
        for (const one of [a, b])
          if ('quality_sum' in one) one.quality_sum = Math.round((one.quality_sum as number) * 1e9) + 0;
        assert.deepEqual(a, b, name);
      });
    for (const name of ROLL_UPS) assert.equal(after[name].length, before[name].length, name);
    assert.equal(store.summaryOf(all).pictures, 30);
  });

  it('takes a whole run with its row, a run of some samples without', async () => {
    const [a, b] = [await store.beginRun({ name: 'a' }), await store.beginRun({ name: 'b' })];
    for (const run of [a, b])
      for (const name of ['x', 'y']) store.record(sample(`${name}${run}`, { run, identity: name }));
    await assert.rejects(store.remove({ run: a }), { code: 'STORE_BUSY' });
    await store.endRun(a, 'done');
    await store.endRun(b, 'done');
    assert.equal((await store.remove({ run: b, identity: 'x' })).samples, 1);
    assert.equal((await store.remove({ run: a }, { dryRun: true })).samples, 2);
    assert.equal((await store.remove({ run: a })).samples, 2);
    assert.deepEqual(
      store.runs().map(({ name, done }) => [name, done]),
      [['b', 1]]
    );
    await assert.rejects(store.remove({ run: a }), { code: 'INVALID_ARGUMENT' });
  });

  it('takes by path: a picture, a folder with what is below it, and by bytes where they are not UTF-8', async () => {
    const strange = Buffer.from('2f70696374757265732f636166e9', 'hex'); // /pictures/caf\xe9
    for (const file of [
      '/pictures/a.jpg',
      '/pictures/a.jpg.png',
      '/pictures/sub/b.jpg',
      '/pictures/sub%/c.jpg',
      '/pictures/SUB/d.jpg'
    ])
      store.record(sample(file, { path: file }));
    store.record(
      sample('e', { path: '/pictures/caf\\xe9/e.jpg', pathRaw: Buffer.concat([strange, Buffer.from('/e.jpg')]) })
    );
    store.record(sample('f', { path: '/pictures/caf\\xe9/f.jpg' }));
    await store.flush();
    assert.equal((await store.remove({ path: '/pictures/a.jpg' })).samples, 1);
    assert.equal((await store.remove({ path: '/pictures/sub' })).samples, 1);
    assert.deepEqual(names(), ['a.jpg.png', 'c.jpg', 'd.jpg', 'e.jpg', 'f.jpg']);
    assert.equal((await store.remove({ path: nameOf(strange) })).samples, 1);
    assert.deepEqual(names(), ['a.jpg.png', 'c.jpg', 'd.jpg', 'f.jpg']);
    assert.equal((await store.remove({ path: '/pictures/%' })).samples, 0);
    assert.equal((await store.remove({ path: '/pictures/sub/..' })).samples, 4);
  });

  it('takes what was processed before a time, and what is older than so many days', async () => {
    for (const days of [0, 1, 2, 40]) store.record(sample(`d${days}`, { processedAt: Date.now() - days * DAY - 1000 }));
    await store.flush();
    assert.equal((await store.remove({ before: Date.now() - 30 * DAY })).samples, 1);
    assert.equal((await store.retain({ days: 2 }, { dryRun: true })).samples, 1);
    assert.equal((await store.retain({ days: 2 })).samples, 1);
    assert.deepEqual(names(), ['d0.jpg', 'd1.jpg']);
  });

  it('keeps the newest that fit into a size, and vacuum gives the room back', async () => {
    const thumbnail = new Uint8Array(20_000).fill(7);
    for (let i = 0; i < 300; i++)
      store.record(sample(`p${i}`, { thumbnail, processedAt: NOON + ((i * 7) % 300) * 1000 }));
    await store.flush();
    assert.ok(store.info().bytes > 6e6);
    await store.retain({ bytes: 4e6 });
    const { bytes, freeBytes, samples, lastAt, firstAt } = store.info();
    assert.ok(bytes - freeBytes <= 4e6 && bytes - freeBytes > 3.8e6, `${bytes - freeBytes} bytes, ${samples} samples`);
    assert.deepEqual([firstAt, lastAt], [NOON + (300 - samples) * 1000, NOON + 299 * 1000]);
    const { before, after, logCleared } = await store.vacuum();
    assert.ok(logCleared && after < before - 2e6);
    assert.equal(statSync(store.file).size, after);
    assert.equal(store.summaryOf(all).pictures, samples);
  });

  it('leaves nothing of a face in the file or its log, and no word of it in the outbox', async () => {
    const pattern = Buffer.from('a face that must not be found again');
    const thumbnail = Buffer.concat(Array.from({ length: 300 }, () => pattern));
    const embedding = Float32Array.from({ length: 512 }, (_, i) => Math.cos(i * i) / 20);
    const half = Buffer.from(encodeHalf(embedding)).subarray(0, 64);
    for (let i = 0; i < 60; i++) store.record(sample(`p${i}`));
    const body = '{"identity":"somebody known"}';
    await store.record(sample('who', { identity: 'somebody known', thumbnail, embedding }), [
      { messageId: 'm', topic: 't', body }
    ]);
    const found = (needle: Buffer | string) =>
      ['', '-wal'].some(end => existsSync(store.file + end) && readFileSync(store.file + end).includes(needle));
    assert.ok(found(pattern) && found(half) && found('somebody known'));
    assert.equal((await store.remove({ identity: 'somebody known' })).logCleared, true);
    assert.ok(!found(pattern) && !found(half) && !found('somebody known'));
  });

  it('says where a reader keeps the log from being cleared', async () => {
    await store.record(sample('a'));
    const reader = new DatabaseSync(store.file, { readOnly: true });
    reader.exec('BEGIN');
    reader.prepare('SELECT count(*) FROM samples').get();
    const { samples, logCleared } = await store.remove({ before: NOON + DAY });
    reader.close();
    assert.deepEqual([samples, logCleared], [1, false]);
  });

  it('touches no picture, needs to be told what, and is refused to a reader', async () => {
    const picture = path.join(folder(), 'pictures', 'a.jpg');
    mkdirSync(path.dirname(picture));
    writeFileSync(picture, 'a picture');
    await store.record(sample('a', { path: picture }));
    await assert.rejects(store.remove({}), { code: 'INVALID_ARGUMENT' });
    await assert.rejects(store.retain({}), { code: 'INVALID_ARGUMENT' });
    await assert.rejects(store.retain({ days: -1 }), { code: 'INVALID_ARGUMENT' });
    const reader = Store.open(store.file, { readOnly: true });
    assert.throws(() => void reader.remove({ path: picture }), { code: 'INVALID_ARGUMENT' });
    assert.equal((await reader.remove({ path: picture }, { dryRun: true })).samples, 1);
    await reader.close();
    assert.equal((await store.remove({ path: path.dirname(picture) })).samples, 1);
    assert.equal(readFileSync(picture, 'utf8'), 'a picture');
  });
});
