import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { DatabaseSync } from '@photostructure/sqlite';
import sharp from 'sharp';
import { seededRandom } from '../../kernel-lib/src/random';
import { Store } from '../../kernel-lib/src/store';
import { COMMAND } from '../unit/cli/command';
import { goodSamples } from '../unit/engine/pictures';
import { enginesOf, slay } from './processes';

/** `npm run test:soak` takes longer. */
const SOAK = Boolean(process.env.FACEGAUGE_SOAK);
const KILLS = SOAK ? 50 : 5;
const PICTURES = SOAK ? 1500 : 80;
const SEED = Number(process.env.FACEGAUGE_SEED ?? 7);

/** What is killed: the process of the command, one of its engines, or both. */
const VICTIMS = ['kernel', 'engine', 'kernel', 'both', 'engine'] as const;

// Who is whose child is read from Linux's /proc.
(process.platform === 'linux' ? describe : describe.skip)('an audit under attack', function () {
  this.timeout(SOAK ? 0 : 300_000);
  let folder: string;
  let pictures: string;
  before(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'facegauge-audit-'));
    pictures = path.join(folder, 'people');
    // Small ones, no two the same.
    for (let i = 0; i < PICTURES; i++) {
      const place = path.join(pictures, `person-${i % 10}`);
      mkdirSync(place, { recursive: true });
      await sharp(goodSamples[i % goodSamples.length])
        .resize({ width: 150 + (Math.floor(i / goodSamples.length) % 60) })
        .jpeg({ quality: 60 + (i % 30) })
        .toFile(path.join(place, `${i}.jpg`));
    }
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it(`has every picture once after ${KILLS} deaths at random moments (seed ${SEED})`, async () => {
    const { uniform } = seededRandom(SEED);
    const file = path.join(folder, 'store.db');
    let running: Audit | null = null;
    let inTheMiddle = 0;
    try {
      for (let kill = 0; kill < KILLS; kill++) {
        if (running === null || running.ended) {
          // One that came to its end is begun anew: there would be nothing left to disturb.
          const again = running !== null && running.code === 0;
          running = begin(pictures, file, again);
        }
        const from = count(file);
        const until = from + Math.floor((uniform() * 2 * PICTURES) / KILLS);
        // Some die while they are still starting, some in the middle of their work, some while they look for duplicates.
        const patience = Date.now() + 30_000;
        while (!running.ended && count(file) < until && Date.now() < patience) await pause(15);
        await pause(uniform() * 300);
        const recorded = count(file);
        if (recorded > 0 && recorded < PICTURES) inTheMiddle++;
        await running.kill(VICTIMS[kill % VICTIMS.length], uniform());
      }
      // What was given up because its engine died twice is tried again.
      for (let tries = 0; ; tries++) {
        if (running === null || running.ended) running = begin(pictures, file);
        await running.end;
        if (running.code === 0) break;
        assert.ok(tries < 3, `the audit does not come to its end: exit code ${running.code}, ${running.said}`);
        running = null;
      }
    } finally {
      running?.process.kill('SIGKILL');
    }
    assert.ok(inTheMiddle >= Math.min(3, KILLS), `${inTheMiddle} of ${KILLS} in the middle of the work`);
    await assertWhole(file);
  });
});

/** Every picture once in each run, nothing doubled, everything counted as it is, and the file sound. */
async function assertWhole(file: string): Promise<void> {
  const store = Store.open(file, { readOnly: true });
  const runs = store.runs();
  for (const [i, { id, state, done, failed, total }] of runs.entries()) {
    const rows = [...store.samples({ run: id })];
    const places = new Set(rows.map(row => row.path));
    assert.equal(places.size, rows.length, 'no path is there twice');
    if (i > 0) continue;
    assert.equal(state, 'done');
    assert.equal(rows.length, PICTURES);
    assert.deepEqual([done, failed, total], [PICTURES, 0, PICTURES]);
    assert.ok(rows.every(({ acquired, embedding, thumbnail }) => acquired && embedding && thumbnail));
    const { pictures, scored, meanQuality } = store.summaryOf({ from: 0, to: Number.MAX_SAFE_INTEGER, run: id });
    const qualities = rows.map(({ quality }) => quality!);
    assert.deepEqual([pictures, scored], [PICTURES, PICTURES]);
    assert.ok(Math.abs(meanQuality! - qualities.reduce((sum, q) => sum + q, 0) / PICTURES) < 1e-9);
    const bins = store.qualities({ from: 0, to: Number.MAX_SAFE_INTEGER, run: id });
    assert.equal(
      bins.reduce((sum, bin) => sum + bin.pictures, 0),
      PICTURES
    );
  }
  await store.close();
  const database = new DatabaseSync(file, { readOnly: true });
  const checked = database.prepare('PRAGMA integrity_check').all() as { integrity_check: string }[];
  const strays = database.prepare('PRAGMA foreign_key_check').all();
  database.close();
  assert.deepEqual(
    checked.map(row => row.integrity_check),
    ['ok']
  );
  assert.deepEqual(strays, []);
}

interface Audit {
  process: ChildProcess;
  end: Promise<unknown>;
  readonly ended: boolean;
  readonly code: number | null;
  /** The end of what it said on standard error. */
  readonly said: string;
  kill(victim: (typeof VICTIMS)[number], which: number): Promise<void>;
}

function begin(pictures: string, file: string, again = false): Audit {
  const child = spawn(
    process.execPath,
    [...COMMAND, 'audit', pictures, '--identities', 'folder', '--store', file, '--json', ...(again ? ['--again'] : [])],
    {
      cwd: path.resolve(__dirname, '../..'),
      env: { ...process.env, LANG: 'C.UTF-8' },
      stdio: ['ignore', 'ignore', 'pipe']
    }
  );
  let said = '';
  child.stderr!.setEncoding('utf8').on('data', text => (said = (said + text).slice(-2000)));
  const end = once(child, 'exit');
  const ended = (): boolean => child.exitCode !== null || child.signalCode !== null;
  return {
    process: child,
    end,
    get ended() {
      return ended();
    },
    get code() {
      return child.exitCode;
    },
    get said() {
      return said;
    },
    kill: async (victim, which) => {
      const engines = enginesOf(child.pid!);
      if (victim !== 'engine') child.kill('SIGKILL');
      if (victim !== 'kernel' && engines.length > 0) slay(engines[Math.floor(which * engines.length)]);
      if (victim !== 'engine') await end;
    }
  };
}

/** Pictures of the newest run that are on disk. */
function count(file: string): number {
  try {
    const store = Store.open(file, { readOnly: true });
    const done = store.runs()[0]?.done ?? 0;
    void store.close();
    return done;
  } catch {
    return 0;
  }
}
