import assert from 'node:assert/strict';
import path from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { Store, type SampleRow } from '../../../kernel-lib/src/store';
import { DAY, failure, NOON, sample, useFolder } from './sample';

interface Counted {
  id: number;
  run: number;
  source: string;
  quality: number | null;
  code: string | null;
  at: number;
  taken: number | null;
  zoned: number | null;
  elapsed: number | null;
  findings: string;
}

/** A small generator, so that a failure can be repeated. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return below => Math.floor(((state = (state * 16807) % 2147483647) / 2147483647) * below);
}

describe('store: roll-ups are what counting the rows again gives', () => {
  const folder = useFolder();
  let store: Store;
  beforeEach(() => {
    const onError = (error: Error): never => assert.fail(error.message);
    store = Store.open(path.join(folder(), 'facegauge.db'), { onError });
  });
  afterEach(() => store.close());

  /** Every roll-up as in the file, and as plain arithmetic over the rows has it: buckets → numbers. */
  function both(): Record<'kept' | 'recounted', Record<string, Record<string, number[]>>> {
    const db = new DatabaseSync(store.file, { readOnly: true });
    const rows = db
      .prepare(
        `SELECT id, coalesce(run, 0) AS run, source, quality, error_code AS code, processed_at AS at, taken_at AS taken,
           taken_at_zoned AS zoned, elapsed_bin AS elapsed, findings FROM samples`
      )
      .all() as unknown as Counted[];
    const reject = store.policyInForce().qualityReject.value!;
    const recounted: Record<string, Record<string, number[]>> = {};
    const add = (table: string, bucket: unknown[], ...values: number[]): void => {
      const sums = ((recounted[table] ??= {})[bucket.join(' ')] ??= values.map(() => 0));
      values.forEach((value, i) => (sums[i] += value));
    };
    for (const { id, run, source, quality, code, at, taken, zoned, elapsed, findings } of rows) {
      const quarter = Math.floor(at / 900_000) * 900_000;
      const day = Math.floor(at / DAY);
      const scored = [1, Number(quality !== null), quality ?? 0, Number(quality !== null && quality < reject)];
      const sums = [...scored, Number(code === 'NO_FACE'), Number(code !== null && code !== 'NO_FACE')];
      add('quarter_totals', [quarter, run], ...sums);
      add('quarter_sums', [quarter, source, run], ...sums);
      add('day_sums', [source, day, run], ...sums);
      add('hour_sums', [Math.floor(at / 3_600_000), source, run], ...sums);
      if (taken !== null)
        add('taken_sums', [Math.floor(taken / 3_600_000), Number(zoned === 1), source, run], ...scored);
      if (quality !== null) {
        let bin = 0;
        while (quality >= (bin + 1) / 1000) bin++;
        add('quarter_qualities', [quarter, run, bin], 1);
        add('day_qualities', [day, run, bin], 1);
        add('source_qualities', [source, day, run, bin], 1);
      }
      if (elapsed !== null) {
        add('quarter_elapsed', [quarter, run, elapsed], 1);
        add('day_elapsed', [day, run, elapsed], 1);
      }
      for (const finding of new Set(JSON.parse(findings) as string[])) {
        add('quarter_findings', [quarter, run, finding], 1);
        add('day_findings', [day, run, finding], 1);
        add('source_findings', [source, day, run, finding], 1);
        add('sample_findings', [finding, quality ?? -1, id]);
      }
    }
    const kept: typeof recounted = {};
    for (const [table, buckets] of Object.entries(recounted)) {
      const width = Object.values(buckets)[0].length;
      const cells = db
        .prepare(`SELECT * FROM ${table}`)
        .all()
        .map(row => Object.values(row as object));
      kept[table] = Object.fromEntries(
        cells.map(row => [row.slice(0, row.length - width).join(' '), row.slice(row.length - width) as number[]])
      );
    }
    db.close();
    // A sum of qualities may differ by rounding alone.
    for (const tables of [kept, recounted])
      for (const buckets of Object.values(tables))
        for (const sums of Object.values(buckets)) if (sums.length > 2) sums[2] = Number(sums[2].toFixed(9));
    return { kept, recounted };
  }

  for (const seed of [1, 2])
    it(`after rows in batches of any size, again, taken out, and other thresholds (${seed})`, async () => {
      const random = randomFrom(seed * 7919);
      const runs = [null, null, await store.beginRun({ name: 'a' }), await store.beginRun({ name: 'b' })];
      const row = (): SampleRow => {
        const changes: Partial<SampleRow> = {
          run: runs[random(4)],
          source: `s${random(3)}`,
          identity: `p${random(20)}`,
          processedAt: NOON + random(8) * 4e6,
          takenAt: random(4) ? NOON - random(5) * 3e6 - (random(2) ? 0 : 60 * 365 * DAY) : null,
          takenAtZoned: random(2) === 1,
          elapsedMs: random(6) ? 1 + random(200) : null
        };
        const name = `n${random(100)}`;
        if (random(8) === 0) return failure(name, random(2) ? 'NO_FACE' : 'MISSING', changes);
        const codes = ['dark', 'mask', 'motion', 'dark'].slice(0, random(5));
        return sample(name, { ...changes, quality: random(1001) / 1000, findings: codes });
      };
      for (let step = 0; step < 8; step++) {
        // Some of a batch are there already, from before or from the same transaction.
        const batch = [1, 5, 8, 9, 40, 200][random(6)];
        for (let i = 0; i < batch; i++) void store.record(row());
        await store.flush();
        if (random(3) === 0) await store.remove({ identity: `p${random(20)}` });
        // The newest: its id is given again.
        if (random(3) === 0)
          await store.execute('sample-delete', {
            id: Math.max(...[...store.samples({ large: false })].map(r => r.id))
          });
        if (random(3) === 0) await store.setPolicy({ qualityReject: random(500) / 1000 });
        const { kept, recounted } = both();
        assert.deepEqual(kept, recounted);
      }
      const { kept } = both();
      assert.ok(Object.keys(kept.source_qualities).length > 100);
      assert.ok([...store.samples({ large: false })].some(({ times }) => times > 2));
    });

  it('where rows came by other ways than the writer: the next that come count them', async () => {
    for (let i = 0; i < 20; i++) void store.record(sample(`a${i}`, { quality: i / 20 }));
    await store.flush();
    const db = new DatabaseSync(store.file);
    db.exec(`INSERT INTO samples (run, path, source, processed_at, last_processed_at, day, acquired, quality, findings, model)
      SELECT run, path || '.copy', 'elsewhere', processed_at, last_processed_at, day, acquired, quality, findings, model FROM samples`);
    db.exec(`UPDATE samples SET quality = 0.25 WHERE source = 'elsewhere' AND quality < 0.5`);
    db.exec(`DELETE FROM samples WHERE source = 'elsewhere' AND quality > 0.8`);
    db.close();
    await store.record(sample('b'));
    const { kept, recounted } = both();
    assert.deepEqual(kept, recounted);
    assert.ok(store.sources({ from: 0, to: NOON + DAY }).some(({ source }) => source === 'elsewhere'));
  });

  it('where rows came from a program that does not count: opening the store to write counts them', async () => {
    for (let i = 0; i < 20; i++) void store.record(sample(`a${i}`, { quality: i / 20 }));
    await store.flush();
    const db = new DatabaseSync(store.file);
    db.exec(`INSERT INTO samples (run, path, source, processed_at, last_processed_at, day, acquired, quality, findings, model)
      SELECT run, path || '.copy', 'elsewhere', processed_at, last_processed_at, day, acquired, quality, findings, model FROM samples`);
    db.close();
    assert.equal(store.summary(0, NOON + DAY).pictures, 20);
    await store.close();
    store = Store.open(store.file);
    assert.equal(store.summary(0, NOON + DAY).pictures, 40);
    const { kept, recounted } = both();
    assert.deepEqual(kept, recounted);
  });
});
