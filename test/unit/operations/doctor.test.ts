import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { checkCuda, checkNode } from '../../../kernel-lib/src/operations/doctor/machine';
import { examine, homeOf, type CheckResult } from '../../../kernel-lib/src/operations';
import { Store, type SampleRow } from '../../../kernel-lib/src/store';
import { DAY, failure, NOON, sample, useFolder } from '../store/sample';

describe('doctor', () => {
  const folder = useFolder();
  const file = (): string => path.join(folder(), 'one.db');
  const fill = async (rows: Iterable<SampleRow>): Promise<void> => {
    const store = Store.open(file());
    for (const row of rows) await store.record(row).catch(assert.fail);
    await store.close();
  };
  const said = (results: CheckResult[], check: string): CheckResult | undefined =>
    results.find(result => result.check === check && result.health !== 'ok');
  /** Qualities around a mean, the same for every run of the test. */
  function* kiosk(n: number, mean: number, at: number, source = 'kiosk'): Generator<SampleRow> {
    for (let i = 0; i < n; i++)
      yield sample(`${source} ${at} ${i}`, { source, processedAt: at + i, quality: mean + 0.1 * Math.sin(i) });
  }

  it('finds nothing to complain of where all is well', async () => {
    await fill([...kiosk(80, 0.8, NOON - 3 * DAY), ...kiosk(80, 0.79, NOON - DAY / 2)]);
    const results = await examine(file(), NOON);
    const about = ['node', 'models', 'store', 'clock', 'policy', 'outbox', 'pictures', 'quality', 'faceless'];
    assert.deepEqual(
      results.filter(({ check, health }) => about.includes(check) && health !== 'ok'),
      []
    );
    assert.ok(results.some(({ check }) => check === 'store'));
  });

  it('notices a drop in quality of one source, and not one that chance explains', async () => {
    await fill([
      ...kiosk(80, 0.8, NOON - 3 * DAY),
      ...kiosk(80, 0.6, NOON - DAY / 2),
      ...kiosk(60, 0.8, NOON - 3 * DAY, 'door'),
      ...kiosk(10, 0.5, NOON - DAY / 2, 'door')
    ]);
    const drop = said(await examine(file(), NOON), 'quality');
    assert.match(drop!.found, /kiosk: mean quality 0\.(60|59) in the last day, 0\.(80|79) in the week before/);
    assert.equal((await examine(file(), NOON)).filter(({ check }) => check === 'quality').length, 1);
  });

  it('notices a batch without faces', async () => {
    const faceless = Array.from({ length: 60 }, (_, i) =>
      failure(`none ${i}`, 'NO_FACE', { processedAt: NOON - 1000 + i })
    );
    await fill([...kiosk(80, 0.8, NOON - 3 * DAY), ...faceless]);
    assert.match(
      said(await examine(file(), NOON), 'faceless')!.found,
      /60 of 60 pictures of the last hour have no face/
    );
  });

  it('notices rows from the future, and a store that is none', async () => {
    await fill([sample('tomorrow', { processedAt: NOON + DAY })]);
    assert.ok(said(await examine(file(), NOON), 'clock'));
    writeFileSync(path.join(folder(), 'text.db'), 'this is no database, however one looks at it');
    const fault = said(await examine(path.join(folder(), 'text.db'), NOON), 'store')!;
    assert.equal(fault.health, 'fault');
    assert.ok(fault.action);
  });

  it('knows which Node is too old', () => {
    assert.equal(checkNode('18.20.1').health, 'fault');
    assert.equal(checkNode('20.18.0').health, 'fault');
    assert.equal(checkNode('20.19.0').health, 'ok');
    assert.equal(checkNode('24.1.0').health, 'ok');
  });

  it('notices a log full of errors of the last hour, and not older ones', async () => {
    const log = path.join(homeOf(file()).folder, 'facegauge.1.log');
    const lines = (n: number, at: number): string =>
      Array.from({ length: n }, () =>
        JSON.stringify({
          level: 'error',
          time: new Date(at).toISOString(),
          msg: 'CUDA out of memory',
          source: '',
          pid: 1
        })
      ).join('\n') + '\n';
    mkdirSync(path.dirname(log), { recursive: true });
    writeFileSync(log, lines(50, NOON - DAY) + lines(10, NOON - 60_000));
    assert.equal(said(await examine(file(), NOON), 'log'), undefined);
    writeFileSync(log, lines(50, NOON - DAY) + lines(25, NOON - 60_000));
    const flooded = said(await examine(file(), NOON), 'log')!;
    assert.match(flooded.found, /^25 errors in the log of the last hour/);
    assert.match(flooded.action!, /facegauge logs/);
  });

  it('notices engines that are started again and again', async () => {
    const { engines } = homeOf(file());
    const word = (restarts: number) => ({
      version: 1,
      pid: process.pid,
      host: os.hostname(),
      what: 'notebook',
      startedAt: NOON - DAY,
      at: NOON,
      device: 'CPU',
      model: 'rts-s',
      workers: [
        { pid: 1, startedAt: NOON, restarts, inFlight: 0 },
        { pid: 2, startedAt: NOON, restarts: 1, inFlight: 0 }
      ],
      waiting: 0,
      rate: 0,
      p50Ms: null,
      p95Ms: null
    });
    mkdirSync(engines, { recursive: true });
    const place = path.join(engines, `${process.pid}-a.json`);
    writeFileSync(place, JSON.stringify(word(1)));
    assert.equal(said(await examine(file(), NOON), 'engines'), undefined);
    writeFileSync(place, JSON.stringify(word(6)));
    assert.match(said(await examine(file(), NOON), 'engines')!.found, /notebook \(process \d+\) had 7 engine restarts/);
  });

  it('notices a store on a network drive, and a disk that is nearly full', async () => {
    const ask = fs.statfs;
    const told = { statfs: async () => ({ type: 0x6969, bavail: 10, bsize: 4096 }) };
    Object.assign(fs, told);
    try {
      const disk = (await examine(file(), NOON)).filter(({ check, health }) => check === 'disk' && health !== 'ok');
      assert.equal(disk.length, 2);
      assert.match(disk[0].found, /^0 MB are left/);
      assert.match(disk[1].found, /lies on a network drive/);
      assert.match(disk[1].action!, /FACEGAUGE_STORE/);
    } finally {
      Object.assign(fs, { statfs: ask });
    }
  });

  describe('where an NVIDIA GPU is to be seen (faked)', () => {
    const saved = { ...process.env };
    afterEach(() => {
      for (const name of Object.keys(process.env)) if (!(name in saved)) delete process.env[name];
      Object.assign(process.env, saved);
    });
    const fake = (what: object): void => {
      process.env.NODE_OPTIONS = `--require=${path.resolve(__dirname, '../engine/fake-cuda.cjs')}`;
      process.env.FAKE_CUDA = JSON.stringify(what);
    };

    it('names the library of CUDA that is missing and what to install', async () => {
      fake({ loader: 'libcudnn.so.9: cannot open shared object file: No such file or directory' });
      const { health, found, action } = await checkCuda();
      assert.equal(health, 'warning');
      assert.match(found, /cuDNN 9 is missing: libcudnn\.so\.9/);
      assert.match(action!, /^Install cuDNN 9 for CUDA 12/);
    });

    it('is content where CUDA computes', async () => {
      fake({});
      assert.equal((await checkCuda()).health, 'ok');
    });
  });
});
