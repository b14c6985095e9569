import assert from 'node:assert/strict';
import path from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { LONGEST_PAUSE_MS, Store } from '../../../kernel-lib/src/store';
import { setClockOff } from '../clock';
import { DAY, sample, useFolder } from './sample';

const HOUR = DAY / 24;

describe('store: a clock that is set', function () {
  this.timeout(30_000);
  const folder = useFolder();
  const file = () => path.join(folder(), 'facegauge.db');
  afterEach(() => setClockOff(0));

  const hold = (): (() => void) => {
    const other = new DatabaseSync(file());
    other.exec('BEGIN IMMEDIATE');
    return () => {
      other.exec('COMMIT');
      other.close();
    };
  };
  const change = (sql: string): void => {
    const db = new DatabaseSync(file());
    db.exec(sql);
    db.close();
  };

  it('back: a lock is waited for as long as was said, and not for hours', async () => {
    const store = Store.open(file(), { onError: () => {}, busyAfterMs: 300 });
    const release = hold();
    const row = store.record(sample('anna'));
    const flushed = store.flush();
    setClockOff(-2 * HOUR);
    await assert.rejects(flushed, ({ code, message }: Error & { code: string }) => {
      assert.equal(code, 'STORE_BUSY');
      assert.match(message, /for 0\.\d+ s/);
      return true;
    });
    release();
    assert.equal(await row, 1);
    await store.close();
  });

  it('forward: a lock that is let go of in time loses no row', async () => {
    const store = Store.open(file(), { onError: () => {} });
    const release = hold();
    const row = store.record(sample('anna'));
    const closed = store.close(20_000);
    await new Promise(resolve => setTimeout(resolve, 100));
    setClockOff(DAY);
    setTimeout(release, 300);
    await closed;
    assert.equal(await row, 1);
  });

  for (const off of [-DAY, 2 * HOUR])
    it(`a run whose owner died by a clock that was ${off / HOUR} h off reads interrupted`, async () => {
      const store = Store.open(file());
      const run = await store.beginRun({ name: 'long' });
      assert.equal(store.runs()[0].state, 'running');
      change(`UPDATE runs SET owner_host = 'elsewhere', heartbeat_at = heartbeat_at + ${off}`);
      assert.equal(store.runs()[0].state, 'interrupted');
      assert.equal((await store.resumeRun(run)).state, 'running');
      await store.close();
    });

  it('a message written or put off by a clock that was ahead is due, once', async () => {
    const store = Store.open(file());
    await store.record(sample('a'), [{ messageId: 'msg_1', topic: 'test', body: '{}' }]);
    const claimed = await store.outbox.claim(Date.now() + 1, 60_000);
    await store.outbox.later(claimed!.id, Date.now() + HOUR, 'no answer');
    assert.equal(await store.outbox.claim(Date.now(), 60_000), null);
    setClockOff(-2 * HOUR);
    const again = await store.outbox.claim(Date.now(), 60_000);
    assert.equal(again?.messageId, 'msg_1');
    assert.ok(again.createdAt <= Date.now(), 'its age is counted from now on');
    await store.outbox.later(again.id, Date.now() + HOUR, 'no answer');
    assert.equal(await store.outbox.claim(Date.now() + 1, 60_000), null, 'a pause by the new clock holds');
    await store.outbox.later(again.id, Date.now() + LONGEST_PAUSE_MS + DAY, 'no answer');
    assert.equal((await store.outbox.claim(Date.now() + 1, 60_000))?.messageId, 'msg_1');
    await store.close();
  });

  it('the thresholds set last are in force, whatever the clock said', async () => {
    const store = Store.open(file());
    await store.setPolicy({ qualityTrust: 0.7 });
    setClockOff(-2 * HOUR);
    await store.setPolicy({ qualityTrust: 0.8 });
    assert.equal(store.policyInForce().qualityTrust.value, 0.8);
    await store.undoPolicy();
    assert.equal(store.policyInForce().qualityTrust.value, 0.7);
    await store.close();
  });

  it('nothing of yesterday goes with what is older than two days, and nothing that seems yet to come', async () => {
    const store = Store.open(file());
    for (const [name, off] of Object.entries({ before: -2 * HOUR, now: 0, after: DAY })) {
      setClockOff(off);
      await store.record(sample(name, { processedAt: Date.now() }));
    }
    for (const off of [0, DAY, -2 * HOUR]) {
      setClockOff(off);
      assert.equal((await store.retain({ days: 2 })).samples, 0);
    }
    await store.close();
  });
});
