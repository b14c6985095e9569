/**
 * Nothing is claimed that was not stored: a full disk, a lock that nobody lets go of, and processes that are killed while they
 * write. The short forms are in test/unit/store/loss.test.ts.
 */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { Store } from '../../kernel-lib/src/store';
import { facegauge } from '../unit/cli/command';
import { sample as picture } from '../unit/engine/pictures';

const WRITER = path.join(__dirname, '..', 'unit', 'store', 'writer-process.ts');

describe('hostile: store', () => {
  let folder: string;
  let disk: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'facegauge-hostile-'));
    disk = path.join(folder, 'disk');
    mkdirSync(disk);
  });
  afterEach(() => {
    // Lazily: the driver may still hold the file open.
    spawnSync('umount', ['-l', disk]);
    rmSync(folder, { recursive: true, force: true });
  });

  const small = (size: string, context: Mocha.Context): void => {
    if (spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', disk]).status === 0) return;
    console.log('      skipped: a small file system cannot be mounted here');
    context.skip();
  };

  const pictures = (): string => {
    const many = path.join(folder, 'pictures');
    mkdirSync(many);
    for (let i = 0; i < 60; i++) copyFileSync(picture('p01-a.jpg'), path.join(many, `${i}.jpg`));
    return many;
  };

  it('score on a full disk ends with 1 and says how many rows are in the store, truly', async function () {
    this.timeout(300_000);
    small('600k', this);
    const file = path.join(disk, 'facegauge.db');
    const { code, stderr } = await facegauge(['score', pictures(), '--store', file]);
    assert.equal(code, 1, stderr);
    const [, recorded, lost] = /; (\d+) recorded in .*, (\d+) NOT recorded/.exec(stderr) ?? [];
    assert.equal(Number(recorded) + Number(lost), 60, stderr);
    assert.match(stderr, /No space left/);
    const db = new DatabaseSync(file, { readOnly: true });
    assert.equal((db.prepare('SELECT count(*) AS n FROM samples').get() as { n: number }).n, Number(recorded));
    assert.deepEqual({ ...db.prepare('PRAGMA integrity_check').get() }, { integrity_check: 'ok' });
    db.close();
  });

  it('a disk too small for an empty store is full, and nothing else', function () {
    small('40k', this);
    assert.throws(() => Store.open(path.join(disk, 'facegauge.db')), { code: 'NO_SPACE' });
  });

  it('score under a lock that is never let go of ends by itself with 1, and claims nothing', async function () {
    this.timeout(300_000);
    const file = path.join(folder, 'facegauge.db');
    await Store.open(file).close();
    const other = new DatabaseSync(file);
    other.exec('BEGIN IMMEDIATE');
    const { code, stderr } = await facegauge(['score', picture('p01-a.jpg'), '--store', file]);
    other.exec('ROLLBACK');
    other.close();
    assert.equal(code, 1, stderr);
    assert.match(stderr, /0 recorded in .*, 1 NOT recorded/);
    assert.match(stderr, /1 row was lost/);
  });

  it('20 killed writers leave a whole store whose roll-ups agree with its rows', async function () {
    this.timeout(600_000);
    const file = path.join(folder, 'facegauge.db');
    await Store.open(file).close();
    for (let i = 0; i < 20; i++) {
      const child = spawn(process.execPath, ['--import', 'tsx', WRITER, file, `w${i}`, '20000', 'close'], {
        stdio: ['ignore', 'ignore', 'inherit']
      });
      await new Promise(resolve => setTimeout(resolve, 1500 + i * 37));
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    const store = Store.open(file);
    const db = new DatabaseSync(file, { readOnly: true });
    const count = (sql: string): number => (db.prepare(sql).get() as { n: number }).n;
    assert.deepEqual({ ...db.prepare('PRAGMA integrity_check').get() }, { integrity_check: 'ok' });
    const rows = count('SELECT count(*) AS n FROM samples');
    assert.ok(rows > 0);
    assert.equal(count('SELECT total(pictures) AS n FROM quarter_sums'), rows);
    assert.equal(
      count('SELECT total(pictures) AS n FROM quarter_qualities'),
      count('SELECT count(quality) AS n FROM samples')
    );
    assert.equal(
      count('SELECT count(*) AS n FROM embeddings'),
      count('SELECT count(embedding_size) AS n FROM samples')
    );
    db.close();
    await store.close();
    console.log(`      ${rows} rows of 20 killed writers`);
  });
});
