import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import sharp from 'sharp';
import { seededRandom } from '../../kernel-lib/src/random';
import { Store } from '../../kernel-lib/src/store';
import { COMMAND } from '../unit/cli/command';
import { goodSamples } from '../unit/engine/pictures';
import { childrenOf, commandOf, enginesOf, slay, until } from './processes';
import { recorded } from './recorded';

/** `npm run test:soak` takes longer. */
const SOAK = Boolean(process.env.FACEGAUGE_SOAK);
const KILLS = Number(process.env.FACEGAUGE_SOAK_KILLS ?? (SOAK ? 200 : 3));
/** A death is followed by so many pictures at least, while so many wait. */
const BETWEEN = 4;
const WAITING = 40;
const SEED = Number(process.env.FACEGAUGE_SEED ?? 7);
/** On a machine with much else to do. */
const PATIENCE_MS = SOAK ? 600_000 : 120_000;
/** What is killed: the process that watches, which its supervisor starts again, or one of its engines. */
const VICTIMS = ['watch', 'engine', 'watch'] as const;

// Who is whose child is read from Linux's /proc.
(process.platform === 'linux' ? describe : describe.skip)('a watch under attack', function () {
  this.timeout(SOAK ? 0 : 300_000);
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'facegauge-watch-'));
    mkdirSync(path.join(folder, 'in'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it(`scores every picture once after ${KILLS} deaths of its processes at random moments (seed ${SEED})`, async () => {
    const { uniform } = seededRandom(SEED);
    const file = path.join(folder, 'one.db');
    const small = await Promise.all(goodSamples.map(sample => sharp(sample).resize({ width: 200 }).jpeg().toBuffer()));
    let dropped = 0;
    const drop = (upTo: number): void => {
      for (; dropped < upTo; dropped++)
        writeFileSync(path.join(folder, 'in', `${dropped}.jpg`), small[dropped % small.length]);
    };
    drop(WAITING);
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
      for (let kill = 0, before = 0; kill < KILLS; kill++) {
        await until(() => recorded(file) >= before + BETWEEN, PATIENCE_MS);
        drop(recorded(file) + WAITING);
        await pause(uniform() * 300);
        before = recorded(file);
        const watch = await until(() => workerOf(watched.pid!));
        const engines = enginesOf(watch);
        const victim =
          VICTIMS[kill % VICTIMS.length] === 'engine' && engines.length > 0
            ? engines[Math.floor(uniform() * engines.length)]
            : watch;
        assert.ok(!killed.has(victim), 'another one has taken its place');
        killed.add(victim);
        slay(victim);
        if (victim === watch) await until(() => ![0, watch].includes(workerOf(watched.pid!)), PATIENCE_MS);
      }
      await until(() => recorded(file) === dropped, PATIENCE_MS);
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
    assert.equal(new Set(rows.map(row => row.path)).size, dropped);
    assert.equal(rows.length, dropped);
  });
});

/** The process that does the work: the supervisor's child; 0 where there is none just now. */
function workerOf(supervisor: number): number {
  // esbuild's helper, where sources are run, is a child too; the worker is the youngest.
  return Math.max(...childrenOf(supervisor).filter(pid => commandOf(pid).includes('watch')), 0);
}
