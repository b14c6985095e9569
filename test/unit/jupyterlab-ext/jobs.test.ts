import assert from 'node:assert/strict';
import React from 'react';
import { Locale } from '../../../jupyterlab-ext/src/locale';
import { freeName, keepIn } from '../../../jupyterlab-ext/src/jobs/keep';
import { DocumentModel, type IDocumentState } from '../../../jupyterlab-ext/src/jobs/model';
import { restoredTask, sift, taskFor, type ITask } from '../../../jupyterlab-ext/src/jobs/task';
import { type IJob, ServiceError } from '../../../jupyterlab-ext/src/tokens';
import { plainData } from '../../../kernel-lib/src/cards/plain-data';
import { faceData, pairData } from '../cards/fixtures';
import { FakeService, settled, until } from './fake-service';

// Bodies are JSX and need the DOM's types, which tests do not have.
const { renderToStaticMarkup } = require('react-dom/server') as {
  renderToStaticMarkup: (element: React.ReactElement) => string;
};
const drawn = (model: object, language = 'en'): string =>
  renderToStaticMarkup(
    React.createElement(
      require('../../../jupyterlab-ext/src/jobs/body').DocumentBody as React.FunctionComponent<object>,
      { locale: new Locale(language), model, show: () => undefined } as object
    )
  );
const words = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');

const thing = (name: string, path = name) => ({ name, path });
const file = (name: string) => Object.assign(new Blob(['x']), { name });
const entry = (name: string, type = 'file') => ({ name, path: `people/${name}`, type });

describe('without code: what can be done with what is chosen', () => {
  const kinds = (...entries: ReturnType<typeof entry>[]) => taskFor(entries)?.kind ?? null;

  it('is assessing pictures, comparing two, auditing folders, and nothing else', () => {
    assert.equal(kinds(entry('a.jpg')), 'assess');
    assert.equal(kinds(entry('a.JPEG'), entry('b.webp')), 'compare');
    assert.equal(kinds(entry('a.jpg'), entry('b.png'), entry('c.tif')), 'assess');
    assert.equal(kinds(entry('gate 1', 'directory'), entry('gate.jpg', 'directory')), 'audit');
    assert.equal(kinds(), null);
    assert.equal(kinds(entry('a.ipynb', 'notebook')), null);
    assert.equal(kinds(entry('a.jpg'), entry('gate 1', 'directory')), null);
    assert.equal(kinds(...Array.from({ length: 201 }, (_, i) => entry(`${i}.jpg`))), null);
  });

  it('leaves out what the server does not take', () => {
    const sized = (size: number) => ({ size });
    const { taken, tooLarge, tooMany } = sift([
      sized(20 * 2 ** 20),
      sized(20 * 2 ** 20 + 1),
      ...Array.from({ length: 64 }, () => sized(1))
    ]);
    assert.deepEqual([taken.length, tooLarge.length, tooMany.length], [64, 1, 1]);
  });

  it('comes back as it was kept, or not at all', () => {
    const task: ITask = { kind: 'compare', things: [thing('a.jpg'), thing('b.jpg')] };
    assert.deepEqual(restoredTask(JSON.parse(JSON.stringify(task))), task);
    for (const other of [
      null,
      {},
      { kind: 'delete', things: [thing('a')] },
      { kind: 'assess', things: [{}] },
      { kind: 'audit', things: [] }
    ]) {
      assert.equal(restoredTask(other), null);
    }
  });
});

describe('without code: pictures that are kept', () => {
  it('overwrite nothing and stay in the folder named', async () => {
    assert.equal(freeName('a.jpg', new Set(['a.jpg', 'a (2).jpg'])), 'a (3).jpg');
    assert.equal(freeName('../../a.jpg', new Set()), '_.._a.jpg');
    const saved: [string, string | undefined][] = [];
    const contents = {
      get: async (path: string) => {
        if (path === 'photos') return { content: [] };
        if (path === 'photos/new' && saved.length > 0) return { content: [{ name: 'a.jpg' }] };
        throw new Error('404');
      },
      save: async (path: string, { type }: { type?: string }) => void saved.push([path, type])
    };
    assert.equal(
      await keepIn(contents as never, ' /../photos/new/ ', 'a.jpg', new Blob(['x'])),
      'photos/new/a (2).jpg'
    );
    assert.deepEqual(saved, [
      ['photos/new', 'directory'],
      ['photos/new/a (2).jpg', 'file']
    ]);
  });
});

