import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { inspect } from 'node:util';
import '../../../kernel-lib/src/evaluating';
import { open, type Session } from '../../../kernel-lib/src/session';
import { facegauge, jsonLines } from '../cli/command';
import { sample } from '../engine/pictures';

/** Three people with two pictures each, and a picture without a face. */
const PEOPLE = ['p01', 'p02', 'p03'];

describe('evaluation of pictures', function () {
  this.timeout(120_000);
  let folder: string;
  let session: Session;

  before(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'facegauge-evaluating-'));
    for (const person of PEOPLE) {
      mkdirSync(path.join(folder, 'people', person), { recursive: true });
      for (const picture of ['a', 'b'])
        symlinkSync(sample(`${person}-${picture}.jpg`), path.join(folder, 'people', person, `${picture}.jpg`));
    }
    symlinkSync(sample('empty-path.jpg'), path.join(folder, 'people', 'p01', 'empty.jpg'));
    session = await open({ device: 'cpu', processes: 1 });
  });
  after(async () => {
    await session.close();
    rmSync(folder, { recursive: true });
  });

  it('compares identities all with all, as single comparisons do', async () => {
    const evaluation = await session.evaluate({ identities: path.join(folder, 'people') }, { replicates: 100 });
    // Seven pictures: 15 pairs of those with a face, 6 with the empty one (two of them mated).
    assert.deepEqual(evaluation.pairs, { mated: 3, nonMated: 12, notCompared: 6 });
    assert.deepEqual(evaluation.fta, { pictures: 7, notAcquired: 1, failed: 0, rate: 1 / 7 });
    assert.equal(evaluation.sampling, null);
    assert.equal(evaluation.qualityTable([0, 100]).length, 2);
    assert.match(inspect(evaluation), /quality of the pictures: 5 % ≤ 0\.\d\d/);
    const { similarity } = await session.compare(sample('p01-a.jpg'), sample('p01-b.jpg'));
    assert.ok([...evaluation.columns.similarity].some(value => Math.abs(value - similarity) < 1e-6));
    assert.equal(evaluation.at(evaluation.policy.similarityReview).fmr.k, 0);
  });

  it('compares no more pairs than asked, and says so', async () => {
    const evaluation = await session.evaluate(path.join(folder, 'people'), { replicates: 100, maxPairs: 12 });
    assert.equal(evaluation.sampling!.nonMatedPairs, 16);
    assert.ok(evaluation.sampling!.taken < 16);
    const { mated, nonMated, notCompared } = evaluation.pairs;
    assert.equal(mated + nonMated + notCompared, 5 + evaluation.sampling!.taken);
    await assert.rejects(session.evaluate(path.join(folder, 'people'), { maxPairs: 2 }), { message: /more than 2/ });
  });

  it('names pictures of a list that are not there before it begins', async () => {
    const file = path.join(folder, 'pairs.csv');
    writeFileSync(file, 'a,b,mated\npeople/p01/a.jpg,people/p01/c.jpg,1\n');
    await assert.rejects(session.evaluate(file), { code: 'MISSING', message: /1 of 2 pictures .*c\.jpg/ });
  });

  it('recommends a policy that a session takes over', async () => {
    const evaluation = await session.evaluate(path.join(folder, 'people'), { replicates: 100 });
    const { policy } = await evaluation.recommend({ fmr: 0.1 });
    const inForce = await session.setPolicy(policy);
    assert.equal(inForce.similarityMatch, policy.similarityMatch);
    assert.equal(inForce.origin.qualityTrust, 'call');
  });

  it('sees the quality of damaged faces fall, and records nothing of it', async () => {
    const store = path.join(folder, 'sweep.db');
    const recording = await open({ device: 'cpu', processes: 1, store });
    try {
      const images = [...PEOPLE.map(person => sample(`${person}-a.jpg`)), sample('empty-path.jpg')];
      const sweep = await recording.sweep(images, { kinds: ['blur', 'darkness'] });
      assert.deepEqual(sweep.falls, { blur: true, darkness: true });
      assert.deepEqual([sweep.leftOut, sweep.rows.length, sweep.rows[0].pictures], [1, 6, 3]);
      assert.equal(sweep.rows[2].fell, 1);
      const output = path.resolve(__dirname, '../../output');
      await sweep.chart().save(path.join(output, 'sweep.png'));
      assert.equal((await recording.recorded()).recorded, 0);
      await assert.rejects(recording.sweep([sample('empty-path.jpg')]), { code: 'INVALID_ARGUMENT' });
      await assert.rejects(recording.sweep(images, { kinds: ['rain' as never] }), { message: /no damage "rain"/ });
    } finally {
      await recording.close();
    }
  });

  it('is the command’s too, with pairs', async () => {
    const file = path.join(folder, 'good.csv');
    writeFileSync(
      file,
      'a,b,mated,subjectA,subjectB\npeople/p01/a.jpg,people/p01/b.jpg,1,p01,p01\npeople/p01/a.jpg,people/p02/b.jpg,0,p01,p02\n'
    );
    const outcome = await facegauge(['evaluate', file, '--json', '--processes', '1']);
    assert.equal(outcome.code, 0, outcome.stderr);
    const [json] = jsonLines(outcome);
    assert.deepEqual(json.pairs, { mated: 1, nonMated: 1, notCompared: 0 });
    assert.equal(json.intervals, 'subjects');
  });

  it('is the command’s too, with scores and without networks', async () => {
    const file = path.join(folder, 'scores.csv');
    writeFileSync(file, `similarity,mated\n${Array.from({ length: 40 }, (_, i) => `${i / 40},${i % 2}`).join('\n')}\n`);
    const [json, wrong] = await Promise.all([
      facegauge(['evaluate', '--scores', file, '--json']),
      facegauge(['evaluate', '--scores', path.join(folder, 'nowhere.csv')])
    ]);
    assert.deepEqual(jsonLines(json)[0].pairs, { mated: 20, nonMated: 20, notCompared: 0 });
    assert.equal(wrong.code, 1);
    assert.match(wrong.stderr, /\[MISSING\]/);
  });
});
