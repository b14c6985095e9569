import assert from 'node:assert/strict';
import React from 'react';
import { Locale } from '../../../jupyterlab-ext/src/locale';
import { RangeBarModel } from '../../../jupyterlab-ext/src/panels/range-bar/model';
import { RunsModel } from '../../../jupyterlab-ext/src/panels/runs/model';
import { ThresholdsModel } from '../../../jupyterlab-ext/src/panels/thresholds/model';
import { TodayModel } from '../../../jupyterlab-ext/src/panels/today/model';
import { TrendModel } from '../../../jupyterlab-ext/src/panels/trend/model';
import { linePath } from '../../../jupyterlab-ext/src/panels/trend/line';
import { describe as inWords } from '../../../jupyterlab-ext/src/panels/trend/words';
import { ServiceError } from '../../../jupyterlab-ext/src/tokens';
import { View } from '../../../jupyterlab-ext/src/view';
import { FakeService, SUMMARY, until } from './fake-service';

// Bodies are JSX and need the DOM's types, which tests do not have.
const { renderToStaticMarkup } = require('react-dom/server') as {
  renderToStaticMarkup: (element: React.ReactElement) => string;
};
const body = (panel: string, name: string) =>
  require(`../../../jupyterlab-ext/src/panels/${panel}/body`)[name] as React.FunctionComponent<Record<string, unknown>>;
const words = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');

const NOW = Date.parse('2026-03-14T12:20:00Z');

describe('sidebar: what the panels say', () => {
  let service: FakeService;
  let view: View;
  let context: { service: FakeService; view: View; now: () => number };

  beforeEach(() => {
    service = new FakeService();
    view = new View(() => NOW);
    context = { service, view, now: () => NOW };
  });

  const said = async (model: TodayModel, locale = new Locale('en')): Promise<string> => {
    model.visible = true;
    await until(() => model.value !== null || model.failure !== null);
    const html = renderToStaticMarkup(React.createElement(body('today', 'TodayBody'), { locale, model }));
    model.dispose();
    return html;
  };

  it('are the figures with their change, and where each leads', async () => {
    const html = await said(new TodayModel(context));
    assert.match(words(html), /Pictures 10 \+6 · before 4/);
    assert.match(words(html), /0\.71 −0\.09 · before 0\.80/);
    assert.match(words(html), /25% \+25\.0 points · before 0%/);
    assert.match(html, /<button[^>]*data-figure="low-rate"/);
    assert.match(html, /<button[^>]*data-show="not-acquired"[^>]*>1 without a face/);
    assert.match(words(html), /median 52 ms \(before 50 ms\) · 95 % within 1\.4 s \(before 60 ms\) · on CPU/);
  });

  it('claim no change where nothing came before, and no link where nothing is low', async () => {
    service.summaryOf = () => ({
      ...SUMMARY,
      previous: null,
      low: 0,
      lowRate: 0,
      failures: 0,
      notAcquired: 0,
      failed: 0
    });
    const html = await said(new TodayModel(context));
    assert.doesNotMatch(words(html), /before/i);
    assert.doesNotMatch(html, /<button/);
  });

  it('say in Chinese what they say in English', async () => {
    const html = await said(new TodayModel(context), new Locale('zh_CN'));
    assert.match(words(html), /图像数 10/);
    assert.doesNotMatch(words(html), /before|Pictures/);
  });

  it('say what to run while there is no store, and tell nobody to move a file', async () => {
    service.summaryOf = () => ({ ...SUMMARY, store: { path: 'facegauge.db', state: 'missing', message: null } });
    const html = await said(new TodayModel(context));
    assert.match(words(html), /There is no store yet: facegauge\.db/);
    assert.match(html, /session\.extract/);
    assert.doesNotMatch(html, /data-figure/);
  });

  it('say why the store cannot be read once, above them all', async () => {
    const damaged = new ServiceError('store', 'It is damaged. Move it away.', 'damaged', 'facegauge.db');
    service.failure = damaged;
    const bar = new RangeBarModel(context);
    const told = async (
      model: TodayModel | RunsModel | RangeBarModel,
      panel: string,
      name: string,
      language: string
    ) => {
      model.visible = true;
      await until(() => model.failure !== null);
      const locale = new Locale(language);
      return words(renderToStaticMarkup(React.createElement(body(panel, name), { locale, model })));
    };
    assert.match(await told(bar, 'range-bar', 'RangeBarBody', 'en'), /facegauge\.db is damaged .* Move the file away/);
    assert.match(await told(bar, 'range-bar', 'RangeBarBody', 'zh_CN'), /存储文件 facegauge\.db 已损坏/);
    const runs = new RunsModel(context);
    assert.match(await told(runs, 'runs', 'RunsBody', 'en'), /^ The store cannot be read\. $/);
    service.failure = null;
    const { message, reason, path } = damaged;
    service.summaryOf = () => ({ ...SUMMARY, store: { path: path!, state: reason as 'damaged', message } });
    assert.match(words(await said(new TodayModel(context))), /^ The store cannot be read\. $/);
    for (const model of [bar, runs]) model.dispose();
  });

  it('say how to enable the server half where it does not answer', async () => {
    service.failure = new ServiceError('not-enabled', 'x');
    assert.match(await said(new TodayModel(context)), /jupyter server extension enable jupyterlab_facegauge/);
  });

  it('say of a change of thresholds that it was taken back, and whose thresholds are others', async () => {
    const change = (id: number, value: number | null, undoes: number | null) => ({
      ...{ change: id, undoes, at: NOW, author: 'sidebar', model: '*', key: 'qualityTrust', value, note: null }
    });
    service.policyNow = {
      ...service.policyNow,
      history: [change(2, null, 1), change(1, 0.75, null)] as never,
      overridden: [{ key: 'qualityReject', value: 0.5, sessions: 1 }]
    };
    service.histogramOf = () => ({ bins: [[500, 3]], scored: 3 });
    const model = new ThresholdsModel(context);
    model.visible = true;
    await until(() => model.value !== null);
    const said = words(
      renderToStaticMarkup(
        React.createElement(body('thresholds', 'ThresholdsBody'), { locale: new Locale('en'), model })
      )
    );
    model.dispose();
    assert.match(
      said,
      /sidebar · takes a change back trust from not set here .* sidebar · taken back trust from 0\.75/
    );
    assert.match(said, /A running session has its own: reject below 0\.50\./);
  });

  it('show a name that looks like HTML as it is written', async () => {
    const locale = new Locale('en');
    const model = new RunsModel(context);
    service.runList = [
      {
        id: 1,
        name: '<script>alert(1)</script>',
        state: 'interrupted',
        startedAt: NOW,
        endedAt: null,
        total: 10,
        done: 4,
        failed: 1,
        model: 'm',
        recogniser: null,
        meanQuality: 0.5,
        low: 1,
        scored: 3,
        owner: null
      }
    ];
    model.visible = true;
    await until(() => model.value !== null);
    const html = renderToStaticMarkup(React.createElement(body('runs', 'RunsBody'), { locale, model }));
    model.dispose();
    assert.doesNotMatch(html, /<script>/);
    assert.match(words(html), /4 of 10 · 1 failure · mean 0\.50 · 33\.3% below 0\.40/);
    assert.match(
      words(html),
      /run the same audit again or this: what is done is not done again. npx facegauge audit --resume --name/
    );
  });
});

