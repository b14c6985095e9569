import assert from 'node:assert/strict';
import { type ChildProcess, fork, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  statfsSync,
  writeFileSync
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Store } from '../../kernel-lib/src/store';
import { facegauge, jsonLines } from '../unit/cli/command';
import { goodSamples } from '../unit/engine/pictures';
import { until } from './processes';
import { recorded } from './recorded';
import type { Said } from './recording-program';
import { assertSound } from './whole';

const PROGRAM = path.join(__dirname, 'recording-program.ts');
/** Called so on most systems. */
const NOBODY = 65534;
const isRoot = process.getuid?.() === 0;

/** A way in which a store can no longer be written, and can again. */
interface Way {
  what: string;
  /** @returns why it cannot be tried here, or null */
  prepare(place: string): string | null;
  take(place: string): void;
  giveBack(place: string): void;
  says: RegExp;
  uid?: number;
}

const done = (command: string, ...given: string[]): boolean => spawnSync(command, given).status === 0;
const files = (place: string): string[] => ['', '-wal'].map(end => path.join(place, `one.db${end}`));
const filler = (place: string): string => path.join(place, 'filler');

const away = (place: string): string => `${place}.away`;
/** Root may do everything, so somebody else has to be refused. */
const somebody = isRoot ? NOBODY : undefined;

function forSomebody(place: string): string | null {
  if (!isRoot) return null;
  chownSync(place, NOBODY, NOBODY);
  const cwd = path.resolve(__dirname, '../..');
  const tried = spawnSync(process.execPath, ['--import', 'tsx', '-e', ''], { uid: NOBODY, gid: NOBODY, cwd });
  return tried.status === 0 ? null : 'another user cannot run a program of this folder';
}

const WAYS: Way[] = [
  {
    what: 'was moved away from a folder that may no longer be written',
    prepare: forSomebody,
    take: place => {
      mkdirSync(away(place));
      for (const file of readdirSync(place)) renameSync(path.join(place, file), path.join(away(place), file));
      chmodSync(place, 0o555);
    },
    giveBack: place => {
      chmodSync(place, 0o755);
      for (const file of readdirSync(away(place))) renameSync(path.join(away(place), file), path.join(place, file));
      rmdirSync(away(place));
    },
    says: /cannot be opened for writing \(EACCES\).*Give this user the right/,
    uid: somebody
  },
  {
    what: 'whose files may no longer be written',
    prepare: place => {
      const file = path.join(place, 'probe');
      writeFileSync(file, '');
      const can = done('chattr', '+i', file) && done('chattr', '-i', file);
      rmSync(file);
      return can ? null : 'no file can be made immutable here';
    },
    take: place => files(place).forEach(file => done('chattr', '+i', file)),
    giveBack: place => files(place).forEach(file => done('chattr', '-i', file)),
    says: /cannot be opened for writing \(EPERM\).*Give this user the right/
  },
  {
    what: 'whose disk is full',
    prepare: place =>
      done('mount', '-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', place)
        ? null
        : 'a small file system cannot be mounted here',
    take: place => {
      const { bavail, bsize } = statfsSync(place);
      writeFileSync(filler(place), Buffer.alloc(bavail * bsize, 1));
    },
    giveBack: place => rmSync(filler(place)),
    says: /No space left.*Free some space/
  }
];

