import assert from 'node:assert/strict';
import React from 'react';
import { plainData } from '../../../kernel-lib/src/cards/plain-data';
import { quality, similarity } from '../../../kernel-lib/src/numbers';
import { Locale } from '../../../jupyterlab-ext/src/locale';
import { qualityText, similarityText } from '../../../jupyterlab-ext/src/numbers';
import { GalleryPages } from '../../../jupyterlab-ext/src/renderers/gallery/pages';
import { selectionOf } from '../../../jupyterlab-ext/src/renderers/gallery/selection';
import { urlOf } from '../../../jupyterlab-ext/src/renderers/picture';
import type { IFilter, IQuery, IRun } from '../../../jupyterlab-ext/src/tokens';
import { faceData, pairData, POLICY } from '../cards/fixtures';
import { FakeService, item } from './fake-service';

// Bodies are JSX and need the DOM's types, which tests do not have.
const { renderToStaticMarkup } = require('react-dom/server') as {
  renderToStaticMarkup: (element: React.ReactElement) => string;
};
const drawn = (kind: string, name: string, props: object): string =>
  renderToStaticMarkup(
    React.createElement(
      require(`../../../jupyterlab-ext/src/renderers/${kind}/body`)[name] as React.FunctionComponent<object>,
      props
    )
  );
const words = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
const card = (data: object, language = 'en') =>
  drawn('card', 'CardBody', { locale: new Locale(language), card: plainData(data as never, 'en') });