describe('sidebar: the trend', () => {
  it('breaks its line where nothing is known', () => {
    const path = linePath(
      [0.5, 0.6, null, 0.7].map(meanQuality => ({ meanQuality })),
      place => place,
      value => value
    );
    assert.equal(path, 'M0.0 0.5L1.0 0.6M3.0 0.7');
  });

  it('names the commonest finding and the poorest source of an hour, and sums several', async () => {
    const zone = process.env.TZ;
    process.env.TZ = 'UTC';
    const service = new FakeService();
    const start = Date.parse('2026-03-14T08:00:00Z');
    const bucket = (hour: number, meanQuality: number, scored: number, low: number) => ({
      start: start + hour * 3_600_000,
      pictures: scored + 1,
      scored,
      meanQuality,
      low,
      failures: 1
    });
    service.seriesOf = () => ({
      buckets: [bucket(0, 0.3, 2, 2), bucket(1, 0.6, 4, 0)],
      worst: [{ start, finding: 'backlight', source: 'gate 3' }]
    });
    const view = new View(() => NOW);
    const model = new TrendModel({ service, view, now: () => NOW }, 'UTC');
    model.visible = true;
    await until(() => model.value !== null);
    try {
      const spans = model.spans;
      assert.equal(spans.length, 24);
      const at = spans.findIndex(span => span.start === start);
      const said = (last: number) => inWords(spans[at], spans[last], spans, new Locale('en'), 0.4);
      assert.match(
        said(at),
        /3 pictures · mean 0\.30 · 2 below 0\.40 · 1 failed · Commonest: Backlight · poorest source: gate 3/
      );
      assert.match(said(at + 1), /8 pictures · mean 0\.50 · 2 below 0\.40 · 2 failed$/);
      model.show(spans[at], spans[at + 1]);
      assert.deepEqual(view.selection.state, { from: start, to: start + 2 * 3_600_000 });
    } finally {
      model.dispose();
      if (zone === undefined) delete process.env.TZ;
      else process.env.TZ = zone;
    }
  });
});
