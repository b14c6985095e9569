import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import path from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { Store } from '../../../kernel-lib/src/store';
import { sample, useFolder } from './sample';

const WRITER = path.join(__dirname, 'writer-process.ts');

describe('store: several processes', () => {
  const folder = useFolder();
  const file = () => path.join(folder(), 'facegauge.db');

  const writer = (name: string, rows: number, end: string) =>
    new Promise<void>((resolve, reject) => {
      const child = spawn(process.execPath, ['--import', 'tsx', WRITER, file(), name, String(rows), end], {
        stdio: ['ignore', 'inherit', 'inherit']
      });
      child.on('exit', code => (code === 0 ? resolve() : reject(new Error(`writer ${name} ended with ${code}`))));
    });

  it('loses no row of two processes that write at the same time', async () => {
    await Promise.all([writer('one', 1500, 'close'), writer('two', 1500, 'close')]);
    const store = Store.open(file(), { readOnly: true });
    const rows = [...store.samples()];
    assert.equal(rows.filter(r => r.source === 'one').length, 1500);
    assert.equal(rows.filter(r => r.source === 'two').length, 1500);
    await store.close();
  });

  it('writes what is pending when the process ends without closing', async () => {
    await writer('hasty', 30, 'exit');
    const store = Store.open(file(), { readOnly: true });
    assert.equal([...store.samples()].length, 30);
    await store.close();
  });

  it('says STORE_BUSY while another process keeps the lock, keeps the rows and writes them afterwards', async () => {
    const store = Store.open(file(), { busyAfterMs: 100, onError: () => {} });
    const other = new DatabaseSync(file());
    other.exec('BEGIN IMMEDIATE');
    const anna = store.record(sample('anna'));
    await assert.rejects(store.flush(), { code: 'STORE_BUSY' });
    assert.equal(store.pending, 1);
    other.exec('COMMIT');
    other.close();
    store.record(sample('ben'));
    await store.flush();
    assert.equal([...store.samples()].length, 2);
    assert.equal(await anna, 1);
    await store.close();
  });
});
