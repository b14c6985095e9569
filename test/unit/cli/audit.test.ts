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

  it('goes on only with the options it was begun with, and says which differ', async () => {
    const set = path.join(root, 'set/p02');
    const begun = await audit(set, '--name', 'own', '--identities', 'folder', '--min-face', '30', '--json');
    assert.equal(begun.code, 0, begun.stderr);
    const { run } = JSON.parse(begun.stdout);
    const other = await audit('--resume', '--name', 'own', '--identities', 'pattern', '--min-face', '60');
    assert.equal(other.code, 2, other.stderr);
    assert.match(other.stderr, /begun with other options/);
    assert.match(other.stderr, /identity pattern, begun with folder; minFace 60, begun with 30/);
    assert.match(other.stderr, /--again .* --name/);
    const face = await audit('--resume', '--name', 'own', '--face', 'central');
    assert.match(face.stderr, /face central, begun with largest/);
    const found = await audit('--resume', '--name', 'own', '--detector', 'mtcnn-s');
    assert.equal(found.code, 2, found.stderr);
    assert.match(found.stderr, /detector mtcnn-s, begun with onepass-s/);
    const same = await audit('--resume', '--name', 'own', '--min-face', '30', '--face', 'largest', '--json');
    assert.equal(same.code, 0, same.stderr);
    assert.equal(JSON.parse(same.stdout).run, run);
    assert.equal((await audit('--resume', '--again', '--name', 'own')).code, 2);
    // The same call without --resume, but of larger faces: a run of its own, in which nothing is mixed.
    const larger = await audit(set, '--name', 'own', '--identities', 'folder', '--min-face', '60', '--json');
    assert.notEqual(JSON.parse(larger.stdout).run, run);
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
