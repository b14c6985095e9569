import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { Engine } from '../../../kernel-lib/src/engine';
import { FacegaugeError } from '../../../kernel-lib/src/errors';
import { resolveModels, type LoadedModels } from '../../../kernel-lib/src/models';
import type { Extraction } from '../../../kernel-lib/src/types';
import { goodSamples, sample } from './pictures';

const withCode = (code: string) => (error: unknown) => error instanceof FacegaugeError && error.code === code;

describe('engine', () => {
  let model: LoadedModels;
  let engine: Engine;

  before(async () => {
    model = await resolveModels();
    engine = await Engine.start({ model, device: 'cpu', processes: 2 });
  });
  after(() => engine.close());

  it('gives the same answer for a path, a URL and bytes', async () => {
    const file = sample('p01-a.jpg');
    const inputs = [file, path.relative(process.cwd(), file), pathToFileURL(file), readFileSync(file)];
    const answers = await Promise.all(inputs.map(input => engine.extract(input)));
    for (const answer of answers) {
      assert.ok(answer.acquired);
      assert.deepEqual(answer.recognition.embedding, (answers[0] as Extraction).recognition.embedding);
      assert.deepEqual(answer.face, (answers[0] as Extraction).face);
    }
  });

  it('answers with everything the vocabulary names', async () => {
    const answer = (await engine.extract(sample('p01-a.jpg'))) as Extraction;
    const { recognition, thumbnail, timings } = answer;
    assert.equal(recognition.embedding.length, 512);
    const length = Math.hypot(...recognition.embedding);
    assert.ok(Math.abs(length - 1) < 1e-3, `length ${length}`);
    const parts = recognition.qualityMap.flat().reduce((sum, part) => sum + part, recognition.qualityBias);
    assert.ok(Math.abs(parts - recognition.logQuality) < 1e-3);
    assert.ok(recognition.quality !== null && recognition.quality > 0.5 && recognition.quality <= 1);
    assert.equal(Buffer.from(thumbnail).subarray(8, 12).toString('latin1'), 'WEBP');
    assert.match(answer.sha256, /^[0-9a-f]{64}$/);
    assert.ok(Object.values(timings).every(ms => ms >= 0));
    assert.ok(answer.components.HeadPoseYaw!.score >= 0);
  });

  it('holds no more memory than the answer needs', async () => {
    const { recognition, thumbnail } = (await engine.extract(sample('p01-a.jpg'))) as Extraction;
    assert.equal(recognition.embedding.buffer.byteLength, 512 * 4);
    assert.equal(thumbnail.buffer.byteLength, thumbnail.byteLength);
  });

  it('finds no face where there is none', async () => {
    const answer = await engine.extract(sample('empty-path.jpg'));
    assert.ok(!answer.acquired);
    assert.equal(answer.faces, 0);
    // The record keeps it small, whole and undistorted.
    const { format, width, height } = await sharp(answer.thumbnail).metadata();
    assert.equal(format, 'webp');
    assert.equal(Math.max(width, height), 112);
    assert.ok(Math.abs(width / height - answer.width / answer.height) < 0.01);
  });

  it('warns where several faces were seen', async () => {
    const answer = await engine.extract(sample('group.jpg'));
    assert.ok(answer.faces > 1);
    assert.ok(answer.warnings.some(({ code }) => code === 'SEVERAL_FACES'));
  });

  it('answers with every face where all are asked for, first the one taken where only one is', async () => {
    const one = (await engine.extract(sample('group.jpg'))) as Extraction;
    const all = await engine.extractFaces(sample('group.jpg'));
    assert.ok(Array.isArray(all));
    assert.deepEqual(
      all.map(({ faceIndex, faces }) => [faceIndex, faces]),
      all.map((_, i) => [i, all.length])
    );
    assert.ok(all.length >= 3);
    assert.deepEqual(all[0].face, one.face);
    const area = ({ face: { box } }: Extraction): number => box.width * box.height;
    assert.ok(all.every((face, i) => i === 0 || area(face) <= area(all[i - 1])));
    assert.ok(all.every(({ warnings }) => warnings.length === 0));
    assert.deepEqual(await engine.extractFaces(sample('p01-a.jpg')).then(faces => (faces as Extraction[]).length), 1);
  });

  it('sends the whole picture along, small', async () => {
    const { preview } = (await engine.extract(sample('p01-a.jpg'))) as Extraction;
    const { format, width, height } = await sharp(preview).metadata();
    assert.equal(format, 'webp');
    assert.ok(Math.max(width, height) <= 400 && Math.max(width, height) > 300);
    assert.equal(preview.buffer.byteLength, preview.byteLength);
  });

  it('leaves the small picture out where nobody will look at it, and says the same', async () => {
    const said = ({ timings: _t, elapsedMs: _e, preview: _p, ...rest }: Extraction) => rest;
    const [without, withIt] = (await Promise.all(
      [false, undefined].map(preview => engine.extract(sample('p01-a.jpg'), { preview }))
    )) as Extraction[];
    assert.equal(without.preview.length, 0);
    assert.deepEqual(said(without), said(withIt));
  });

  it('skips detection for an aligned crop', async () => {
    const { thumbnail, recognition } = (await engine.extract(sample('p01-a.jpg'))) as Extraction;
    const again = (await engine.extract(thumbnail, { aligned: true })) as Extraction;
    assert.equal(again.faces, 1);
    assert.deepEqual(again.face.box, { x: 0, y: 0, width: 112, height: 112 });
    const cosine = recognition.embedding.reduce((sum, v, i) => sum + v * again.recognition.embedding[i], 0);
    assert.ok(cosine > 0.9, `cosine ${cosine}`);
  });

  it('runs disturbed copies, the same for the same seed', async () => {
    const run = async (seed: number) =>
      ((await engine.extract(sample('p01-a.jpg'), { copies: 3, seed })) as Extraction).recognition.copies;
    const [first, same, other] = [await run(1), await run(1), await run(2)];
    assert.equal(first?.n, 3);
    assert.deepEqual(first, same);
    assert.notDeepEqual(first?.logQuality, other?.logQuality);
  });

  it('rejects a bad picture and goes on with the others', async () => {
    const inputs = [...goodSamples.slice(0, 4), '/nowhere/at/all.jpg', Buffer.from('no picture')];
    const outcomes = await Promise.allSettled(inputs.map(input => engine.extract(input)));
    assert.deepEqual(
      outcomes.map(({ status }) => status),
      ['fulfilled', 'fulfilled', 'fulfilled', 'fulfilled', 'rejected', 'rejected']
    );
    const codes = outcomes.flatMap(outcome => (outcome.status === 'rejected' ? outcome.reason.code : []));
    assert.deepEqual(codes, ['MISSING', 'NOT_AN_IMAGE']);
  });

  it('keeps the limit of pictures in work', async () => {
    let most = 0;
    const look = (): void => {
      most = Math.max(
        most,
        engine.inWork.reduce((sum, { pictures }) => sum + pictures.length, 0)
      );
    };
    await Promise.all(goodSamples.map(file => engine.extract(file).then(look)));
    assert.ok(most > 0 && most <= engine.inFlight, `${most} of ${goodSamples.length}`);
  });

  it('drops everything that belongs to an aborted signal, and nothing else', async () => {
    const controller = new AbortController();
    const doomed = goodSamples.map(file => engine.extract(file, {}, controller.signal));
    const other = engine.extract(goodSamples[0]);
    controller.abort(new Error('enough'));
    for (const outcome of await Promise.allSettled(doomed)) {
      assert.equal(outcome.status, 'rejected');
      assert.equal(outcome.reason.code, 'ABORTED');
      assert.equal(outcome.reason.cause.message, 'enough');
    }
    assert.ok((await other).acquired);
    await assert.rejects(engine.extract(goodSamples[0], {}, controller.signal), withCode('ABORTED'));
  });

  it('stops a long occlusion map half-way', async () => {
    const controller = new AbortController();
    const long = engine.extract(sample('p01-a.jpg'), { detail: 'occlusion' }, controller.signal);
    setTimeout(() => controller.abort(), 200);
    await assert.rejects(long, withCode('ABORTED'));
    assert.ok((await engine.extract(sample('p01-a.jpg'))).acquired);
  });

  it('falls back to the CPU with one warning where the device is not there', async () => {
    const other = await Engine.start({ model, device: 'cuda', processes: 1 });
    try {
      if (other.device.used === 'cuda') return;
      assert.equal(other.device.requested, 'cuda');
      assert.equal(other.device.used, 'cpu');
      assert.equal(other.device.warning?.code, 'DEVICE_FALLBACK');
      assert.ok((await other.extract(sample('p01-a.jpg'))).acquired);
    } finally {
      await other.close();
    }
  });

  it('rejects what is in work when it is closed, and leaves no process behind', async () => {
    const other = await Engine.start({ model, device: 'cpu', processes: 2 });
    const work = goodSamples.map(file => other.extract(file));
    const { pids } = other;
    const closing = Promise.all([other.close(), other.close()]);
    const outcomes = await Promise.allSettled(work);
    assert.ok(outcomes.every(outcome => outcome.status === 'rejected' && outcome.reason.code === 'CLOSED'));
    await closing;
    assert.equal(pids.length, 2);
    for (const pid of pids) assert.throws(() => process.kill(pid, 0), { code: 'ESRCH' });
    assert.deepEqual(other.pids, []);
    await assert.rejects(other.extract(goodSamples[0]), withCode('CLOSED'));
  });

  it('ends its workers after a while without work, and brings them back for the next picture', async () => {
    const other = await Engine.start({ model, device: 'cpu', processes: 1, idleAfterMs: 200 });
    try {
      const [first] = other.pids;
      assert.ok((await other.extract(sample('p01-a.jpg'))).acquired);
      while (other.pids.length > 0) await pause(20);
      const [once, twice] = await Promise.all([1, 2].map(() => other.extract(sample('p01-a.jpg'))));
      assert.ok(once.acquired && twice.acquired);
      assert.throws(() => process.kill(first, 0), { code: 'ESRCH' });
      while (other.pids.length > 0) await pause(20);
    } finally {
      await other.close();
    }
  });

  it('says which network it cannot load', async () => {
    const broken: LoadedModels = { ...model, face: { ...model.face, file: __filename } };
    await assert.rejects(
      Engine.start({ model: broken, device: 'cpu', processes: 1 }),
      (error: unknown) => withCode('MODEL_CORRUPT')(error) && (error as Error).message.includes(__filename)
    );
  });

  it('refuses impossible numbers of processes', async () => {
    await assert.rejects(Engine.start({ model, processes: 0 }), withCode('INVALID_ARGUMENT'));
    await assert.rejects(Engine.start({ model, inFlight: 1.5 }), withCode('INVALID_ARGUMENT'));
  });

  for (const [what, script, words] of [
    ['does not keep a program alive that forgets to close it', 'forgets-to-close.ts', 'scored'],
    ['lets a program live until it is closed', 'closes.ts', 'closed']
  ])
    it(what, async () => {
      const args = ['--import', 'tsx', path.resolve(__dirname, script)];
      const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: 240_000 });
      assert.equal(stdout.trim(), words);
    });

  it('does not take a worker for hung because nobody listened to it', async () => {
    const strict = await Engine.start({ model, device: 'cpu', processes: 1, silenceLimitMs: 5000 });
    try {
      const pids = strict.pids;
      const work = strict.extract(sample('p01-a.jpg'), { detail: 'occlusion' });
      await strict.extract(sample('p01-b.jpg'));
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 8000); // a cell of a notebook that computes
      assert.ok((await work).acquired);
      assert.deepEqual(strict.pids, pids);
    } finally {
      await strict.close();
    }
  });
});