(process.platform === 'win32' ? describe.skip : describe)('a store that can no longer be written', function () {
  this.timeout(600_000);
  let folder: string;
  let place: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'facegauge-disk-'));
    chmodSync(folder, 0o755);
    mkdirSync((place = path.join(folder, 'place')));
  });
  afterEach(() => {
    // Lazily: the driver may still hold the file open.
    spawnSync('umount', ['-l', place]);
    rmSync(folder, { recursive: true, force: true });
  });

  for (const way of WAYS)
    it(`and ${way.what}: said once, kept until it can be, and what is not kept is said to be lost`, async function () {
      const why = way.prepare(place);
      if (why) {
        console.log(`      skipped: ${why}`);
        return this.skip();
      }
      const [file] = files(place);
      const session = await Recording.begin(file, way.uid);
      try {
        await session.score();
        await until(() => recorded(file) === 1);
        way.take(place);
        await session.scoreUntilWarned(1);
        const [{ code, message }] = session.said.warnings;
        assert.equal(code, 'NOT_RECORDED');
        assert.match(message, way.says);
        // Scoring goes on, and nothing is said again.
        for (let i = 0; i < 3; i++) await session.score();
        await new Promise(resolve => setTimeout(resolve, 5000));
        await session.score();
        assert.equal(session.said.warnings.length, 1);
        way.giveBack(place);
        await until(() => recorded(file) === session.scored);
        // … and the next time it is said again.
        way.take(place);
        await session.scoreUntilWarned(2);
        const end = await session.end();
        way.giveBack(place);
        assert.equal(end?.code, 'ROWS_LOST');
        const lost = Number(/^(\d+) rows? (?:was|were) lost/.exec(end.message)?.[1]);
        assert.ok(lost > 0);
        assert.equal(recorded(file) + lost, session.scored);
        assert.equal(session.said.acquired, session.scored);
        assertSound(file);
      } finally {
        session.kill();
        try {
          way.giveBack(place);
        } catch {
          // as it is
        }
      }
    });

  it('as its folder may no longer be entered is open still, and written: nothing is lost, and nothing said', async function () {
    const why = forSomebody(place);
    if (why) {
      console.log(`      skipped: ${why}`);
      return this.skip();
    }
    const [file] = files(place);
    const session = await Recording.begin(file, somebody);
    try {
      await session.score();
      chmodSync(place, 0);
      for (let i = 0; i < 3; i++) await session.score();
      const end = await session.end();
      chmodSync(place, 0o755);
      assert.equal(end, null);
      assert.deepEqual(session.said.warnings, []);
      assert.equal(recorded(file), session.scored);
      assertSound(file);
    } finally {
      session.kill();
    }
  });

  it('and lies in a place that is read-only: results come, once it is said that they are not kept, and reading goes on', async function () {
    const [file] = files(place);
    await Store.open(file).close();
    const before = await facegauge(['score', goodSamples[0], '--store', file, '--json']);
    assert.equal(before.code, 0, before.stderr);
    if (isRoot) {
      if (!done('mount', '--bind', place, place) || !done('mount', '-o', 'remount,bind,ro', place)) {
        console.log('      skipped: a read-only file system cannot be mounted here');
        return this.skip();
      }
    } else chmodSync(place, 0o555);
    try {
      const scored = await facegauge(['score', ...goodSamples.slice(1, 4), '--store', file, '--json']);
      assert.equal(jsonLines(scored).filter(({ quality }) => quality >= 0).length, 3);
      assert.equal(scored.code, 1);
      assert.equal(scored.stderr.match(/\[NOT_RECORDED\]/g)?.length, 1, scored.stderr);
      assert.match(scored.stderr, /3 NOT recorded/);
      assert.equal(recorded(file), 1);
      const exported = await facegauge(['store', 'export', path.join(folder, 'out.jsonl'), '--store', file]);
      assert.equal(exported.code, 0, exported.stderr);
      const told = await facegauge(['doctor', '--store', file]);
      assert.equal(told.code, 1);
      assert.match(told.stdout, /one\.db: 1 pictures/);
      assert.match(told.stdout, /can be read, but not written: nothing is recorded/);
    } finally {
      if (!isRoot) chmodSync(place, 0o755);
    }
  });
});

/** A session in a process of its own. */
class Recording {
  scored = 0;

  private constructor(
    private readonly child: ChildProcess,
    public said: Said
  ) {}

  static async begin(file: string, uid?: number): Promise<Recording> {
    // What root keeps in its own folders nobody else may read.
    const theirs = { HOME: os.tmpdir(), FACEGAUGE_HOME: path.resolve(file, '../../home') };
    const child = fork(PROGRAM, [file], {
      execArgv: ['--import', 'tsx'],
      cwd: path.resolve(__dirname, '../..'),
      ...(uid === undefined ? {} : { uid, gid: uid, env: { ...process.env, ...theirs } })
    });
    return new Recording(child, await answerOf(child));
  }

  /** One more picture, another each time. */
  async score(): Promise<void> {
    assert.ok(this.scored < goodSamples.length, 'there is no other picture left');
    this.child.send(goodSamples[this.scored++]);
    this.said = await answerOf(this.child);
  }

  async scoreUntilWarned(times: number): Promise<void> {
    while (this.said.warnings.length < times) {
      await this.score();
      await new Promise(resolve => setTimeout(resolve, 300));
    }
  }

  async end(): Promise<Said['end']> {
    this.child.send(null as never);
    this.said = await answerOf(this.child);
    return this.said.end;
  }

  kill(): void {
    this.child.kill('SIGKILL');
  }
}

function answerOf(child: ChildProcess): Promise<Said> {
  return new Promise((resolve, reject) => {
    const gone = (code: number | null, signal: string | null): void =>
      reject(new Error(`It ended with ${code ?? signal}.`));
    child.once('exit', gone);
    child.once('message', said => {
      child.off('exit', gone);
      resolve(said as Said);
    });
  });
}
