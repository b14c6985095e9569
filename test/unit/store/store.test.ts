import assert from 'node:assert/strict';
import path from 'node:path';
import { localDay, Store } from '../../../kernel-lib/src/store';
import { DAY, failure, NOON, QUARTER, sample, useFolder } from './sample';

describe('store', () => {
  const folder = useFolder();
  let store: Store;
  beforeEach(() => {
    store = Store.open(path.join(folder(), 'facegauge.db'));
  });
  afterEach(() => store.close());

  it('gives back every field of a row', async () => {
    const row = sample('anna', {
      key: 'k1',
      identity: 'Anna',
      tags: { camera: 3 },
      pathRaw: Uint8Array.of(0x2f, 0xff)
    });
    const id = await store.record(row);
    const [stored] = [...store.samples()];
    const { embedding, thumbnail, pathRaw, day, times, lastProcessedAt, embeddingModel, embeddingSize, ...rest } =
      stored;
    const { embedding: expectedEmbedding, thumbnail: expectedThumbnail, pathRaw: expectedRaw, ...expected } = row;
    assert.deepEqual(rest, { ...expected, id });
    assert.deepEqual(
      { times, lastProcessedAt, embeddingModel, embeddingSize, day },
      { times: 1, lastProcessedAt: NOON, embeddingModel: 'test-net', embeddingSize: 512, day: localDay(NOON) }
    );
    assert.deepEqual([...pathRaw!], [...expectedRaw!]);
    assert.deepEqual([...(thumbnail ?? [])], [...(expectedThumbnail ?? [])]);
    assert.equal(embedding?.length, 512);
    embedding?.forEach((value, i) => assert.ok(Math.abs(value - expectedEmbedding![i]) < 2e-5));
  });

  it('keeps a failed picture as a row with its error code', async () => {
    store.record(failure('gone', 'MISSING', { sha256: null, width: null, height: null }));
    await store.flush();
    const [row] = [...store.samples({ failed: true })];
    assert.equal(row.errorCode, 'MISSING');
    assert.equal(row.acquired, false);
    assert.equal(row.quality, null);
    assert.equal(row.embedding, null);
  });

  it('updates the same picture of the same day and model, and leaves it where it was in time', async () => {
    const first = store.record(sample('anna', { quality: 0.3 }));
    const second = store.record(sample('anna', { quality: 0.9, processedAt: NOON + 3 * QUARTER }));
    assert.equal(await first, await second);
    const [row, ...others] = [...store.samples()];
    assert.deepEqual(others, []);
    assert.equal(row.quality, 0.9);
    assert.deepEqual([row.processedAt, row.lastProcessedAt, row.times], [NOON, NOON + 3 * QUARTER, 2]);
    assert.deepEqual(
      store.quarterHours(NOON, NOON + DAY).map(({ start, pictures }) => [start, pictures]),
      [[NOON, 1]]
    );
  });

  it('makes a row of its own of what has neither path nor hash', async () => {
    for (let i = 0; i < 5; i++) store.record(failure(`b${i}`, 'NOT_AN_IMAGE', { path: null, sha256: null }));
    await store.flush();
    assert.equal([...store.samples()].length, 5);
  });

  it('has one row for a file of a run that fails and then succeeds', async () => {
    const run = await store.beginRun({ name: 'audit' });
    store.record(failure('anna', 'MISSING', { run, sha256: null }));
    store.record(sample('anna', { run }));
    await store.flush();
    assert.deepEqual(
      [...store.samples()].map(({ errorCode, times }) => [errorCode, times]),
      [[null, 2]]
    );
    await store.endRun(run, 'done');
  });

  it('keeps the embeddings of two networks apart', async () => {
    store.record(sample('anna'));
    store.record(sample('anna', { recogniser: 'foreign', embedding: Float32Array.of(1, 0) }));
    await store.flush();
    assert.deepEqual(
      [...store.samples()].map(({ embeddingModel, embeddingSize }) => [embeddingModel, embeddingSize]),
      [
        ['test-net', 512],
        ['foreign', 2]
      ]
    );
    const [block] = [...store.embeddings({ embeddingModel: 'foreign' })];
    assert.deepEqual([[...block.ids], block.size, [...block.vectors]], [[2], 2, [1, 0]]);
    assert.deepEqual(
      [...store.embeddings()].map(({ size, ids }) => [size, ids.length]),
      [
        [512, 1],
        [2, 1]
      ]
    );
  });

  it('replaces a failure once the same picture succeeds, leaving nothing of it', async () => {
    store.record(failure('anna', 'NO_FACE'));
    store.record(sample('anna'));
    await store.flush();
    const rows = [...store.samples()];
    assert.equal(rows.length, 1);
    assert.equal(rows[0].errorCode, null);
    assert.equal(rows[0].faces, 1);
  });

  it('keeps another day, another model, another picture and each run apart', async () => {
    const run = await store.beginRun({ name: 'audit', model: 'test-net', options: { copies: 3 } });
    store.record(sample('anna'));
    store.record(sample('anna', { processedAt: NOON + DAY }));
    store.record(sample('anna', { model: 'other-net' }));
    store.record(sample('ben'));
    store.record(sample('anna', { run }));
    store.record(sample('anna', { run, path: '/pictures/kiosk/copy.jpg' }));
    store.record(sample('anna', { run }));
    await store.endRun(run, 'done');
    assert.equal([...store.samples()].length, 6);
    assert.equal([...store.samples({ run })].length, 2);
    assert.equal([...store.samples({ run: null })].length, 4);
  });

  it('tells days apart at midnight of this machine', async () => {
    const midnight = new Date(2026, 2, 15).getTime();
    store.record(sample('anna', { processedAt: midnight - 1 }));
    store.record(sample('anna', { processedAt: midnight }));
    await store.flush();
    assert.equal([...store.samples()].length, 2);
  });

  it('reads rows back by conditions and page by page', async () => {
    for (let i = 0; i < 1203; i++) store.record(sample(`p${i}`, { processedAt: NOON + i, source: i % 2 ? 'a' : 'b' }));
    await store.flush();
    assert.equal([...store.samples()].length, 1203);
    assert.equal([...store.samples({ source: 'a', from: NOON + 1000 })].length, 101);
    assert.equal([...store.samples({ limit: 700 })].length, 700);
  });

  it('takes the row as it is when it is handed over', async () => {
    const row = sample('anna');
    store.record(row);
    row.path = '/elsewhere';
    row.embedding!.fill(0);
    await store.flush();
    const [stored] = [...store.samples()];
    assert.equal(stored.path, '/pictures/kiosk/anna.jpg');
    assert.ok(stored.embedding!.some(v => v !== 0));
  });

  it('refuses a row that no column can hold at once, and one of an unknown run without losing the others', async () => {
    assert.throws(() => store.record(sample('anna', { quality: 1.2 })), { code: 'INVALID_ARGUMENT' });
    await store.close();
    const errors: unknown[] = [];
    store = Store.open(path.join(folder(), 'facegauge.db'), { onError: e => errors.push(e) });
    store.record(sample('anna'));
    const refused = store.record(sample('ben', { run: 99 }));
    store.record(sample('carla'));
    await store.flush();
    assert.deepEqual(
      [...store.samples()].map(s => path.basename(s.path!)),
      ['anna.jpg', 'carla.jpg']
    );
    assert.equal(errors.length, 1);
    await assert.rejects(refused, { code: 'INVALID_ARGUMENT' });
  });

  it('writes by itself, without flush', async () => {
    store.record(sample('anna'));
    const reader = Store.open(store.file, { readOnly: true });
    while (store.pending) await new Promise(resolve => setTimeout(resolve, 20));
    assert.equal([...reader.samples()].length, 1);
    await reader.close();
  });

  it('says that it is closed, and that a reader cannot write', async () => {
    await store.close();
    assert.throws(() => store.record(sample('anna')), { code: 'CLOSED' });
    const reader = Store.open(store.file, { readOnly: true });
    assert.throws(() => reader.record(sample('anna')), { code: 'INVALID_ARGUMENT' });
    await reader.close();
  });
});
