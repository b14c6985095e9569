import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { sample } from '../engine/pictures';
import { facegauge } from './command';

describe('facegauge audit', function () {
  this.timeout(300_000);
  let root: string;
  before(() => {
    root = mkdtempSync(path.join(os.tmpdir(), 'facegauge-audit-'));
    for (const name of ['p01-a.jpg', 'p01-b.jpg', 'p02-a.jpg', 'empty-path.jpg']) {
      mkdirSync(path.join(root, 'set', name.slice(0, 3)), { recursive: true });
      copyFileSync(sample(name), path.join(root, 'set', name.slice(0, 3), name));
    }
    copyFileSync(sample('p01-a.jpg'), path.join(root, 'set/p01/copy.jpg'));
  });
  after(() => rmSync(root, { recursive: true }));

  const audit = (...args: string[]) =>
    facegauge(['audit', ...args, '--store', path.join(root, 'facegauge.db'), '--device', 'cpu', '--processes', '1']);

  it('ends with one JSON object, goes on with --resume, and says the same as text', async () => {
    const first = await audit(path.join(root, 'set'), '--identities', 'folder', '--json');
    assert.equal(first.code, 0, first.stderr);
    const json = JSON.parse(first.stdout);
    assert.deepEqual(
      [json.name, json.state, json.pictures, json.acquired, json.notAcquired, json.failed],
      ['set', 'done', 5, 4, 1, 0]
    );
    assert.deepEqual(json.exactDuplicates, [
      [path.join(root, 'set/p01/copy.jpg'), path.join(root, 'set/p01/p01-a.jpg')]
    ]);
    assert.deepEqual(
      json.thinIdentities.map(({ identity }: { identity: string }) => identity),
      ['emp', 'p02']
    );
    const again = await audit('--resume');
    assert.equal(again.code, 0, again.stderr);
    assert.match(again.stdout, /^set: 5 pictures, done\n/);
    assert.match(again.stdout, /2 pictures are the same pixel for pixel/);
    assert.match(again.stdout, /The same pixel for pixel\n {2}.*copy.jpg, .*p01-a.jpg\n/);
    assert.match(again.stdout, /Near duplicates\n {2}copies ≥ 1.000 /);
  });

  it('tells wrong use from failed pictures', async () => {
    assert.equal((await audit()).code, 2);
    assert.equal((await audit(root, '--source', 'moon')).code, 2);
    writeFileSync(path.join(root, 'list.csv'), 'path\nset/p01/p01-a.jpg\nmissing.jpg\n');
    const failed = await audit(path.join(root, 'list.csv'));
    assert.equal(failed.code, 1, failed.stderr);
    assert.match(failed.stdout, /1 {2}File is not there/);
  });
});
