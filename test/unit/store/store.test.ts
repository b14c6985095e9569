import assert from 'node:assert/strict';
import path from 'node:path';
import { Store } from '../../../kernel-lib/src/store';
import { DAY, failure, NOON, QUARTER, sample, useFolder } from './sample';

describe('store', () => {
  const folder = useFolder();
  let store: Store;
  beforeEach(() => {
    store = Store.open(path.join(folder(), 'facegauge.db'));
  });
  afterEach(() => store.close());

  it('gives back every field of a row', async () => {
    const row = sample('anna');
    store.record(row);
    await store.flush();
    const [{ id, embedding, thumbnail, ...rest }] = [...store.samples()];
    const { embedding: expectedEmbedding, thumbnail: expectedThumbnail, ...expected } = row;
    assert.deepEqual(rest, expected);
    assert.equal(id, 1);
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

  it('updates the same picture of the same day and model instead of doubling it', async () => {
    store.record(sample('anna', { quality: 0.3 }));
    store.record(sample('anna', { quality: 0.9, processedAt: NOON + 3 * QUARTER }));
    await store.flush();
    const rows = [...store.samples()];
    assert.equal(rows.length, 1);
    assert.equal(rows[0].quality, 0.9);
    assert.equal(rows[0].processedAt, NOON + 3 * QUARTER);
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
    const run = await store.beginRun({ name: 'audit', model: 'test-net', options: { samples: 3 } });
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

  it('tells days apart at UTC midnight', async () => {
    const midnight = Date.UTC(2026, 2, 15);
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
    store.record(sample('ben', { run: 99 }));
    store.record(sample('carla'));
    await store.flush();
    assert.deepEqual(
      [...store.samples()].map(s => path.basename(s.path)),
      ['anna.jpg', 'carla.jpg']
    );
    assert.equal(errors.length, 1);
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