describe('outputs drawn natively', () => {
  it('say of a face what the library gives, in the language of the reader', async () => {
    const data = await faceData({ path: '/a/b/<b>p1</b>.jpg' });
    const html = card(data);
    assert.doesNotMatch(html, /<b>p1/);
    assert.match(words(html), new RegExp(quality(data.quality!, data.policy).replace('.', '\\.')));
    assert.match(words(html), /trust from 0\.60 \(/);
    assert.match(html, /src="data:image\/[a-z]+;base64,/);
    assert.match(words(card(data, 'zh_CN')), /贡献图/);
  });

  it('give no similarity a scale where both pictures are too poor for it', async () => {
    const unreliable = words(card(await pairData({ verdict: 'unreliable', reliable: false })));
    assert.match(unreliable, /Unreliable: quality too low/);
    assert.match(unreliable, /Not shown on a scale/);
    assert.match(words(card(await pairData({ verdict: 'recapture', recapture: 'b' }))), /Retake picture B/);
  });

  it('say why a picture could not be processed', () => {
    const failed = {
      kind: 'failed',
      path: 'x.txt',
      width: null,
      height: null,
      error: { code: 'NOT_AN_IMAGE', message: 'found text' }
    };
    assert.match(words(card(failed)), /x\.txt Failed found text NOT_AN_IMAGE/);
  });

  it('keep times and counts exactly', () => {
    const at = Date.parse('2026-03-14T12:20:01.234Z');
    assert.deepEqual(plainData({ startedAt: at, quality: 0.123456789 } as never, 'en').startedAt, at);
    assert.equal(plainData({ quality: 0.123456789 } as never, 'en').quality, 0.1234568);
  });

  it('round as the library does', () => {
    for (const value of [0.5996, 0.6049, 0.29, 1, 0]) {
      assert.equal(qualityText(value, 'en', [POLICY.qualityReject, POLICY.qualityTrust]), quality(value, POLICY));
      const fine = { ...POLICY, qualityTrust: 0.605 };
      assert.equal(qualityText(value, 'en', [fine.qualityReject, fine.qualityTrust]), quality(value, fine));
    }
    for (const value of [0.44369, 0.44371, 0.2565, 0.7, 0.12]) {
      const limits = { similarityReview: 0.2565, similarityMatch: 0.4437 };
      assert.equal(similarityText(value, 'en', Object.values(limits)), similarity(value, limits));
    }
  });

  it('show pictures and nothing else as pictures', () => {
    assert.equal(urlOf({ mime: 'image/webp', base64: 'AAAA' }), 'data:image/webp;base64,AAAA');
    assert.equal(urlOf({ mime: 'image/svg+xml', base64: 'AAAA' }), null);
    assert.equal(urlOf({ mime: 'image/png', base64: '"><script>' }), null);
  });

  it('lead from a gallery to its samples', () => {
    const tile = {
      id: 5,
      path: '/a/p5.jpg',
      key: null,
      identity: null,
      source: 'gate 1',
      quality: 0.21,
      assessment: 'rejected',
      findings: ['dark'],
      errorCode: null,
      thumbnail: null
    };
    const gallery = {
      version: 1,
      name: 'gates',
      run: 2,
      title: 'rejected',
      tiles: [tile],
      total: 320,
      page: 1,
      size: 60
    };
    const shown = (language: string, given: object): string =>
      drawn('gallery', 'GalleryBody', {
        locale: new Locale(language),
        gallery: given,
        open: () => undefined,
        showAll: () => undefined,
        thumbnails: null,
        pages: null
      });
    const html = shown('en', gallery);
    assert.match(html, /title="p5\.jpg · gate 1"/);
    const unknown = { ...gallery, tiles: [{ ...tile, source: 'unknown camera' }] };
    assert.doesNotMatch(shown('zh_CN', unknown), /unknown camera/);
    assert.match(words(html), /gates rejected · 320 pictures · page 1 of 6/);
    assert.match(words(html), /0\.21 Dark p5\.jpg/);
    assert.match(words(html), /Show all 320 in the sidebar/);
  });

  it('lead from a gallery to the sidebar only where that shows the same pictures', () => {
    const gallery = { version: 1, name: 'g', run: 2, title: '', tiles: [], total: 1, page: 1, size: 60 };
    const shown = (filter: object, sort: 'worst' | 'came' = 'worst') => selectionOf({ ...gallery, filter, sort });
    assert.deepEqual(shown({ quality: { below: 0.5 }, finding: 'mask', source: 'gate 1' }), {
      source: 'gate 1',
      selection: { least: 0, most: 0.5, finding: 'mask' }
    });
    assert.deepEqual(shown({ assessment: 'failed' }, 'came'), { source: null, selection: { assessment: 'failed' } });
    assert.deepEqual(shown({}, 'came'), { source: null, selection: {} });
    // Assessments are judged anew: without thresholds nobody knows what is meant.
    for (const other of [{ assessment: 'rejected' }, { text: 'a/' }, { newer: 1 }]) assert.equal(shown(other), null);
    const judged = (filter: object, sort: 'worst' | 'came' = 'worst') =>
      selectionOf({ ...gallery, filter, sort, thresholds: { reject: 0.4, trust: 0.6 } } as never)?.selection ?? null;
    assert.deepEqual(judged({ assessment: 'rejected', quality: { from: 0.1, below: 0.9 } }), { least: 0.1, most: 0.4 });
    assert.deepEqual(judged({ assessment: 'rejected' }, 'came'), { least: 0, most: 0.4 });
    assert.deepEqual(judged({ assessment: 'trusted' }), { least: 0.6 });
    assert.deepEqual(judged({ assessment: 'review' }), { least: 0.4, most: 0.6 });
    // A face without a quality belongs to it.
    assert.equal(judged({ assessment: 'review' }, 'came'), null);
    assert.deepEqual(judged({ tags: { lens: 'x', night: true } }, 'came'), { tags: '{"lens":"x","night":true}' });
  });

  it('page through the store in place, and only where that has the gallery’s audit', async () => {
    const service = new FakeService();
    service.list = Array.from({ length: 450 }, (_, i) => item(i + 1));
    const run = { id: 2, name: 'gates' } as IRun;
    service.runList = [run];
    const gallery = {
      version: 1,
      name: 'gates',
      run: 2,
      title: '',
      filter: { finding: 'dark', source: 'gate 1' },
      sort: 'worst' as const,
      tiles: [],
      total: 460,
      page: 1,
      size: 60
    };
    const pages = GalleryPages.of(gallery, service)!;
    assert.deepEqual(
      (await pages.page(2))!.map(({ id }) => id),
      Array.from({ length: 60 }, (_, i) => 61 + i)
    );
    assert.deepEqual([service.count('samples'), pages.total], [1, 450]);
    assert.deepEqual(
      (await pages.page(8))!.map(({ id }) => id),
      Array.from({ length: 30 }, (_, i) => 421 + i)
    );
    assert.equal(service.count('samples'), 3);
    assert.deepEqual(service.asked.find(({ what }) => what === 'samples')!.query, {
      run: 2,
      source: 'gate 1',
      least: 0,
      finding: 'dark',
      order: 'worst',
      limit: 200,
      after: null
    });
    service.runList = [{ ...run, name: 'another audit' }];
    assert.equal(await GalleryPages.of(gallery, service)!.page(2), null);
    service.runList = [run];
    const came = { ...gallery, filter: { tags: { light: 'lamp' } }, sort: 'came' as const };
    await GalleryPages.of(came, service)!.page(1);
    const asked = service.asked.filter(({ what }) => what === 'samples').at(-1)!.query;
    assert.deepEqual(asked, { run: 2, tags: '{"light":"lamp"}', order: 'came', limit: 200, after: null });
    assert.equal(GalleryPages.of({ ...gallery, filter: { text: 'a/' } } as never, service), null);
    // The routes are not told whole paths: of a text the gallery names its pictures itself.
    const ids = Array.from({ length: 270 }, (_, i) => 7 * i + 1);
    const named = GalleryPages.of({ ...gallery, filter: { text: 'a/' }, ids, size: 250 } as never, service)!;
    service.asked.length = 0;
    await named.page(1);
    await named.page(2);
    const lists = service.asked.filter(({ what }) => what === 'samples').map(({ query }) => query as IQuery & IFilter);
    assert.deepEqual(
      lists.map(query => String(query.ids).split(',').map(Number)),
      [ids.slice(0, 200), ids.slice(200, 250), ids.slice(250)]
    );
    assert.deepEqual([lists[0].run, named.total, named.reach], [2, 460, 270]);
    const html = drawn('gallery', 'GalleryBody', {
      locale: new Locale('en'),
      gallery,
      open: () => undefined,
      showAll: null,
      thumbnails: null,
      pages
    });
    assert.match(html, /<button[^>]*data-action="page-before" disabled=""/);
    assert.match(words(html), /450 pictures · page 1 of 8 .*Next page/);
  });

  it('give an audit\u2019s figures, and no link where there is nothing to see', () => {
    const audit = {
      version: 1,
      name: 'gates',
      run: 2,
      state: 'done',
      startedAt: 0,
      endedAt: 1,
      pictures: 320,
      acquired: 318,
      notAcquired: 2,
      failed: 0,
      passedOver: null,
      meanQuality: 0.7,
      lowShare: 0.1,
      qualities: [1, 0, 3],
      thresholds: { reject: 0.4, trust: 0.6 },
      assessments: {},
      errors: [],
      findings: [{ code: 'mask', count: 12, thumbnails: [] }],
      exactDuplicates: { groups: 2, pictures: 5 },
      nearDuplicates: null,
      labelErrors: null,
      people: 0,
      sources: [
        { source: 'gate 1', pictures: 200, meanQuality: 0.756, lowShare: 0.05 },
        { source: 'unknown camera', pictures: 100, meanQuality: null, lowShare: null }
      ],
      sourceCount: 5
    };
    const html = drawn('audit', 'AuditBody', { locale: new Locale('en'), audit, show: () => undefined });
    assert.match(words(html), /Pictures 320 Mean quality 0\.70 Below 0\.40 10%/);
    assert.match(words(html), /Exact duplicates 5 in 2 groups/);
    assert.match(words(html), /Mask 12/);
    assert.match(
      words(html),
      /Source Pictures Mean quality Rejected gate 1 200 0\.75 5% unknown camera 100 – – and 3 more/
    );
    assert.match(
      words(drawn('audit', 'AuditBody', { locale: new Locale('zh'), audit, show: () => undefined })),
      /未知相机 100/
    );
    assert.doesNotMatch(words(html), /Near duplicates|label errors/);
    assert.match(html, /<span class="fg-Figure-value">0<\/span>/);
  });
});
