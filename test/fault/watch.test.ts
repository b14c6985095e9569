import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Store } from '../../kernel-lib/src/store';
import { COMMAND } from '../unit/cli/command';
import { goodSamples } from '../unit/engine/pictures';

/** `npm run test:soak` takes longer. */
const SOAK = Boolean(process.env.FACEGAUGE_SOAK);
const KILLS = Number(process.env.FACEGAUGE_SOAK_KILLS ?? (SOAK ? 200 : 3));
/** A death is followed by so many pictures at least. */
const BETWEEN = SOAK ? 12 : 5;
const PICTURES = 2 * KILLS * BETWEEN;

// Who is whose child is read from Linux's /proc.
(process.platform === 'linux' ? describe : describe.skip)('a watch under attack', function () {
  this.timeout(SOAK ? 0 : 300_000);
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'facegauge-watch-'));
    mkdirSync(path.join(folder, 'in'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('scores every picture once, however often its process is killed', async () => {
    const file = path.join(folder, 'one.db');
    for (let i = 0; i < PICTURES; i++)
      copyFileSync(goodSamples[i % goodSamples.length], path.join(folder, 'in', `${i}.jpg`));
    const watched = spawn(
      process.execPath,
      [...COMMAND, 'watch', path.join(folder, 'in'), '--store', file, '--rescan', '2'],
      {
        cwd: path.resolve(__dirname, '../..'),
        env: { ...process.env, LANG: 'C.UTF-8' },
        stdio: 'ignore'
      }
    );
    const exit = once(watched, 'exit');
    const killed = new Set<number>();
    try {
      for (let kill = 0; kill < KILLS; kill++) {
        const recorded = await until(() => count(file) >= (kill + 1) * BETWEEN && count(file));
        assert.ok(recorded < PICTURES, 'it is killed in the middle of its work');
        const pid = workerOf(watched.pid!);
        assert.ok(!killed.has(pid), 'another one has taken its place');
        killed.add(pid);
        process.kill(pid, 'SIGKILL');
        await until(() => workerOf(watched.pid!) !== pid && workerOf(watched.pid!) > 0);
      }
      await until(() => count(file) === PICTURES);
      // … and a look at the folder later nothing has been doubled.
      await pause(3000);
    } finally {
      watched.kill('SIGTERM');
      await exit;
    }
    const store = Store.open(file, { readOnly: true });
    const rows = [...store.samples()];
    assert.equal(store.check(), null);
    await store.close();
    assert.equal(new Set(rows.map(row => row.path)).size, PICTURES);
    assert.equal(rows.length, PICTURES);
  });
});

async function until<T>(look: () => T): Promise<Exclude<T, false | 0>> {
  for (const end = Date.now() + 120_000; ; await pause(20)) {
    const found = look();
    if (found) return found as Exclude<T, false | 0>;
    if (Date.now() > end) assert.fail('it takes too long');
  }
}

/** The process that does the work: the supervisor's child; 0 where there is none just now. */
function workerOf(supervisor: number): number {
  try {
    // esbuild's helper, where sources are run, is a child too; the worker is the youngest.
    const children = readFileSync(`/proc/${supervisor}/task/${supervisor}/children`, 'utf8').trim().split(' ');
    return Math.max(...children.map(Number).filter(isNode), 0);
  } catch {
    return 0;
  }
}

function isNode(pid: number): boolean {
  return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('watch');
}

function count(file: string): number {
  try {
    const store = Store.open(file, { readOnly: true });
    const { pictures } = store.summary(0, Number.MAX_SAFE_INTEGER);
    void store.close();
    return pictures;
  } catch {
    return 0;
  }
}
