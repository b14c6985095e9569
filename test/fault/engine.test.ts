import assert from 'node:assert/strict';
import { type ChildProcess, fork, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Engine } from '../../kernel-lib/src/engine';
import { FacegaugeError } from '../../kernel-lib/src/errors';
import { resolveModels, type LoadedModels } from '../../kernel-lib/src/models';
import { goodSamples, sample } from '../unit/engine/pictures';

/** A worker that is busy; waits for one. */
async function busyPid(engine: Engine, picture?: string): Promise<number> {
  for (;;) {
    const at = engine.inWork.find(({ pictures }) => (picture ? pictures.includes(picture) : pictures.length > 0));
    if (at) return at.pid;
    await pause(2);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe('engine under attack', function () {
  this.timeout(120_000);
  let model: LoadedModels;
  let engine: Engine;

  before(async () => {
    model = await resolveModels();
  });
  beforeEach(async () => {
    engine = await Engine.start({ model, device: 'cpu', processes: 2 });
  });
  afterEach(() => engine.close());

  it('loses and doubles nothing when a worker is killed in the middle of a batch', async () => {
    const answers = new Map<string, number>();
    const work = Promise.all(
      goodSamples.map(async file => {
        const answer = await engine.extract(file);
        assert.ok(answer.acquired, file);
        answers.set(file, (answers.get(file) ?? 0) + 1);
      })
    );
    while (answers.size < 5) await pause(5);
    const killed = await busyPid(engine);
    process.kill(killed, 'SIGKILL');
    await work;
    assert.equal(answers.size, goodSamples.length);
    assert.ok([...answers.values()].every(times => times === 1));
    assert.ok(!engine.pids.includes(killed));
  });

  it('survives the death of all workers at once', async () => {
    const work = Promise.all(goodSamples.slice(0, 12).map(file => engine.extract(file)));
    await busyPid(engine);
    for (const pid of engine.pids) process.kill(pid, 'SIGKILL');
    assert.ok((await work).every(({ acquired }) => acquired));
  });

  it('gives up a picture that takes its worker down twice, by name, and harms no other', async () => {
    const bad = sample('p01-a.jpg');
    const others = goodSamples.filter(file => file !== bad);
    // Long enough that it is still in work when it is found.
    const doomed = engine.extract(bad, { detail: 'occlusion' });
    const outcome = doomed.then(
      () => null,
      (error: unknown) => error
    );
    const work = Promise.all(others.map(file => engine.extract(file)));
    const first = await busyPid(engine, bad);
    process.kill(first, 'SIGKILL');
    while (engine.pids.includes(first)) await pause(2);
    process.kill(await busyPid(engine, bad), 'SIGKILL');
    const error = await outcome;
    assert.ok(error instanceof FacegaugeError);
    assert.equal(error.code, 'ENGINE_CRASHED');
    assert.equal(error.path, bad);
    assert.match(error.message, /p01-a\.jpg.*SIGKILL/);
    assert.ok((await work).every(({ acquired }) => acquired));
  });

  it('replaces a worker that hangs', async () => {
    const patient = await Engine.start({ model, device: 'cpu', processes: 1, silenceLimitMs: 5000 });
    try {
      const work = patient.extract(goodSamples[0], { detail: 'occlusion' });
      const hung = await busyPid(patient);
      process.kill(hung, 'SIGSTOP');
      const { acquired } = await work;
      assert.ok(acquired);
      assert.ok(!isAlive(hung));
    } finally {
      await patient.close();
    }
  });

  it('does not take a worker for hung that the machine does not let work', async function () {
    if (process.platform !== 'linux') return this.skip();
    const [, core] = /^Cpus_allowed_list:\s*(\d+)/m.exec(readFileSync('/proc/self/status', 'utf8'))!;
    const patient = await Engine.start({ model, device: 'cpu', processes: 1, silenceLimitMs: 2000 });
    const loops: ChildProcess[] = [];
    try {
      const [worker] = patient.pids;
      // The least the system can give: what two loops on the same core leave over.
      const limits = [
        ['taskset', '-a', '-c', '-p', core, String(worker)],
        ['chrt', '-a', '--idle', '-p', '0', String(worker)]
      ];
      if (!limits.every(([command, ...given]) => spawnSync(command, given).status === 0)) {
        console.log('      skipped: what a process gets of a core cannot be limited here');
        return this.skip();
      }
      for (let i = 0; i < 2; i++) loops.push(spawn('taskset', ['-c', core, process.execPath, '-e', 'for (;;);']));
      const work = patient.extract(goodSamples[0]);
      await pause(7000);
      for (const loop of loops) loop.kill('SIGKILL');
      assert.ok((await work).acquired);
      assert.deepEqual(patient.pids, [worker]);
    } finally {
      for (const loop of loops) loop.kill('SIGKILL');
      await patient.close();
    }
  });

  it('comes back after its idle workers were killed', async () => {
    for (let round = 0; round < 4; round++) {
      for (const pid of engine.pids) process.kill(pid, 'SIGKILL');
      const { acquired } = await engine.extract(goodSamples[round]);
      assert.ok(acquired);
    }
  });

  it('does not try to start for ever, and says what its workers said last', async () => {
    const { NODE_OPTIONS } = process.env;
    process.env.NODE_OPTIONS = '--require /nowhere/at/all.js';
    try {
      await assert.rejects(
        Engine.start({ model, device: 'cpu' }),
        (error: unknown) =>
          error instanceof FacegaugeError &&
          error.code === 'ENGINE_START_FAILED' &&
          error.message.includes("Cannot find module '/nowhere/at/all.js'")
      );
    } finally {
      if (NODE_OPTIONS === undefined) delete process.env.NODE_OPTIONS;
      else process.env.NODE_OPTIONS = NODE_OPTIONS;
    }
  });

  it('is not lost for good when its workers cannot be started for a while', async () => {
    const { NODE_OPTIONS } = process.env;
    process.env.NODE_OPTIONS = '--require /nowhere/at/all.js';
    try {
      const work = engine.extract(goodSamples[0], { detail: 'occlusion' });
      await busyPid(engine);
      for (const pid of engine.pids) process.kill(pid, 'SIGKILL');
      await assert.rejects(work, { code: 'ENGINE_START_FAILED', message: /first call after \d+ s tries again/ });
      await assert.rejects(engine.extract(goodSamples[0]), { code: 'ENGINE_START_FAILED' });
    } finally {
      if (NODE_OPTIONS === undefined) delete process.env.NODE_OPTIONS;
      else process.env.NODE_OPTIONS = NODE_OPTIONS;
    }
    for (;;) {
      const answer = await engine.extract(goodSamples[0]).catch((error: FacegaugeError) => error);
      if (!(answer instanceof FacegaugeError)) return assert.ok(answer.acquired);
      assert.equal(answer.code, 'ENGINE_START_FAILED');
      await pause(200);
    }
  });

  for (const signal of ['SIGKILL', 'SIGTERM'] as const)
    it(`leaves no worker behind when its program is ended by ${signal}`, async () => {
      const parent = fork(path.join(__dirname, 'busy-program.ts'), [], { execArgv: ['--import', 'tsx'] });
      const [pids] = (await once(parent, 'message')) as [number[]];
      assert.equal(pids.length, 2);
      assert.ok(pids.every(isAlive));
      parent.kill(signal);
      await once(parent, 'exit');
      for (let tries = 0; pids.some(isAlive) && tries < 100; tries++) await pause(100);
      assert.deepEqual(pids.filter(isAlive), []);
    });
});
