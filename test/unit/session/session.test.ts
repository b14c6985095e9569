import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { inspect } from 'node:util';
import {
  isFailed,
  isSample,
  open,
  Sample,
  type PictureResult,
  type Progress,
  type Session
} from '../../../kernel-lib/src/session';
import { Store } from '../../../kernel-lib/src/store';
import type { Warning } from '../../../kernel-lib/src/types';
import { goodSamples, sample } from '../engine/pictures';

describe('session', () => {
  let folder: string;
  let session: Session;

  before(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'facegauge-session-'));
    session = await open({
      device: 'cpu',
      processes: 1,
      store: path.join(folder, 'one.db'),
      policy: { qualityTrust: 0.65 }
    });
  });
  after(async () => {
    await session.close();
    rmSync(folder, { recursive: true });
  });

  it('says what it works with', () => {
    assert.equal(session.device.used, 'cpu');
    assert.equal(session.model.embeddingSize, 512);
    assert.equal(session.policy.qualityTrust, 0.65);
    assert.equal(session.policy.origin.qualityTrust, 'call');
    assert.equal(session.policy.origin.similarityMatch, 'manifest');
  });

  it('scores a picture', async () => {
    const result = await session.extract(sample('p01-a.jpg'));
    assert.ok(result instanceof Sample);
    assert.equal(result.path, sample('p01-a.jpg'));
    assert.equal(result.source, 'samples');
    assert.ok(result.quality! > 0.5);
  });

  it('gives a picture without a face as not acquired', async () => {
    const result = await session.extract(sample('empty-path.jpg'));
    assert.equal(result.acquired, false);
    assert.equal(result.assessment, 'not-acquired');
  });

  it('gives every face of a picture, and none of a picture without any', async () => {
    const faces = await session.faces(sample('group.jpg'));
    assert.ok(faces.length >= 3 && faces.every(face => face instanceof Sample && face.quality !== null));
    const [one] = faces;
    assert.deepEqual(one.box, ((await session.extract(sample('group.jpg'))) as Sample).box);
    assert.equal(new Set(faces.map(({ embedding }) => embedding[0])).size, faces.length);
    assert.deepEqual(await session.faces(sample('empty-path.jpg')), []);
    await assert.rejects(session.faces('/nowhere/at/all.jpg'), { code: 'MISSING' });
  });

  it('rejects a picture that cannot be read', async () => {
    await assert.rejects(session.extract('/nowhere/at/all.jpg'), { code: 'MISSING' });
    await assert.rejects(session.extract(Buffer.from('no picture')), { code: 'NOT_AN_IMAGE' });
  });

  it('leaves nothing behind on the signals it was given', async () => {
    const controller = new AbortController();
    const { signal } = controller;
    const any = AbortSignal.any;
    AbortSignal.any = () => assert.fail('what it makes stays for as long as its sources');
    try {
      await Promise.all(
        Array.from({ length: 40 }, () => session.extract('/nowhere.jpg', { signal }).catch(() => null))
      );
      for (let i = 0; i < 20; i++)
        for await (const result of session.extractAll(['/nowhere.jpg'], { signal })) assert.ok(isFailed(result));
    } finally {
      AbortSignal.any = any;
    }
    assert.equal(getEventListeners(signal, 'abort').length, 0);
  });

  it('compares pictures of one person and of two, also samples extracted before', async () => {
    const same = await session.compare(sample('p01-a.jpg'), sample('p01-b.jpg'));
    assert.equal(same.verdict, 'match');
    const other = (await session.extract(sample('p07-a.jpg'))) as Sample;
    const different = await session.compare(same.a, other);
    assert.ok(different.similarity < same.similarity);
    assert.equal(different.b, other);
  });

  it('judges a comparison by thresholds of its own', async () => {
    const { a, b } = await session.compare(sample('p01-a.jpg'), sample('p01-b.jpg'));
    const strict = await session.compare(a, b, { policy: { similarityMatch: 0.9999 } });
    assert.equal(strict.verdict, 'review');
    assert.equal(strict.thresholds.origin.similarityMatch, 'call');
  });

  it('says which picture has no face when it should be compared', async () => {
    const comparing = session.compare(sample('p01-a.jpg'), sample('empty-path.jpg'));
    await assert.rejects(comparing, { code: 'NO_FACE', path: sample('empty-path.jpg') });
  });

  it('goes through many pictures, each once, whatever is wrong with some', async () => {
    const pictures = [...goodSamples.slice(0, 6), '/nowhere.jpg', sample('empty-path.jpg')];
    const heard: PictureResult[] = [];
    const steps: Progress[] = [];
    const hear = (result: PictureResult) => heard.push(result);
    const step = (progress: Progress) => steps.push(progress);
    session.on('sample', hear).on('progress', step);
    const results: PictureResult[] = [];
    for await (const result of session.extractAll(pictures)) results.push(result);
    session.off('sample', hear).off('progress', step);
    assert.deepEqual(results.map(({ path: file }) => file).sort(), [...pictures].sort());
    assert.equal(results.filter(isSample).length, 6);
    assert.equal(heard.length, 8);
    assert.deepEqual(steps.at(-1), { done: 8, failed: 2, total: 8 });
  });

  it('takes pictures from a stream and leaves it alone when the loop ends', async () => {
    let given = 0;
    const endless = (async function* () {
      for (;;) yield goodSamples[given++ % goodSamples.length];
    })();
    let taken = 0;
    for await (const _ of session.extractAll(endless)) if (++taken === 3) break;
    assert.ok(given <= 3 + 8 + 1, `${given} pictures pulled for 3 results`);
  });

  it('stops when it is interrupted, and works on afterwards', async () => {
    const loop = (async () => {
      for await (const _ of session.extractAll(goodSamples)) session.interrupt();
    })();
    await assert.rejects(loop, { code: 'ABORTED' });
    assert.ok((await session.extract(goodSamples[0])).acquired);
  });

  it('stops by the caller’s signal', async () => {
    await assert.rejects(session.extract(goodSamples[0], { signal: AbortSignal.abort() }), { code: 'ABORTED' });
    const batch = session.extractAll(goodSamples, { signal: AbortSignal.abort() });
    await assert.rejects(batch.next(), { code: 'ABORTED' });
  });

  it('refuses wrong options before any work', async () => {
    await assert.rejects(open({ copies: 0 }), { code: 'INVALID_ARGUMENT' });
    await assert.rejects(session.extractAll(goodSamples, { copies: 65 }).next(), { code: 'INVALID_ARGUMENT' });
    await assert.rejects(open({ model: 'no-such-network' }), { code: 'MODEL_UNKNOWN' });
    await assert.rejects(open({ policy: { qualityTrust: 2 } }), { code: 'INVALID_ARGUMENT' });
  });

  it('records what it did, failures included', async () => {
    const file = path.join(folder, 'two.db');
    const recording = await open({ device: 'cpu', processes: 1, store: file, source: 'gate 7' });
    await recording.extract(sample('p01-a.jpg'));
    await recording.extract(sample('p01-a.jpg'));
    await recording.extract(sample('empty-path.jpg'));
    await recording.extract('/nowhere.jpg').catch(() => undefined);
    await recording.close();
    const store = Store.open(file, { readOnly: true });
    const rows = [...store.samples()];
    await store.close();
    assert.deepEqual(
      rows.map(({ path: at, errorCode, assessment }) => [path.basename(at!), errorCode, assessment]),
      [
        ['p01-a.jpg', null, 'trusted'],
        ['empty-path.jpg', 'NO_FACE', 'not-acquired'],
        ['nowhere.jpg', 'MISSING', null]
      ]
    );
    assert.ok(rows.every(({ source }) => source === 'gate 7'));
    assert.equal(rows[0].embedding?.length, 512);
    assert.ok(rows[0].thumbnail!.length > 100);
    assert.deepEqual([rows[0].times, rows[0].embeddingModel, rows[0].policyVersion], [2, 'rts-s', 0]);
    assert.ok(rows[0].fileSize! > 1000 && rows[0].fileMtime! > 0 && rows[0].timings!.recognise > 0);
    assert.match(rows[0].pixelHash!, /^[0-9a-f]{64}$/);
    assert.match(rows[1].perceptualHash!, /^[0-9a-f]{16}$/);
  });

  it('records what a list says of a picture, and echoes its key', async () => {
    const file = path.join(folder, 'items.db');
    const recording = await open({ device: 'cpu', processes: 1, store: file, source: 'gate 7' });
    const [good, empty] = [sample('p01-a.jpg'), sample('empty-path.jpg')];
    const items = [
      { image: good, key: 'a1', source: 'door', identity: 'p01', tags: { age: 41, glasses: null } },
      { image: empty, key: 'a2', identity: 'nobody' },
      { image: '/nowhere.jpg', key: 'a3', tags: {} },
      good.replace('p01-a', 'p07-a')
    ];
    const keys = new Map<string | null, string>();
    for await (const { key, kind } of recording.extractAll(items)) keys.set(key, kind);
    await recording.close();
    assert.deepEqual(
      [...keys].sort(([a], [b]) => String(a).localeCompare(String(b))),
      [
        ['a1', 'sample'],
        ['a2', 'not-acquired'],
        ['a3', 'failed'],
        [null, 'sample']
      ]
    );
    const store = Store.open(file, { readOnly: true });
    const rows = [...store.samples()].map(({ key, source, identity, tags }) => [key, source, identity, tags]);
    await store.close();
    assert.deepEqual(
      rows.sort(([a], [b]) => String(a).localeCompare(String(b))),
      [
        ['a1', 'door', 'p01', { age: 41, glasses: null }],
        ['a2', 'gate 7', 'nobody', null],
        ['a3', 'gate 7', null, {}],
        [null, 'gate 7', null, null]
      ]
    );
  });

  it('fails an item that cannot be, names what is wrong with it and goes on', async () => {
    const loop: Record<string, unknown> = {};
    loop.loop = loop;
    const image = goodSamples[0];
    const items = [
      { image, key: 7 },
      { image, key: 'odd', label: 'p01' },
      { image, tags: loop },
      { image, tags: ['a'] },
      { image, source: null, key: 'good' }
    ] as never[];
    const said: string[] = [];
    for await (const result of session.extractAll(items))
      said.push(
        `${result.key}: ${isFailed(result) ? `${result.error.code} ${/.*?\.(?= |$)/.exec(result.error.message)}` : 'ok'}`
      );
    assert.deepEqual(said.sort(), [
      'good: ok',
      'null: INVALID_ARGUMENT The key of a batch item must be a text, not number.',
      'null: INVALID_ARGUMENT The tags of a batch item must be an object that JSON can say, not object.',
      'null: INVALID_ARGUMENT The tags of a batch item must be an object that JSON can say, not object.',
      'odd: INVALID_ARGUMENT A batch item has no label.'
    ]);
  });

  it('warns once and goes on where nothing can be recorded', async () => {
    const noStore = path.join(folder, 'text.db');
    writeFileSync(noStore, 'this is no database');
    const warnings: Warning[] = [];
    const other = await open({
      device: 'cpu',
      processes: 1,
      store: noStore,
      onWarning: warning => warnings.push(warning)
    });
    try {
      assert.ok((await other.extract(goodSamples[0])).acquired);
      assert.ok((await other.extract(goodSamples[1])).acquired);
    } finally {
      await other.close();
    }
    assert.deepEqual(
      warnings.map(({ code }) => code),
      ['NOT_RECORDED']
    );
    assert.match(warnings[0].message, /text\.db/);
  });

  it('says that it is closed', async () => {
    const other = await open({ device: 'cpu', processes: 1 });
    await Promise.all([other.close(), other.close()]);
    await assert.rejects(other.extract(goodSamples[0]), { code: 'CLOSED' });
    await assert.rejects(other.extractAll(goodSamples).next(), { code: 'CLOSED' });
    assert.match(inspect(other), /closed/);
  });
});
