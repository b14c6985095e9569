import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { Store } from '../../../kernel-lib/src/store';
import { sample, useFolder } from './sample';

const WRITER = path.join(__dirname, 'writer-process.ts');

describe('store: nothing is claimed that was not stored', () => {
  const folder = useFolder();
  const file = () => path.join(folder(), 'facegauge.db');

  const hold = (): (() => void) => {
    const other = new DatabaseSync(file());
    other.exec('BEGIN IMMEDIATE');
    return () => {
      other.exec('COMMIT');
      other.close();
    };
  };

  it('close says how many rows were lost once its time is over, and the store is closed', async () => {
    const store = Store.open(file(), { onError: () => {} });
    const release = hold();
    const rows = [store.record(sample('anna')), store.record(sample('ben'))];
    await assert.rejects(store.close(300), { code: 'ROWS_LOST', message: /^2 rows were lost/ });
    for (const row of rows) await assert.rejects(row, { code: 'ROWS_LOST' });
    assert.throws(() => store.record(sample('carla')), { code: 'CLOSED' });
    release();
  });

  it('close waits for a lock that is let go of', async () => {
    const store = Store.open(file(), { onError: () => {} });
    const release = hold();
    const row = store.record(sample('anna'));
    setTimeout(release, 400);
    await store.close(20_000);
    assert.equal(await row, 1);
  });

  it('slows down whoever waits for room, and bounds what waits', async () => {
    const store = Store.open(file(), { onError: () => {} });
    const release = hold();
    let handed = 0;
    const batch = (async () => {
      for (; handed < 1500; handed++) {
        await store.ready();
        void store.record(sample(`p${handed}`, { embedding: null }));
      }
    })();
    await new Promise(resolve => setTimeout(resolve, 500));
    assert.ok(handed <= 1000 && store.pending <= 1000, `${handed} handed over, ${store.pending} waiting`);
    release();
    await batch;
    await store.close();
    const reader = Store.open(file(), { readOnly: true });
    assert.equal([...reader.samples()].length, 1500);
    await reader.close();
  });

  for (const [what, take] of [
    ['deleted', () => ['', '-wal', '-shm'].forEach(end => rmSync(file() + end, { force: true }))],
    [
      'replaced by another store',
      () => {
        copyFileSync(path.join(__dirname, '../../vectors/store/version-0.1.0.db'), `${file()}.new`);
        ['-wal', '-shm'].forEach(end => rmSync(file() + end, { force: true }));
        renameSync(`${file()}.new`, file());
      }
    ]
  ] as const)
    it(`notices that it was ${what}, says what is gone, and goes on in the file that bears its name`, async () => {
      const errors: (Error & { code?: string })[] = [];
      const store = Store.open(file(), { onError: error => errors.push(error) });
      const run = await store.beginRun({ name: 'long' });
      await store.record(sample('anna', { run }));
      take();
      await store.record(sample('ben', { run }));
      await store.endRun(run, 'done');
      assert.deepEqual(
        errors.map(({ code }) => code),
        ['STORE_REPLACED']
      );
      assert.match(errors[0].message, /without the 1 rows/);
      assert.equal(store.lost, 1);
      await store.close();
      const reader = Store.open(file(), { readOnly: true });
      const [latest] = reader.runs();
      assert.deepEqual([latest.name, latest.state, latest.done], ['long', 'done', 1]);
      assert.ok([...reader.samples()].some(({ path: at }) => at?.endsWith('ben.jpg')));
      assert.ok(![...reader.samples({ run: latest.id })].some(({ path: at }) => at?.endsWith('anna.jpg')));
      await reader.close();
    });

  it('close does not claim what was deleted after it was written', async () => {
    const store = Store.open(file(), { onError: () => {} });
    await store.record(sample('anna'));
    rmSync(file());
    await assert.rejects(store.close(), { code: 'STORE_REPLACED' });
  });

  it('takes a message along in the transaction of its sample', async () => {
    const store = Store.open(file());
    const id = await store.record(sample('anna'), [
      { messageId: 'msg_1', topic: 'rejected', body: sampleId => JSON.stringify({ sampleId }) }
    ]);
    await assert.rejects(
      store.record(sample('ben', { run: 99 }), [{ messageId: 'msg_2', topic: 'rejected', body: '' }]),
      { code: 'INVALID_ARGUMENT' }
    );
    const db = new DatabaseSync(file(), { readOnly: true });
    assert.deepEqual(
      db
        .prepare('SELECT message_id, sample, body FROM outbox')
        .all()
        .map(row => ({ ...row })),
      [{ message_id: 'msg_1', sample: id, body: `{"sampleId":${id}}` }]
    );
    db.close();
    await store.close();
  });

  for (const signal of ['SIGHUP', 'SIGTERM'] as const)
    it(`writes what is pending when ${signal} ends the process, which ends by it`, async () => {
      const child = spawn(process.execPath, ['--import', 'tsx', WRITER, file(), 'hasty', '30', 'wait'], {
        stdio: ['ignore', 'pipe', 'inherit']
      });
      await once(child.stdout, 'data');
      child.kill(signal);
      const [, by] = await once(child, 'exit');
      assert.equal(by, signal);
      const store = Store.open(file(), { readOnly: true });
      assert.equal([...store.samples()].length, 30);
      await store.close();
    });

  it('does not hold a process that has nothing else to do, and says what it could not write', async () => {
    await Store.open(file()).close();
    const release = hold();
    const child = spawn(process.execPath, ['--import', 'tsx', WRITER, file(), 'idle', '3', 'nothing'], {
      stdio: ['ignore', 'ignore', 'pipe']
    });
    let said = '';
    child.stderr.on('data', data => (said += data));
    await once(child, 'exit');
    release();
    assert.match(said, /3 rows were lost/);
  });
});
