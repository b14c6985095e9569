import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { DatabaseSync } from '@photostructure/sqlite';
import sharp from 'sharp';
import { Engine } from '../../kernel-lib/src/engine';
import { resolveModels } from '../../kernel-lib/src/models';
import { Store } from '../../kernel-lib/src/store';
import { facegauge, jsonLines } from '../unit/cli/command';
import { setClockOff } from '../unit/clock';
import { goodSamples } from '../unit/engine/pictures';
import { until } from './processes';
import { assertSound } from './whole';

/** `npm run test:soak` takes longer. */
const SOAK = Boolean(process.env.FACEGAUGE_SOAK);
const PICTURES = SOAK ? 600 : 30;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

describe('a clock that is set', function () {
  this.timeout(SOAK ? 0 : 600_000);
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(path.join(os.tmpdir(), 'facegauge-clock-'))));
  afterEach(() => {
    setClockOff(0);
    rmSync(folder, { recursive: true, force: true });
  });

  it('again and again under an audit: every picture once, counted at the hour it bears, and what is off is said', async () => {
    const pictures = path.join(folder, 'people');
    mkdirSync(pictures);
    for (let i = 0; i < PICTURES; i++)
      await sharp(goodSamples[i % goodSamples.length])
        .resize({ width: 150 + Math.floor(i / goodSamples.length) })
        .toFile(path.join(pictures, `${i}.jpg`));
    const file = path.join(folder, 'store.db');
    const began = Date.now();
    const { code, stderr } = await facegauge(['audit', pictures, '--store', file, '--json'], {
      FACEGAUGE_CLOCK_OFF: [-2 * HOUR, DAY, 0].join(),
      NODE_OPTIONS: `--require=${path.join(__dirname, 'clock-that-jumps.cjs')}`
    });
    assert.equal(code, 0, stderr);
    const took = Date.now() - began;
    assertSound(file);
    const store = Store.open(file, { readOnly: true });
    const [run] = store.runs();
    assert.deepEqual([run.state, run.done, run.failed, run.total], ['done', PICTURES, 0, PICTURES]);
    const rows = [...store.samples({ run: run.id, large: false })];
    assert.equal(new Set(rows.map(row => row.path)).size, PICTURES);
    assert.ok(
      rows.every(({ elapsedMs }) => elapsedMs! >= 0 && elapsedMs! <= took),
      'how long a picture took is no matter of the clock'
    );
    const at = (off: number): number =>
      rows.filter(({ processedAt }) => processedAt >= began + off && processedAt <= began + off + took).length;
    const [back, ahead] = [at(-2 * HOUR), at(DAY)];
    assert.ok(back > 0 && ahead > 0 && back + ahead + at(0) === PICTURES, `${back} back, ${ahead} ahead`);
    assert.equal(store.summary(began + DAY, began + DAY + took + HOUR).pictures, ahead);
    await store.close();
    const kept = await facegauge(['store', 'retain', '--days', '2', '--store', file, '--json']);
    assert.equal(kept.code, 0, kept.stderr);
    const left = Store.open(file, { readOnly: true });
    assert.equal(left.summary(0, Number.MAX_SAFE_INTEGER).pictures, PICTURES);
    await left.close();
    const [found] = jsonLines(await facegauge(['doctor', '--store', file, '--json']));
    const clock = JSON.stringify(found);
    assert.match(clock, /yet to come/);
  });

  it('ends no idle engine before its time, nor keeps it, and tells how long it has been there', async () => {
    const engine = await Engine.start({
      model: await resolveModels(),
      device: 'cpu',
      processes: 1,
      idleAfterMs: 3000
    });
    try {
      for (const off of [DAY, -2 * HOUR]) {
        setClockOff(off);
        assert.ok((await engine.extract(goodSamples[0])).acquired);
        const [worker] = engine.workers;
        const age = Date.now() - worker.startedAt;
        assert.ok(age >= -1000 && age < 10 * 60_000, `${age} ms old`);
        await pause(500);
        assert.equal(engine.pids.length, 1);
        setClockOff(0);
      }
      await until(() => engine.pids.length === 0, 60_000);
    } finally {
      await engine.close();
    }
  });

  it('forward, or a machine that was asleep: a run whose process lives is not taken from it', async () => {
    const file = path.join(folder, 'store.db');
    const owner = fork(path.join(__dirname, 'run-owner.ts'), [file], { execArgv: ['--import', 'tsx'] });
    const [run] = (await once(owner, 'message')) as [number];
    const store = Store.open(file);
    try {
      const db = new DatabaseSync(file);
      db.exec(`UPDATE runs SET heartbeat_at = heartbeat_at - ${DAY}`);
      db.close();
      assert.equal(store.runs()[0].state, 'interrupted');
      await assert.rejects(store.resumeRun(run), { code: 'STORE_BUSY' });
      owner.kill('SIGKILL');
      await once(owner, 'exit');
      assert.equal((await store.resumeRun(run)).state, 'running');
    } finally {
      owner.kill('SIGKILL');
      await store.close();
    }
  });
});