describe('without code: a document', () => {
  let service: FakeService;
  let model: DocumentModel;
  const made = (task: ITask | null, job: string | null = null): DocumentModel =>
    (model = new DocumentModel(service, 'en', { id: 'x', task, job } satisfies IDocumentState));
  const finish = (part: Partial<IJob>) => Object.assign(service.jobNow, part);
  const asked = (what: string) => service.asked.filter(one => one.what === what).map(({ query }) => query);

  beforeEach(() => (service = new FakeService()));
  afterEach(() => model.dispose());

  it('says how far its job is, and what came of it', async () => {
    made({ kind: 'assess', things: [thing('a.jpg'), thing('b.jpg'), thing('c.jpg')] });
    finish({ state: 'running', progress: { done: 1, total: 3 } });
    model.begin();
    await until(() => model.job !== null);
    assert.match(words(drawn(model)), /3 pictures Stop Looking at the picture … 1 of 3/);
    const face = await faceData({ path: 'people/<b>a</b>.jpg' });
    const embedding = Array.from({ length: 512 }, (_, i) => i / 512);
    const gone = { path: 'b.jpg', error: { code: 'MISSING', message: 'It is not there. Look where it is.' } };
    finish({
      state: 'done',
      result: [
        { path: 'a', card: plainData(face, 'en'), embedding },
        { ...gone, card: plainData({ kind: 'failed', width: null, height: null, ...gone }, 'en') }
      ]
    });
    let ended = 0;
    model.done.connect(() => ended++);
    await until(() => ended === 1);
    const html = drawn(model);
    assert.doesNotMatch(html, /<b>a/);
    assert.match(html, /role="tab" aria-selected="true"/);
    assert.match(words(html), /Embedding, 512 numbers \[0,0\.001953125,.* Copy embedding/);
    assert.match(words(html), /Failed b\.jpg/);
    assert.equal(model.busy, false);
  });

  it('tells the reader in the job’s own words why it failed, and can do it again', async () => {
    made({ kind: 'compare', things: [thing('a.jpg'), thing('empty.jpg')] });
    finish({
      state: 'failed',
      error: { code: 'NO_FACE', message: 'No face was found in "empty.jpg". Use another one.' }
    });
    model.begin();
    await until(() => model.job?.state === 'failed');
    assert.match(
      words(drawn(model)),
      /a\.jpg ↔ empty\.jpg Try again .*No face was found in &quot;empty\.jpg&quot;\. Use another one\. NO_FACE/
    );
    finish({ state: 'running', error: null });
    model.ask(model.task!);
    await until(() => model.job?.state === 'running');
    assert.equal(service.count('startJob'), 2);
    assert.equal(service.count('endJob'), 1);
  });

  it('compares with A and B changed over, and says what the thresholds mean', async () => {
    made({ kind: 'compare', things: [thing('a.jpg'), thing('b.jpg')] });
    const pair = await pairData();
    const falseMatchRates = { similarityMatch: 1e-4, similarityReview: null };
    finish({
      state: 'done',
      result: { card: plainData(pair, 'en'), thresholds: pair.policy, falseMatchRates, a: {}, b: {} }
    });
    model.begin();
    await until(() => model.job?.state === 'done');
    const said = words(drawn(model));
    assert.match(
      said,
      /match above 0\.\d+ .+ called a match, if both pictures are trusted\. Of pairs of different people about 1 in 10,000 lies above it\./
    );
    assert.match(words(drawn(model, 'zh_CN')), /当前阈值 .+每 10,000 对中约有 1 对高于此值/);
    assert.equal(said.match(/lies above it/g)!.length, 1);
    model.swap();
    await until(() => model.job?.state === 'done' && service.count('startJob') === 2);
    assert.deepEqual((asked('startJob')[1] as { paths: string[] }).paths, ['b.jpg', 'a.jpg']);
  });

  it('ends its job and has uploads forgotten when its tab is closed', async () => {
    made(null);
    finish({ state: 'running' });
    await model.take([file('a.jpg')], null);
    await until(() => model.job !== null);
    assert.deepEqual(asked('startJob'), [{ kind: 'assess', paths: ['upload:a.jpg'], language: 'en' }]);
    model.dispose();
    await settled();
    assert.deepEqual([asked('endJob'), asked('forget')], [['job 1'], ['upload:a.jpg']]);
  });

  it('ends a job that was being started when its tab was closed', async () => {
    made({ kind: 'audit', things: [thing('gates')] });
    let open = () => undefined as void;
    service.gate = new Promise(resolve => (open = resolve));
    model.begin();
    model.dispose();
    open();
    await settled();
    assert.deepEqual(asked('endJob'), ['job 1']);
  });

  it('keeps pictures in a folder that the reader names, and those are not forgotten', async () => {
    made(null);
    await model.take([file('a.jpg'), file('b.jpg')], 'photos');
    await until(() => model.job !== null);
    assert.deepEqual(asked('startJob'), [{ kind: 'compare', paths: ['photos/a.jpg', 'photos/b.jpg'], language: 'en' }]);
    model.dispose();
    await settled();
    assert.equal(service.count('forget'), 0);
  });

  it('begins nothing where a picture could not be sent', async () => {
    made(null);
    service.failure = new ServiceError('refused', 'the picture is larger than 20 MB');
    await model.take([file('a.jpg')], null);
    assert.match(words(drawn(model)), /the picture is larger than 20 MB .*Drop pictures here/);
    assert.equal(service.count('startJob'), 0);
  });

  it('goes on with its job at the next visit, and asks again where the server has forgotten it', async () => {
    made({ kind: 'assess', things: [thing('a.jpg')] }, 'job 7');
    finish({ state: 'running' });
    model.begin();
    await until(() => model.job !== null);
    assert.deepEqual([service.count('startJob'), asked('job')[0]], [0, 'job 7']);
    model.dispose();
    service.jobFailure = new ServiceError('gone', 'There is no such job (any more).');
    made({ kind: 'assess', things: [thing('a.jpg')] }, 'job 8');
    model.begin();
    await until(() => service.count('startJob') === 1);
  });

  it('audits nothing unasked at the next visit', async () => {
    made({ kind: 'audit', things: [thing('gates')] }, 'job 8');
    service.jobFailure = new ServiceError('gone', 'There is no such job (any more).');
    model.begin();
    await until(() => model.failure !== null);
    assert.equal(service.count('startJob'), 0);
    assert.match(words(drawn(model)), /gates Try again .*The server has forgotten/);
    assert.equal(model.state.job, null);
  });

  it('is stopped by its reader', async () => {
    made({ kind: 'audit', things: [thing('gates')] });
    finish({ state: 'running', progress: { done: 0, total: null } });
    model.begin();
    await until(() => model.job !== null);
    await model.stop();
    assert.match(words(drawn(model)), /gates Try again Stopped\./);
    assert.deepEqual(asked('endJob'), ['job 1']);
  });
});
