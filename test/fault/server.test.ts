import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import sharp from 'sharp';
import { seededRandom } from '../../kernel-lib/src/random';
import { Store } from '../../kernel-lib/src/store';
import { goodSamples } from '../unit/engine/pictures';
import { NOON, sample } from '../unit/store/sample';
import { processesWith, slay, until } from './processes';
import { Server, withoutServer } from './server';
import { assertSound } from './whole';

/** `npm run test:soak` takes longer. */
const SOAK = Boolean(process.env.FACEGAUGE_SOAK);
const KILLS = Number(process.env.FACEGAUGE_SOAK_KILLS ?? (SOAK ? 100 : 4));
const SEED = Number(process.env.FACEGAUGE_SEED ?? 7);
const ROWS = 150 * KILLS;
const PICTURES = SOAK ? 200 : 20;

/** One that was asked for; whether it was done is known when it was answered. */
interface Asked {
  answered: boolean;
}
interface Change extends Asked {
  note: string;
  values: { qualityTrust: number; qualityReject: number };
}

// Who runs is read from Linux's /proc.
(process.platform === 'linux' ? describe : describe.skip)('a server extension under attack', function () {
  this.timeout(SOAK ? 0 : 600_000);
  let folder: string;
  let people: string;
  let file: string;
  let server: Server;
  const changes: Change[] = [];
  /** Of samples, by their ids from 1 on. */
  const deletions: Asked[] = [];

  before(async function () {
    if (withoutServer) {
      console.log(`      skipped: ${withoutServer}`);
      return this.skip();
    }
    folder = mkdtempSync(path.join(os.tmpdir(), 'facegauge-server-'));
    server = await Server.in(folder);
    file = path.join(folder, 'root', 'facegauge.db');
    people = path.join(folder, 'root', 'people');
    mkdirSync(people);
    for (let i = 0; i < PICTURES; i++)
      await sharp(goodSamples[i % goodSamples.length])
        .resize({ width: 150 + Math.floor(i / goodSamples.length) })
        .toFile(path.join(people, `${i}.jpg`));
    const store = Store.open(file);
    for (let i = 0; i < ROWS; i++)
      void store.record(
        sample(`p${i}`, {
          processedAt: NOON + i * 60_000,
          quality: ((i * 37) % 1000) / 1000,
          source: `s${i % 3}`
        })
      );
    await store.close();
  });
  after(async () => {
    await server?.kill();
    if (folder) processesWith(people).forEach(slay);
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  it(`leaves a whole store behind ${KILLS} times, does what it answered, and comes back (seed ${SEED})`, async () => {
    const { uniform } = seededRandom(SEED);
    let audits = 0;
    for (let kill = 0; kill < KILLS; kill++) {
      await server.start();
      // What a job of the server that died had started is ended by the one that follows.
      await until(() => processesWith(people).length === 0, 20_000);
      if (kill % 2 === 0) {
        assert.equal((await server.ask('POST', 'jobs', { kind: 'audit', paths: ['people'] })).status, 201);
        if (uniform() < 0.7) await until(() => processesWith(people).length > 0);
        audits++;
      }
      const work = [write(), remove()];
      // Some die while the first thing is being done, some later.
      const answered = (): number => [...changes, ...deletions].filter(one => one.answered).length;
      const before = answered();
      if (uniform() < 0.7) await until(() => answered() > before);
      await pause(uniform() * 800);
      await server.kill();
      await Promise.all(work);
      assertSound(file);
      assertPolicy();
      assertDeleted();
    }
    assert.ok(changes.length > 0 && deletions.length > 0, `${changes.length} changes, ${deletions.length} deleted`);
    console.log(
      `      ${changes.length} changes of the policy, ${deletions.length} deletions, ${audits} audits cut off`
    );
  });

  it('goes on with the audit that was cut off, and has every picture once', async () => {
    await server.start();
    const { document } = await server.ask('POST', 'jobs', { kind: 'audit', paths: ['people'] });
    const job = await until(async () => {
      const told = (await server.ask('GET', `jobs/${document.id}`)).document;
      return ['done', 'failed'].includes(told.state) && told;
    }, 600_000);
    assert.deepEqual([job.state, job.error], ['done', null]);
    await server.kill();
    const store = Store.open(file, { readOnly: true });
    const [run] = store.runs();
    const places = [...store.samples({ run: run.id })].map(row => row.path);
    await store.close();
    assert.deepEqual([run.state, run.done, run.failed], ['done', PICTURES, 0]);
    assert.equal(new Set(places).size, PICTURES);
    assertSound(file);
  });

  /** Changes two thresholds at a time, until the server is dead. */
  async function write(): Promise<void> {
    for (;;) {
      const n = changes.length;
      const values = { qualityTrust: (600 + (n % 300)) / 1000, qualityReject: (200 + (n % 200)) / 1000 };
      const change: Change = { note: `change ${n}`, values, answered: false };
      changes.push(change);
      const { note } = change;
      const status = await server.ask('PUT', 'policy', { values, note }).then(
        answer => answer.status,
        () => null
      );
      if (status === null) return;
      // Busy: an audit is writing too.
      assert.ok(status === 200 || status === 503, `the policy is answered with ${status}`);
      if (status === 503) changes.pop();
      else change.answered = true;
    }
  }

  /** Deletes one sample after the other; first the one whose deletion was not answered. */
  async function remove(): Promise<void> {
    while (deletions.length < ROWS) {
      const again = deletions.at(-1)?.answered === false;
      if (!again) deletions.push({ answered: false });
      const status = await server.ask('DELETE', `samples/${deletions.length}`).then(
        answer => answer.status,
        () => null
      );
      if (status === null) return;
      assert.ok(status === 204 || status === 503 || (again && status === 404), `a deletion is answered with ${status}`);
      if (status !== 503) deletions.at(-1)!.answered = true;
      else if (!again) deletions.pop();
    }
  }

  /**
   * Every change that was answered is in the history, in order and whole; the last one is in force. One that was not answered may be:
   * even later, where another process had the store open when its writer died just before it could tell of it.
   */
  function assertPolicy(): void {
    const store = Store.open(file, { readOnly: true });
    const history = store.policyHistory().reverse();
    const { qualityTrust, qualityReject } = store.policyInForce();
    void store.close();
    const told = new Set(history.map(({ note }) => note));
    const done = changes.filter(({ answered, note }) => answered || told.has(note));
    assert.deepEqual(
      history.map(({ note, key, value }) => ({ note, key, value })),
      done.flatMap(({ note, values }) => Object.entries(values).map(([key, value]) => ({ note, key, value })))
    );
    if (done.length === 0) return;
    assert.deepEqual({ qualityTrust: qualityTrust.value, qualityReject: qualityReject.value }, done.at(-1)!.values);
  }

  /** What was answered is gone; nothing that was not asked for is. */
  function assertDeleted(): void {
    const store = Store.open(file, { readOnly: true });
    const there = new Set([...store.samples({ run: null, large: false })].map(row => row.id));
    void store.close();
    assert.ok(deletions.every(({ answered }, i) => !answered || !there.has(i + 1)));
    for (let id = deletions.length + 1; id <= ROWS; id++) assert.ok(there.has(id), `sample ${id}`);
  }
});
