import assert from 'node:assert/strict';
import path from 'node:path';
import { Store } from '../../../kernel-lib/src/store';
import type { Policy } from '../../../kernel-lib/src/types';
import { DAY, failure, NOON, QUARTER, sample, useFolder } from './sample';

const policy = (qualityReject: number, origin: Policy['origin']['qualityReject']): Policy => ({
  similarityMatch: 0.45,
  similarityReview: 0.35,
  qualityTrust: 0.6,
  qualityReject,
  autoRejectBelow: null,
  origin: {
    similarityMatch: 'manifest',
    similarityReview: 'manifest',
    qualityTrust: 'built-in',
    qualityReject: origin,
    autoRejectBelow: 'built-in'
  }
});

describe('store: sums', () => {
  const folder = useFolder();
  let store: Store;
  beforeEach(async () => {
    store = Store.open(path.join(folder(), 'facegauge.db'));
    store.record(sample('a', { quality: 0.9, processedAt: NOON }));
    store.record(sample('b', { quality: 0.4, processedAt: NOON + QUARTER - 1 }));
    store.record(sample('c', { quality: 0.3, processedAt: NOON + QUARTER, source: 'door' }));
    store.record(failure('d', 'NO_FACE', { processedAt: NOON + QUARTER }));
    store.record(failure('e', 'TRUNCATED_IMAGE', { processedAt: NOON + QUARTER + 1 }));
    store.record(sample('f', { quality: null, processedAt: NOON + 2 * QUARTER }));
    store.record(sample('g', { quality: 0.1, processedAt: NOON + DAY }));
    await store.flush();
  });
  afterEach(() => store.close());

  it('sums a stretch of time: the low rate is of pictures with a quality, the border belongs to the later stretch', () => {
    const day = store.summary(NOON, NOON + DAY);
    assert.deepEqual(
      { pictures: day.pictures, scored: day.scored, low: day.low, failures: day.failures, lastAt: day.lastAt },
      { pictures: 6, scored: 3, low: 1, failures: 2, lastAt: NOON + 2 * QUARTER }
    );
    assert.equal(day.qualityReject, 0.4);
    assert.ok(Math.abs(day.meanQuality! - (0.9 + 0.4 + 0.3) / 3) < 1e-12);
    assert.equal(day.lowRate, 1 / 3);
  });

  it('counts low pictures by any threshold, exactly', () => {
    assert.equal(store.summary(NOON, NOON + DAY, 0.4000001).low, 2);
    assert.equal(store.summary(NOON, NOON + DAY, 1).low, 3);
    assert.equal(store.summary(NOON, NOON + DAY, 0).low, 0);
  });

  it('has no mean and no rate where there is nothing', () => {
    const empty = store.summary(0, 1000);
    assert.deepEqual([empty.pictures, empty.meanQuality, empty.lowRate, empty.lastAt], [0, null, null, null]);
  });

  it('has quarter-hours a source that add up to the summary', () => {
    const quarters = store.quarterHours(NOON, NOON + DAY);
    assert.deepEqual(
      quarters.map(q => [(q.start - NOON) / QUARTER, q.source, q.pictures, q.scored, q.low, q.failures]),
      [
        [0, 'kiosk', 2, 2, 0, 0],
        [1, 'door', 1, 1, 1, 0],
        [1, 'kiosk', 2, 0, 0, 2],
        [2, 'kiosk', 1, 0, 0, 0]
      ]
    );
    assert.ok(Math.abs(quarters[0].qualitySum - 1.3) < 1e-12);
  });

  it('counts with the policy in force, wherever it comes from', async () => {
    const low = () => store.quarterHours(NOON, NOON + DAY).reduce((sum, q) => sum + q.low, 0);
    const inForce = () => store.policyInForce('qualityReject');
    assert.deepEqual({ ...inForce() }, { value: 0.4, origin: 'built-in' });

    await store.noteSessionPolicy(policy(0.2, 'manifest'));
    assert.deepEqual({ ...inForce() }, { value: 0.2, origin: 'manifest' });
    assert.equal(low(), 0);

    await store.setPolicy({ qualityReject: 0.5 });
    assert.deepEqual({ ...inForce() }, { value: 0.5, origin: 'store' });
    assert.equal(low(), 2);
    assert.equal(store.summary(NOON, NOON + DAY).low, 2);

    await store.noteSessionPolicy(policy(0.95, 'environment'));
    assert.deepEqual({ ...inForce() }, { value: 0.95, origin: 'environment' });
    assert.equal(low(), 3);
    assert.deepEqual(store.policy(), { qualityReject: 0.5 });
  });

  it('takes a session that read its value from the store back when the store changes', async () => {
    await store.setPolicy({ qualityReject: 0.5, autoRejectBelow: null });
    await store.noteSessionPolicy(policy(0.5, 'store'));
    await store.setPolicy({ qualityReject: 0.35 });
    assert.deepEqual({ ...store.policyInForce('qualityReject') }, { value: 0.35, origin: 'store' });
  });
});
