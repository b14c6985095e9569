import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, readFileSync, truncateSync, writeFileSync, existsSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { locateStore, Store } from '../../../kernel-lib/src/store';
import { sample, useFolder } from './sample';

describe('store: opening', () => {
  const folder = useFolder();
  const file = () => path.join(folder(), 'facegauge.db');

  const refuses = (code: string, pattern: RegExp, readOnly = false) => {
    const before = readFileSync(file());
    assert.throws(
      () => Store.open(file(), { readOnly }),
      (e: Error & { code?: string }) => {
        assert.equal(e.code, code);
        assert.match(e.message, pattern);
        return true;
      }
    );
    assert.ok(before.equals(readFileSync(file())), 'the file was changed');
  };

  it('refuses a file that is no database, and leaves it alone', () => {
    writeFileSync(file(), 'Dear diary, '.repeat(1000));
    refuses('STORE_DAMAGED', /Move the file away/);
    refuses('STORE_DAMAGED', /Move the file away/, true);
  });

  it('refuses the database of another application', () => {
    const db = new DatabaseSync(file());
    db.exec('CREATE TABLE bookmarks (url TEXT)');
    db.close();
    refuses('STORE_FOREIGN', /another application/);
    refuses('STORE_FOREIGN', /^(?!.*Move the file away)/, true);
  });

  it('refuses a store cut short', async () => {
    const store = Store.open(file());
    for (let i = 0; i < 200; i++) store.record(sample(`p${i}`));
    await store.close();
    truncateSync(file(), 40_000);
    refuses('STORE_DAMAGED', /cannot be read/);
  });

  it('refuses a store of a later version, saying to update', async () => {
    await Store.open(file()).close();
    const db = new DatabaseSync(file());
    db.exec('PRAGMA user_version = 1000');
    db.close();
    refuses('STORE_NEWER', /Update facegauge/);
    refuses('STORE_NEWER', /Update facegauge/, true);
  });

  it('says that there is none yet, without making one, when only reading', () => {
    assert.throws(() => Store.open(file(), { readOnly: true }), { code: 'MISSING' });
    assert.ok(!existsSync(file()));
  });

  it('says what is wrong with a folder that is not there', () => {
    assert.throws(() => Store.open(path.join(folder(), 'no', 'facegauge.db')), { code: 'MISSING' });
    assert.throws(() => Store.open(folder()), /is a folder/);
    assert.throws(() => Store.open(path.join(folder(), 'n'.repeat(300))), /too long/);
  });

  it('takes a path for a path, whatever it looks like', async () => {
    const cwd = process.cwd();
    process.chdir(folder());
    try {
      for (const name of ['file:x.db', ':memory:', 'file:y.db?mode=ro']) {
        const store = Store.open(name);
        store.record(sample('anna'));
        await store.close();
        assert.ok(existsSync(path.join(folder(), name)), name);
      }
    } finally {
      process.chdir(cwd);
    }
  });

  it('does not tell anybody to move a store away that is only locked', async () => {
    copyFileSync(path.join(__dirname, '../../vectors/store/version-0.1.0.db'), file());
    const other = new DatabaseSync(file());
    other.exec('BEGIN EXCLUSIVE');
    assert.throws(
      () => Store.open(file()),
      (e: Error & { code?: string }) => e.code === 'STORE_BUSY' && !e.message.includes('Move')
    );
    other.close();
  }).timeout(20_000);

  it('opens again with everything in it, also a copy', async () => {
    const store = Store.open(file());
    store.record(sample('anna'));
    await store.close();
    copyFileSync(file(), path.join(folder(), 'copy.db'));
    const again = Store.open(path.join(folder(), 'copy.db'));
    assert.equal([...again.samples()].length, 1);
    await again.close();
  });

  it('is found through FACEGAUGE_STORE, else upwards, else in the working folder', () => {
    const deep = path.join(folder(), 'a', 'b');
    mkdirSync(deep, { recursive: true });
    assert.equal(locateStore({}, deep), path.join(deep, 'facegauge.db'));
    writeFileSync(file(), '');
    assert.equal(locateStore({}, deep), file());
    writeFileSync(path.join(folder(), 'a', 'facegauge.db'), '');
    assert.equal(locateStore({}, deep), path.join(folder(), 'a', 'facegauge.db'));
    assert.equal(locateStore({ FACEGAUGE_STORE: 'x.db' }, deep), path.join(deep, 'x.db'));
    assert.equal(locateStore({ FACEGAUGE_STORE: '' }, deep), path.join(folder(), 'a', 'facegauge.db'));
  });
});
