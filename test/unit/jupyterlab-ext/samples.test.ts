import assert from 'node:assert/strict';
import React from 'react';
import { Locale } from '../../../jupyterlab-ext/src/locale';
import { SamplesModel } from '../../../jupyterlab-ext/src/panels/samples/model';
import { Thumbnails } from '../../../jupyterlab-ext/src/panels/samples/thumbnails';
import { moved, windowOf } from '../../../jupyterlab-ext/src/panels/samples/window';
import { codeFor, insertCode } from '../../../jupyterlab-ext/src/sample/insert';
import { SampleModel } from '../../../jupyterlab-ext/src/sample/model';
import { View } from '../../../jupyterlab-ext/src/view';
import { FakeService, item, until } from './fake-service';

// Bodies are JSX and need the DOM's types, which tests do not have.
const { renderToStaticMarkup } = require('react-dom/server') as {
  renderToStaticMarkup: (element: React.ReactElement) => string;
};

describe('sidebar: the list of samples', () => {
  let service: FakeService;
  let view: View;
  let model: SamplesModel;
  const ids = () => model.items.map(({ id }) => id);
  const fill = (n: number) => (service.list = Array.from({ length: n }, (_, i) => item(i + 1)));

  beforeEach(() => {
    service = new FakeService();
    view = new View();
    model = new SamplesModel({ service, view }, { page: 3, part: 6 });
    fill(8);
  });
  afterEach(() => model.dispose());
  const look = async () => {
    model.visible = true;
    await until(() => model.value !== null);
  };

  it('comes page by page, nothing twice', async () => {
    await look();
    assert.deepEqual([ids(), model.total, model.atEnd], [[1, 2, 3], 8, false]);
    await Promise.all([model.more(), model.more()]);
    assert.deepEqual(ids(), [1, 2, 3, 4, 5, 6]);
  });

  it('is shown in parts where it is very long', async () => {
    await look();
    await model.more();
    await model.more();
    assert.deepEqual([model.items.length, model.hasNextPart], [6, true]);
    model.nextPart();
    await until(() => ids()[0] === 7);
    assert.deepEqual([ids(), model.offset, model.total, model.hasNextPart], [[7, 8], 6, 8, false]);
    const { SamplesBody } = require('../../../jupyterlab-ext/src/panels/samples/body');
    // React warns that a layout effect does nothing where nothing is laid out.
    const { error } = console;
    console.error = () => undefined;
    const html = renderToStaticMarkup(React.createElement(SamplesBody, { locale: new Locale('en'), model, open() {} }));
    console.error = error;
    assert.deepEqual(html.match(/aria-setsize="\d+" aria-posinset="\d+"/g), [
      'aria-setsize="8" aria-posinset="7"',
      'aria-setsize="8" aria-posinset="8"'
    ]);
    model.firstPart();
    await until(() => ids()[0] === 1);
    assert.equal(model.offset, 0);
  });

  it('does not change under the eyes of somebody who reads it', async () => {
    await look();
    await model.more();
    model.reading = true;
    model.active = 4;
    service.list = [item(100), ...service.list];
    model.refresh();
    await until(() => model.outdated);
    assert.deepEqual([ids(), model.active], [[1, 2, 3, 4, 5, 6], 4]);
    model.update();
    assert.deepEqual(ids(), [100, 1, 2]);
  });

  it('follows the store at once while its beginning is seen', async () => {
    await look();
    service.list = [item(100), ...service.list];
    model.refresh();
    await until(() => ids()[0] === 100);
    assert.equal(model.outdated, false);
  });

  it('begins anew when others are chosen', async () => {
    await look();
    await model.more();
    view.selection.show({ finding: 'dark' });
    await until(() => service.count('samples') === 3 && !model.stale);
    assert.equal((service.asked.at(-1)!.query as { finding: string }).finding, 'dark');
    assert.deepEqual(ids(), [1, 2, 3]);
  });

  it('opens one sample, goes to the next, and forgets one that is deleted', async () => {
    await look();
    const one = new SampleModel(model, 2);
    await until(() => one.sample?.id === 2);
    assert.deepEqual([one.has(-1), one.has(1), one.thresholds], [true, true, { reject: 0.4, trust: 0.6 }]);
    one.go(1);
    await until(() => one.sample?.id === 3);
    await one.remove();
    assert.ok(one.removed);
    assert.deepEqual(
      service.asked.filter(({ what }) => what === 'delete').map(({ query }) => query),
      [3]
    );
    assert.ok(!ids().includes(3));
    // The list goes on from where it was, both ways.
    assert.deepEqual([one.has(-1), one.has(1)], [true, ids().length > 2]);
    one.go(-1);
    await until(() => one.sample?.id === 2);
    assert.equal(one.removed, false);
    one.dispose();
  });
});

