import assert from 'node:assert/strict';
import path from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { below, Store } from '../../../kernel-lib/src/store';
import { DAY, failure, NOON, QUARTER, sample, useFolder } from './sample';

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
    assert.equal(store.summary(NOON, NOON + DAY, 0.401).low, 2);
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

  it('counts with the policy in force for readers of the store', async () => {
    const low = () => store.quarterHours(NOON, NOON + DAY).reduce((sum, q) => sum + q.low, 0);
    assert.deepEqual(store.policyInForce().qualityReject, { value: 0.4, origin: 'built-in' });
    await store.setPolicy({ qualityReject: 0.5 });
    assert.deepEqual(store.policyInForce().qualityReject, { value: 0.5, origin: 'store' });
    assert.equal(low(), 2);
    assert.equal(store.summary(NOON, NOON + DAY).low, 2);
    await store.undoPolicy();
    assert.equal(low(), 1);
    assert.equal(store.summary(NOON, NOON + DAY).qualityReject, 0.4);
  });

  it('agrees with counting row by row, for any borders, thresholds, sources and runs', async () => {
    const run = await store.beginRun({ name: 'audit' });
    let state = 1;
    const random = () => (state = (state * 16807) % 2147483647) / 2147483647;
    const rows = Array.from({ length: 400 }, (_, i) => {
      const quality = random() < 0.1 ? null : Math.round(random() * 1e4) / 1e4;
      const changes = {
        processedAt: NOON + Math.floor(random() * 3 * DAY),
        source: `s${i % 3}`,
        run: i % 2 ? run : null
      };
      const codes = ['dark', 'mask', 'turned'].filter(() => random() < 0.4);
      return random() < 0.1
        ? failure(`f${i}`, random() < 0.5 ? 'NO_FACE' : 'MISSING', changes)
        : sample(`q${i}`, { ...changes, quality, findings: codes });
    });
    for (const row of rows) store.record(row);
    // Half of them again, with other results: what counts is the last.
    rows.forEach((row, i) => {
      if (i % 2) return;
      rows[i] = { ...row, quality: row.errorCode ? null : Math.round(random() * 1000) / 1000, findings: ['motion'] };
      store.record({ ...rows[i], processedAt: row.processedAt + 1 });
    });
    await store.endRun(run, 'done');
    const stored = [...store.samples({ large: false })];
    for (let i = 0; i < 60; i++) {
      const from = i % 5 ? NOON + Math.floor(random() * 2 * DAY) : NOON;
      const to = from + Math.floor(i % 3 ? random() * 2 * DAY : random() * QUARTER) + 1;
      const source = i % 2 ? undefined : 's1';
      const one = i % 7 ? undefined : run;
      const threshold = Math.round(random() * 1000) / 1000;
      const within = stored.filter(
        r =>
          r.processedAt >= from &&
          r.processedAt < to &&
          (source === undefined || r.source === source) &&
          (one === undefined || r.run === one)
      );
      const stretch = { from, to, source, run: one };
      const { pictures, scored, low, notAcquired, failed, lastAt } = store.summaryOf(stretch, threshold);
      assert.deepEqual(
        { pictures, scored, low, notAcquired, failed, lastAt },
        {
          pictures: within.length,
          scored: within.filter(r => r.quality !== null).length,
          low: within.filter(r => r.quality !== null && r.quality < threshold).length,
          notAcquired: within.filter(r => r.errorCode === 'NO_FACE').length,
          failed: within.filter(r => r.errorCode === 'MISSING' || r.errorCode === 'TRUNCATED_IMAGE').length,
          lastAt: within.length ? Math.max(...within.map(r => r.processedAt)) : null
        }
      );
      const codes = within.flatMap(r => r.findings);
      assert.deepEqual(
        Object.fromEntries(store.findings(stretch).map(({ code, pictures: n }) => [code, n])),
        Object.fromEntries([...new Set(codes)].map(code => [code, codes.filter(c => c === code).length]))
      );
    }
  });

  it('puts every threshold of three decimals on the border of two bins', async () => {
    const name = (k: number) => `k${k}`;
    for (let k = 0; k <= 1000; k++) store.record(sample(name(k), { quality: k / 1000, processedAt: NOON + 2 * DAY }));
    for (let k = 1; k <= 1000; k++)
      store.record(sample(`below${k}`, { quality: k / 1000 - Number.EPSILON / 4, processedAt: NOON + 2 * DAY }));
    await store.flush();
    const bins = store.qualities({ from: NOON + 2 * DAY, to: NOON + 3 * DAY });
    const rows = [...store.samples({ from: NOON + 2 * DAY, large: false })].map(({ quality }) => quality!);
    for (let k = 0; k <= 1000; k++)
      assert.equal(below(bins, k / 1000), rows.filter(q => q < k / 1000).length, `threshold ${k / 1000}`);
  });

  it('forgets in every count what is deleted, by whatever route', async () => {
    const run = await store.beginRun({ name: 'audit' });
    store.record(sample('h', { run, quality: 0.2 }));
    await store.flush();
    const db = new DatabaseSync(store.file);
    db.exec("PRAGMA foreign_keys = ON; DELETE FROM runs; DELETE FROM samples WHERE source = 'kiosk'");
    const left = [
      'quarter_sums',
      'hour_sums',
      'taken_sums',
      'quarter_qualities',
      'day_qualities',
      'quarter_elapsed',
      'quarter_findings',
      'embeddings'
    ].map(table => (db.prepare(`SELECT count(*) AS n FROM ${table}`).get() as { n: number }).n);
    db.close();
    assert.deepEqual(left, [1, 1, 1, 1, 1, 1, 2, 1]);
    const { pictures, low } = store.summary(NOON, NOON + 2 * DAY);
    assert.deepEqual([pictures, low], [1, 1]);
  });

  it('tells median and 95th percentile of the time a picture took, to 5 %', async () => {
    for (let ms = 1; ms <= 200; ms++) store.record(sample(`t${ms}`, { elapsedMs: ms, processedAt: NOON + 5 * DAY }));
    await store.flush();
    const { p50, p95 } = store.summary(NOON + 5 * DAY, NOON + 6 * DAY);
    assert.ok(Math.abs(p50! / 100 - 1) < 0.05, `${p50}`);
    assert.ok(Math.abs(p95! / 190 - 1) < 0.05, `${p95}`);
  });
});
