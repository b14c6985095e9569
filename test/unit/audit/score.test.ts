import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { count, noCounts, scoreAll } from '../../../kernel-lib/src/audit';
import { open } from '../../../kernel-lib/src/session';
import { sample } from '../engine/pictures';

describe('scoring files and folders', () => {
  let root: string;

  before(() => {
    root = mkdtempSync(path.join(os.tmpdir(), 'facegauge-audit-'));
    mkdirSync(path.join(root, 'gate'));
    copyFileSync(sample('p01-a.jpg'), path.join(root, 'gate/1.jpg'));
    copyFileSync(sample('p02-a.jpg'), path.join(root, 'gate/2.jpg'));
    copyFileSync(sample('empty-path.jpg'), path.join(root, 'room.jpg'));
    writeFileSync(path.join(root, 'notes.txt'), 'no picture');
  });
  after(() => rmSync(root, { recursive: true }));

  it('gives one result a file, keeps the store out of it and records it', async () => {
    const session = await open({ device: 'cpu', processes: 1, store: path.join(root, 'facegauge.db') });
    const counts = noCounts();
    const names: string[] = [];
    for await (const result of scoreAll(session, [root])) {
      count(counts, result);
      names.push(path.relative(root, result.path!));
    }
    assert.deepEqual(names.sort(), ['gate/1.jpg', 'gate/2.jpg', 'notes.txt', 'room.jpg']);
    assert.deepEqual(counts, { trusted: 2, review: 0, rejected: 0, notAcquired: 1, failed: 1 });
    await session.store!.flush();
    const rows = [...session.store!.samples()];
    await session.close();
    assert.equal(rows.length, 4);
    assert.ok(rows.every(({ run }) => run === null));
    assert.deepEqual(new Set(rows.map(({ source }) => source)), new Set(['gate', path.basename(root)]));
  });
});