describe('sidebar: a sample beside others', () => {
  let service: FakeService;
  let model: SamplesModel;
  let one: SampleModel;
  const asked = (what: string) => service.asked.filter(call => call.what === what).map(({ query }) => query);

  beforeEach(async () => {
    service = new FakeService();
    service.list = Array.from({ length: 6 }, (_, i) => item(i + 1, { identity: i % 2 ? 'anna' : null }));
    model = new SamplesModel({ service, view: new View() });
    model.visible = true;
    await until(() => model.value !== null);
    one = new SampleModel(model, 2, 'zh');
    await until(() => one.neighbours !== null);
  });
  afterEach(() => {
    one.dispose();
    model.dispose();
  });

  it('shows those of the same identity, best first and without itself, and the list goes on from where it was', async () => {
    const question = asked('samples').at(-1) as { identity: string; order: string };
    assert.deepEqual([question.identity, question.order], ['anna', 'best']);
    assert.ok(!one.neighbours!.some(({ id }) => id === 2));
    one.show(99);
    service.list.push(item(99));
    await until(() => one.sample?.id === 99);
    assert.equal(one.neighbours, null);
    one.go(1);
    await until(() => one.sample?.id === 3);
  });

  it('is compared with another of the list by a job that ends with it', async () => {
    service.open = id => `samples/p${id}.jpg`;
    one.show(2);
    await until(() => one.sample?.open != null);
    model.items[3].assessment = 'not-acquired';
    one.comparison.choose(one.sample!);
    assert.deepEqual(
      one.comparison.offered!.map(({ id }) => id),
      [1, 3, 5, 6]
    );
    service.jobNow = { ...service.jobNow, state: 'running' };
    await one.comparison.with(one.sample!, 5);
    await until(() => one.comparison.job?.job != null);
    assert.deepEqual(asked('startJob'), [
      { kind: 'compare', paths: ['samples/p2.jpg', 'samples/p5.jpg'], language: 'zh' }
    ]);
    assert.equal(one.comparison.offered, null);
    one.go(1);
    await until(() => service.count('endJob') === 1);
    assert.equal(one.comparison.job, null);
  });

  it('is looked for by part of the path, and says where the other’s picture cannot be read', async () => {
    service.open = id => (id === 2 ? 'samples/p2.jpg' : null);
    one.show(2);
    await until(() => one.sample?.open != null);
    await one.comparison.search(one.sample!, ' p0 ');
    assert.equal((asked('samples').at(-1) as { text: string }).text, 'p0');
    await one.comparison.with(one.sample!, 5);
    assert.deepEqual([one.comparison.elsewhere, service.count('startJob')], [true, 0]);
  });
});

describe('sidebar: a grid of which only a window exists', () => {
  const cell = { width: 80, height: 100 };

  it('draws a few rows of a hundred thousand', () => {
    const seen = windowOf(100_000, cell, { width: 250, height: 300, top: 1_000_000 });
    assert.deepEqual([seen.columns, seen.rows], [3, 33_334]);
    assert.ok(seen.first <= 10_000 && seen.last >= 10_003 && seen.last - seen.first < 12);
  });

  it('draws the end where there is nothing below', () => {
    const { first, last, rows } = windowOf(4, cell, { width: 250, height: 300, top: 5000 });
    assert.deepEqual([first, last, rows], [0, 2, 2]);
    assert.equal(windowOf(0, cell, { width: 250, height: 300, top: 0 }).last, 0);
  });

  it('is walked by keys as it is seen', () => {
    const go = (key: string, at: number) => moved(key, at, 10, 3, 2);
    assert.deepEqual(
      [go('ArrowRight', 0), go('ArrowDown', 4), go('ArrowUp', 1), go('ArrowDown', 8), go('PageDown', 7), go('End', 0)],
      [1, 7, 1, 8, 9, 9]
    );
    assert.equal(go('ArrowLeft', -1), 0);
    assert.equal(go('x', 3), null);
  });
});

describe('sidebar: thumbnails', () => {
  it('are fetched once, and again where they could not be had or have become others', async () => {
    const asked: string[] = [];
    let fails = true;
    const thumbnails = new Thumbnails(async (id, version) => {
      asked.push(`${id} ${version}`);
      if (fails) throw new Error('busy');
      return new Blob(['x']);
    });
    await assert.rejects(thumbnails.load(1, 'a'));
    fails = false;
    const url = await thumbnails.load(1, 'a');
    assert.equal(await thumbnails.load(1, 'a'), url);
    await thumbnails.load(1, 'b');
    assert.deepEqual(asked, ['1 a', '1 a', '1 b']);
    thumbnails.dispose();
  });
});

describe('sidebar: code for a notebook', () => {
  const cells: [number, string][] = [];
  const notebook = (kernel: string, path = 'work/a.ipynb') => ({
    context: {
      path,
      model: { sharedModel: { insertCell: (at: number, cell: { source: string }) => cells.push([at, cell.source]) } },
      sessionContext: { session: { kernel: { name: kernel } } }
    },
    content: { activeCellIndex: 2 }
  });

  it('goes below the active cell and finds the picture from the notebook’s folder', () => {
    const widget = notebook('tslab');
    assert.ok(insertCode(widget, folder => codeFor('work/samples/"a".jpg', folder)));
    assert.equal(cells[0][0], 3);
    assert.match(cells[0][1], /session\.extract\("samples\/\\"a\\"\.jpg"\)/);
    assert.equal(widget.content.activeCellIndex, 3);
  });

  it('is not put into anything else', () => {
    assert.equal(
      insertCode(notebook('python3'), () => ''),
      false
    );
    assert.equal(
      insertCode(null, () => ''),
      false
    );
    assert.equal(
      insertCode({ content: {} }, () => ''),
      false
    );
  });
});
