import assert from 'node:assert/strict';
import { copyFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { Store } from '../../../kernel-lib/src/store';
import { DAY, NOON, QUARTER, sample, useFolder } from './sample';

/** Written by version 0.1.0: its kinds of rows, a policy with an impossible threshold and the thresholds of a session. */
const OLD = path.join(__dirname, '../../vectors/store/version-0.1.0.db');

describe('store: a file made by version 0.1.0', () => {
  const folder = useFolder();
  let store: Store;
  beforeEach(() => {
    const file = path.join(folder(), 'facegauge.db');
    copyFileSync(OLD, file);
    store = Store.open(file);
  });
  afterEach(() => store.close());

  it('keeps its rows; of a file that failed and then succeeded in a run, the last', () => {
    assert.deepEqual(
      [...store.samples()].map(r => [r.run, r.path && path.basename(r.path), r.quality, r.errorCode, r.day, r.times]),
      [
        [null, 'anna.jpg', 0.57, null, '2026-03-14', 1],
        [null, 'anna.jpg', 0.3, null, '2026-03-15', 1],
        [null, 'ben.jpg', null, 'NO_FACE', '2026-03-14', 1],
        [null, null, null, 'NOT_AN_IMAGE', '2026-03-14', 1],
        [1, 'carla.jpg', 0.7, null, '2026-03-14', 2],
        [1, null, null, 'NOT_AN_IMAGE', '2026-03-14', 1],
        [1, null, 0.2, null, '2026-03-14', 1]
      ]
    );
    const [anna] = [...store.samples()];
    assert.equal(anna.embedding?.length, 512);
    assert.equal(anna.thumbnail?.length, 6);
    assert.equal(anna.embeddingSize, 512);
    // Nobody noted then which network gave it.
    assert.equal(anna.embeddingModel, null);
    const [carla] = [...store.samples({ run: 1 })];
    assert.deepEqual([carla.processedAt, carla.lastProcessedAt], [NOON + 1, NOON + 2]);
  });

  it('is counted like any other', () => {
    const { pictures, scored, low, notAcquired, failed, qualityReject } = store.summary(NOON, NOON + 2 * DAY);
    assert.deepEqual(
      { pictures, scored, low, notAcquired, failed, qualityReject },
      { pictures: 7, scored: 4, low: 2, notAcquired: 1, failed: 2, qualityReject: 0.5 }
    );
    assert.equal(store.quarterHours(NOON + QUARTER, NOON + DAY)[0].failures, 1);
  });

  it('keeps its policy, says which of it is nonsense, and forgets what a session once applied', () => {
    assert.deepEqual(store.policy(), { qualityReject: 0.5 });
    assert.deepEqual(store.ignoredPolicy(), [{ model: '*', key: 'similarityMatch', value: 7 }]);
    assert.deepEqual(store.policyInForce().similarityMatch, { value: 0.45, origin: 'built-in' });
    assert.deepEqual(store.sessionOverrides(), []);
  });

  it('calls a run that was never ended interrupted, and takes new rows', async () => {
    assert.deepEqual(
      store.runs().map(({ name, state, done, failed }) => [name, state, done, failed]),
      [['audit', 'interrupted', 3, 1]]
    );
    await store.record(sample('dora'));
    assert.equal([...store.samples()].length, 8);
  });

  it('is whole: integrity and foreign keys', () => {
    const db = new DatabaseSync(store.file, { readOnly: true });
    assert.deepEqual({ ...db.prepare('PRAGMA integrity_check').get() }, { integrity_check: 'ok' });
    assert.deepEqual(db.prepare('PRAGMA foreign_key_check').all(), []);
    db.close();
  });

  it('is not touched by a reader, who says that it is older', async () => {
    const other = path.join(folder(), 'other.db');
    copyFileSync(OLD, other);
    assert.throws(() => Store.open(other, { readOnly: true }), { code: 'STORE_OLDER' });
  });
});
