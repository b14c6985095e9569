import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import '../../../kernel-lib/src/audit';
import type { AuditProgress } from '../../../kernel-lib/src/audit';
import { FacegaugeError } from '../../../kernel-lib/src/errors';
import { open, type Session } from '../../../kernel-lib/src/session';
import type { StoredSample } from '../../../kernel-lib/src/store';
import { goodSamples, sample } from '../engine/pictures';

describe('run of an audit', function () {
  this.timeout(120_000);
  let root: string;
  let session: Session;

  before(async () => {
    root = mkdtempSync(path.join(os.tmpdir(), 'facegauge-run-'));
    session = await open({ device: 'cpu', processes: 1, store: path.join(root, 'facegauge.db') });
  });
  after(async () => {
    await session.close();
    rmSync(root, { recursive: true });
  });

  /** A data set of its own: `gate/p01/a.jpg` … */
  function dataSet(name: string, pictures: Record<string, string>): string {
    const folder = path.join(root, name);
    for (const [place, picture] of Object.entries(pictures)) {
      mkdirSync(path.dirname(path.join(folder, place)), { recursive: true });
      copyFileSync(picture, path.join(folder, place));
    }
    return folder;
  }
  const three = {
    'gate/p01/a.jpg': sample('p01-a.jpg'),
    'gate/p02/a.jpg': sample('p02-a.jpg'),
    'gate/none.jpg': sample('empty-path.jpg')
  };

  async function rowsOf(run: number): Promise<StoredSample[]> {
    await session.store!.flush();
    return [...session.store!.samples({ run })].sort((a, b) => ((a.path ?? '~') < (b.path ?? '~') ? -1 : 1));
  }

  it('records every picture once, with source, identity and tags, and says how far it is', async () => {
    const folder = dataSet('first', three);
    writeFileSync(path.join(folder, 'notes.txt'), 'no picture');
    writeFileSync(path.join(folder, 'broken.jpg'), 'no picture either');
    const told: AuditProgress[] = [];
    const audit = await session.audit(folder, { identity: 'folder', onProgress: progress => told.push(progress) });
    assert.equal(audit.name, 'first');
    assert.equal(audit.state, 'done');
    const rows = await rowsOf(audit.run);
    assert.deepEqual(
      rows.map(({ path: file, source, identity, errorCode }) => [
        path.relative(folder, file!),
        source,
        identity,
        errorCode
      ]),
      [
        ['broken.jpg', path.basename(root), 'first', 'NOT_AN_IMAGE'],
        ['gate/none.jpg', 'first', 'gate', 'NO_FACE'],
        ['gate/p01/a.jpg', 'gate', 'p01', null],
        ['gate/p02/a.jpg', 'gate', 'p02', null]
      ]
    );
    const last = told.at(-1)!;
    assert.deepEqual([last.done, last.acquired, last.notAcquired, last.failed, last.recognised], [4, 2, 1, 1, 0]);
    assert.equal(
      last.qualities.reduce((a, b) => a + b),
      2
    );
    assert.equal(audit.summary().passedOver, 1);
    assert.equal(audit.summary().total, 4);
  });

  it('goes on with the same call: finished pictures are recognised, changed ones looked at, touched ones by content', async () => {
    const folder = dataSet('again', three);
    const first = await session.audit(folder);
    const before = await rowsOf(first.run);
    // Touched, changed, new.
    utimesSync(path.join(folder, 'gate/p01/a.jpg'), 1e9, 1e9);
    copyFileSync(sample('p03-a.jpg'), path.join(folder, 'gate/p02/a.jpg'));
    copyFileSync(sample('p04-a.jpg'), path.join(folder, 'gate/p04.jpg'));
    let last: AuditProgress | undefined;
    const second = await session.audit(folder, { onProgress: progress => (last = progress) });
    assert.equal(second.run, first.run);
    assert.deepEqual([last!.done, last!.recognised], [4, 2]);
    const rows = await rowsOf(second.run);
    const of = (all: StoredSample[], name: string): StoredSample => all.find(row => row.path!.endsWith(name))!;
    assert.equal(rows.length, 4);
    assert.equal(of(rows, 'p01/a.jpg').times, 1);
    assert.equal(of(rows, 'p01/a.jpg').fileMtime, 1e12);
    assert.notEqual(of(rows, 'p02/a.jpg').sha256, of(before, 'p02/a.jpg').sha256);
    assert.equal(second.summary().pictures, 4);
    // Another question is another run; asked for, the same one is too.
    assert.notEqual((await session.audit(folder, { name: 'again', identity: 'folder' })).run, first.run);
    const anew = await session.audit(folder, { name: 'again', identity: 'folder', again: true });
    assert.equal(session.openAudit('again').run, anew.run);
    assert.equal(session.audits()[0].run, anew.run);
  });

  it('brings up to date what a list says of pictures that are finished', async () => {
    const folder = dataSet('listed', three);
    const list = path.join(folder, 'list.csv');
    writeFileSync(list, 'path,source,identity,light\ngate/p01/a.jpg,door,p1,day\n,door,p2,day\n');
    const first = await session.audit(list);
    assert.equal(first.summary().failed, 1);
    assert.deepEqual(
      (await rowsOf(first.run)).map(({ key, errorCode }) => [key, errorCode]),
      [
        [null, null],
        ['list.csv:3', 'INVALID_ARGUMENT']
      ]
    );
    writeFileSync(list, 'path,source,identity,light\ngate/p01/a.jpg,hall,anna,night\n');
    const second = await session.audit(list);
    const [row, ...others] = await rowsOf(second.run);
    assert.equal(second.run, first.run);
    assert.deepEqual(others, []);
    assert.deepEqual([row.source, row.identity, row.tags, row.times], ['hall', 'anna', { light: 'night' }, 1]);
    assert.deepEqual(
      second.summary().sources.map(({ source, pictures }) => [source, pictures]),
      [['hall', 1]]
    );
  });

  it('takes the source from the camera', async () => {
    const audit = await session.audit(dataSet('cameras', three), { source: 'camera' });
    assert.deepEqual(
      audit.summary().sources.map(({ source, pictures }) => [source, pictures]),
      [['unknown camera', 3]]
    );
  });

  it('stops after the pictures in flight when it is interrupted, and goes on', async () => {
    const folder = path.join(root, 'many');
    mkdirSync(folder);
    for (const picture of goodSamples.slice(0, 30)) symlinkSync(picture, path.join(folder, path.basename(picture)));
    let stoppedAt = 0;
    const stop = ({ done }: AuditProgress): void => {
      if (done === 4) session.interrupt();
      stoppedAt = done;
    };
    const error = await session.audit(folder, { onProgress: stop }).then(
      () => null,
      (e: FacegaugeError) => e
    );
    assert.equal(error?.code, 'ABORTED');
    const stopped = session.openAudit('many');
    assert.equal(stopped.state, 'aborted');
    assert.ok(stoppedAt >= 4 && stoppedAt < 30);
    // Everything that was told is recorded.
    assert.equal(stopped.summary().pictures, stoppedAt);
    const finished = await session.audit(folder);
    assert.equal(finished.run, stopped.run);
    const rows = await rowsOf(finished.run);
    assert.equal(rows.length, 30);
    assert.ok(rows.every(({ times }) => times === 1));
  });

  it('is gone on with after a SIGKILL in its middle; every picture is there once', async () => {
    const folder = path.join(root, 'killed/p');
    mkdirSync(folder, { recursive: true });
    for (const picture of goodSamples.slice(0, 24)) copyFileSync(picture, path.join(folder, path.basename(picture)));
    const store = path.join(root, 'killed.db');
    for (const after of [3, 9]) {
      const child = spawn(
        process.execPath,
        [...process.execArgv, path.join(__dirname, 'audit-process.ts'), folder, store],
        {
          stdio: ['ignore', 'pipe', 'inherit']
        }
      );
      let said = '';
      for await (const piece of child.stdout) {
        said += String(piece);
        if (said.includes(`done ${after}\n`)) child.kill('SIGKILL');
      }
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
      assert.equal(child.signalCode, 'SIGKILL', said);
    }
    const own = await open({ device: 'cpu', processes: 1, store });
    try {
      assert.equal(own.openAudit('killed').state, 'interrupted');
      const audit = await own.audit(folder, { name: 'killed', identity: 'folder' });
      assert.equal(own.audits().length, 1);
      assert.equal(audit.state, 'done');
      const { pictures, acquired, people, findings } = audit.summary();
      assert.deepEqual([pictures, acquired, people], [24, 24, 1]);
      assert.deepEqual(new Set([...audit.samples()].map(({ path: file }) => file)).size, 24);
      assert.ok(findings.every(({ count }) => count <= 24));
    } finally {
      await own.close();
    }
  });

  it('says before it begins what cannot be audited, and begins nothing', async () => {
    const runs = session.store!.runs().length;
    await assert.rejects(session.audit(path.join(root, 'nowhere')), { code: 'MISSING' });
    await assert.rejects(session.audit(root, { identity: 'pattern' }), { code: 'INVALID_ARGUMENT' });
    assert.equal(session.store!.runs().length, runs);
    const unrecorded = await open({ device: 'cpu', processes: 1 });
    await assert.rejects(unrecorded.audit(root), { code: 'INVALID_ARGUMENT', found: 'no store' });
    await unrecorded.close();
    assert.throws(() => session.openAudit('nobody'), { code: 'INVALID_ARGUMENT' });
  });

  it('counts a file that is cut off later as changed', async () => {
    const folder = dataSet('cut', { 'a.jpg': sample('p01-a.jpg') });
    await session.audit(folder);
    appendFileSync(path.join(folder, 'a.jpg'), 'x');
    let last: AuditProgress | undefined;
    await session.audit(folder, { onProgress: progress => (last = progress) });
    assert.equal(last!.recognised, 0);
  });
});
