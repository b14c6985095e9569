import assert from 'node:assert/strict';
import { lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Audit, auditJson, auditProgressText, watchSearches, type SampleFilter } from '../../../kernel-lib/src/audit';
import { eachRecord } from '../../../kernel-lib/src/audit/records';
import { AUDIT_MIME, GALLERY_MIME } from '../../../kernel-lib/src/cards';
import { bytesOf, nameOf } from '../../../kernel-lib/src/names';
import { Store, type SampleRow } from '../../../kernel-lib/src/store';
import { resolvePolicy } from '../../../kernel-lib/src/verification';
import { crop } from '../cards/fixtures';
import { direction } from '../session/answers';
import { failure, sample, useFolder } from '../store/sample';

describe('audit in a store', () => {
  const folder = useFolder();
  let store: Store;
  let audit: Audit;
  let policy = resolvePolicy();
  let thumbnail: Uint8Array;

  before(async () => (thumbnail = await crop()));
  beforeEach(async () => {
    policy = resolvePolicy();
    store = Store.open(path.join(folder(), 'facegauge.db'));
    audit = await auditOf('first', [
      row('a1', { quality: 0.9, identity: 'anna', source: 'gate', findings: [], tags: { light: 'day', age: 30 } }),
      row('a2', { quality: 0.61, identity: 'anna', source: 'gate', findings: ['dark'], embedding: direction(0.5) }),
      row('a3', {
        quality: 0.5,
        identity: 'anna',
        source: 'office',
        findings: ['dark', 'noise'],
        embedding: direction(0.5)
      }),
      row('b1', { quality: 0.2, identity: 'ben', source: 'office', findings: ['mask'], tags: { light: 'night' } }),
      row('b2', { quality: 0.2, identity: 'ben', source: 'office', findings: ['mask'], pixelHash: 'same' }),
      row('c1', { quality: 0.7, identity: 'Chen 陈', source: 'gate', findings: [], pixelHash: 'same' }),
      failure('none', 'NO_FACE', { source: 'gate' }),
      failure('broken', 'NOT_AN_IMAGE', { source: 'gate', sha256: null })
    ]);
  });
  afterEach(() => store.close());

  const row = (name: string, changes: Partial<SampleRow>): SampleRow =>
    sample(name, { embedding: direction(0), thumbnail, ...changes });
  async function auditOf(name: string, rows: SampleRow[]): Promise<Audit> {
    const run = await store.beginRun({ name, model: 'net', options: { audit: 1, what: [folder()] } });
    for (const one of rows) void store.record({ ...one, run });
    await store.flush();
    await store.endRun(run, 'done');
    return new Audit({ store, policy: () => policy, language: 'en' }, run);
  }
  /** Whether a filter means a row, said as plainly as can be. */
  function expected(
    { quality, errorCode, findings, source, identity, tags, path: place }: SampleRow,
    filter: SampleFilter,
    sort: string
  ): boolean {
    const { qualityTrust: trust, qualityReject: reject } = policy;
    const is = {
      trusted: quality !== null && quality >= trust,
      review: errorCode === null && (quality === null || (quality >= reject && quality < trust)),
      rejected: quality !== null && quality < reject,
      'not-acquired': errorCode === 'NO_FACE',
      failed: errorCode !== null && errorCode !== 'NO_FACE'
    };
    const { from = -1, below = 2 } = filter.quality ?? {};
    return (
      (sort === 'came' || quality !== null) &&
      (!filter.assessment || is[filter.assessment]) &&
      (!filter.quality || (quality !== null && quality >= from && quality < below)) &&
      (!filter.finding || findings.includes(filter.finding)) &&
      (!filter.source || source === filter.source) &&
      (!filter.identity || identity === filter.identity) &&
      (!filter.tags || tags?.light === filter.tags.light) &&
      (!filter.text || place!.toLowerCase().includes(filter.text.toLowerCase()))
    );
  }
  const names = (rows: Iterable<{ path: string | null }>): string[] =>
    [...rows].map(one => path.basename(one.path!, '.jpg'));

  it('sums up by the thresholds in force', () => {
    const summary = audit.summary();
    assert.deepEqual(
      [summary.pictures, summary.acquired, summary.notAcquired, summary.failed, summary.people, summary.state],
      [8, 6, 1, 1, 3, 'done']
    );
    assert.deepEqual(summary.assessments, { trusted: 3, review: 1, rejected: 2, 'not-acquired': 1 });
    assert.equal(summary.lowShare, 2 / 6);
    assert.ok(Math.abs(summary.meanQuality! - 3.11 / 6) < 1e-12);
    assert.deepEqual(summary.findings, [
      { code: 'dark', count: 2 },
      { code: 'mask', count: 2 },
      { code: 'noise', count: 1 }
    ]);
    assert.deepEqual(summary.errors, [
      { code: 'NOT_AN_IMAGE', count: 1 },
      { code: 'NO_FACE', count: 1 }
    ]);
    assert.deepEqual(
      summary.sources.map(({ source, pictures, lowShare }) => [source, pictures, lowShare]),
      [
        ['gate', 5, 0],
        ['office', 3, 2 / 3]
      ]
    );
    assert.equal(
      summary.qualities.reduce((a, b) => a + b),
      6
    );
    assert.deepEqual(summary.quantiles, { p10: 0.2, p50: 0.5, p90: 0.9 });
    policy = { ...policy, qualityReject: 0.55, qualityTrust: 0.65 };
    assert.deepEqual(audit.summary().assessments, { trusted: 2, review: 1, rejected: 3, 'not-acquired': 1 });
    assert.equal(audit.summary().sources[1].lowShare, 1);
  });

  it('gives the pictures that a filter means, in the order asked for', () => {
    const found = (...given: Parameters<Audit['samples']>): string[] => names(audit.samples(...given));
    assert.deepEqual(names(audit.worst(3)), ['b1', 'b2', 'a3']);
    assert.deepEqual(found({}), ['a1', 'a2', 'a3', 'b1', 'b2', 'c1', 'none', 'broken']);
    assert.deepEqual(found({}, 'best'), ['a1', 'c1', 'a2', 'a3', 'b2', 'b1']);
    assert.deepEqual(found({ assessment: 'rejected' }), ['b1', 'b2']);
    assert.deepEqual(found({ assessment: 'review' }), ['a3']);
    assert.deepEqual(found({ assessment: 'trusted' }), ['a1', 'a2', 'c1']);
    assert.deepEqual(found({ assessment: 'not-acquired' }), ['none']);
    assert.deepEqual(found({ assessment: 'failed' }), ['broken']);
    assert.deepEqual(found({ quality: { from: 0.5, below: 0.7 } }), ['a2', 'a3']);
    assert.deepEqual(found({ quality: { from: 0.55 }, assessment: 'rejected' }), []);
    assert.deepEqual(found({ finding: 'dark', source: 'office' }), ['a3']);
    assert.deepEqual(found({ identity: 'Chen 陈' }), ['c1']);
    assert.deepEqual(found({ tags: { light: 'day' } }), ['a1']);
    assert.deepEqual(found({ tags: { age: 30 } }), ['a1']);
    assert.deepEqual(found({ tags: { 'li"ght': 'day' } }), []);
    assert.deepEqual(found({ text: 'KIOSK/B' }), ['b1', 'b2', 'broken']);
    assert.equal(audit.samples({ assessment: 'rejected' }).length, 2);
    assert.throws(() => audit.samples({ colour: 'red' } as never), { code: 'INVALID_ARGUMENT', found: 'colour' });
    assert.throws(() => audit.samples({ assessment: 'bad' as never }), { code: 'INVALID_ARGUMENT' });
    // What has a face and no quality must be looked at.
    policy = { ...policy, qualityTrust: 0.95, qualityReject: 0.1 };
    assert.equal(found({ assessment: 'review' }).length, 6);
  });

  it('goes through more pictures than a page holds, each once, also where many are alike', async () => {
    const many = Array.from({ length: 1203 }, (_, i) =>
      row(`m${i}`, { quality: (i % 3) / 4, thumbnail: null, embedding: null })
    );
    const large = await auditOf('large', many);
    for (const sort of ['came', 'worst', 'best'] as const) {
      const seen = names(large.samples({}, sort));
      assert.equal(seen.length, 1203);
      assert.equal(new Set(seen).size, 1203);
    }
    const gallery = large.gallery({}, { size: 100, page: 12 });
    assert.equal(gallery.pages, 13);
    assert.equal(gallery.next().samples.length, 3);
    assert.equal(large.page({}, 'worst', 5, 1200).length, 3);
  });

  it('counts what it would give, and gives everything once, whatever the filter, the order and the pages', async () => {
    const codes = ['dark', 'mask', 'rare'];
    const many = Array.from({ length: 400 }, (_, i): SampleRow => {
      const findings = codes.filter((_, k) => i % [2, 7, 150][k] === 0);
      const common = { findings, source: `camera-${i % 3}`, identity: `p${i % 40}`, thumbnail: null };
      if (i % 23 === 5) return failure(`m${i}`, 'NO_FACE', common);
      if (i % 97 === 7) return failure(`m${i}`, 'NOT_AN_IMAGE', common);
      const quality = i % 31 === 3 ? null : ((i * 37) % 100) / 99;
      return row(`m${i}`, { ...common, quality, embedding: null, tags: { light: i % 5 } });
    });
    const large = await auditOf('large', many);
    const filters: SampleFilter[] = [
      {},
      ...(['trusted', 'review', 'rejected', 'not-acquired', 'failed'] as const).map(assessment => ({ assessment })),
      { quality: { from: 0.2, below: 0.7 } },
      { quality: { from: 0.2001, below: 0.70005 } },
      { quality: { below: 0.004 } },
      ...codes.map(finding => ({ finding })),
      { finding: 'dark', assessment: 'review' },
      { source: 'camera-1' },
      { source: 'camera-1', assessment: 'review' },
      { source: 'camera-2', quality: { from: 0.5 } },
      { identity: 'p7' },
      { tags: { light: 3 } },
      { text: 'M39' }
    ];
    for (const filter of filters)
      for (const sort of ['came', 'worst', 'best'] as const) {
        const query = { run: large.run, policy, filter, sort };
        const said = `${JSON.stringify(filter)} ${sort}`;
        const ids = [...large.samples(filter, sort)].map(({ id }) => id);
        assert.equal(large.samples(filter, sort).length, ids.length, said);
        assert.equal(new Set(ids).size, ids.length, said);
        const paged = [...eachRecord(store, query, Infinity, { ids: 30, rows: 7 })].map(({ id }) => id);
        assert.deepEqual(paged, ids, said);
        const plain = many.flatMap(({ path: place }, i) => (expected(many[i], filter, sort) ? [place] : []));
        const found = [...large.samples(filter, sort)].map(one => one.path);
        assert.deepEqual([...found].sort(), [...plain].sort(), said);
        if (sort === 'came') assert.deepEqual(found, plain, said);
      }
  });

  it('finds pictures that are the same pixel for pixel', () => {
    const groups = audit.exactDuplicates();
    assert.deepEqual(
      [...groups].map(({ paths }) => names(paths.map(one => ({ path: one })))),
      [['b2', 'c1']]
    );
    assert.equal(groups.length, 1);
  });

  it('tells of each person how many pictures are good, which is best, and how different they are', () => {
    const people = [...audit.identities()];
    assert.deepEqual(
      people.map(({ identity, pictures, good, best }) => [identity, pictures, good, path.basename(best!)]),
      [
        ['Chen 陈', 1, 1, 'c1.jpg'],
        ['anna', 3, 2, 'a1.jpg'],
        ['ben', 2, 0, 'b1.jpg']
      ]
    );
    const [chen, anna, ben] = people;
    assert.equal(chen.spread, null);
    // Of the three pairs two are .5 apart, one is the same picture of a face.
    assert.ok(Math.abs(anna.spread! - (1 - (1 + 2 * Math.cos(0.5)) / 3)) < 1e-3);
    assert.ok(Math.abs(ben.spread!) < 1e-3);
    assert.deepEqual(
      [...audit.thin()].map(({ identity }) => identity),
      ['Chen 陈', 'ben']
    );
    assert.deepEqual([...audit.thin({ perIdentity: 3 })].length, 3);
  });

  it('compares two audits: quality by source, people in both, pictures in both', async () => {
    const other = await auditOf('second', [
      row('x1', { quality: 0.5, identity: 'anna', source: 'gate' }),
      row('x2', { quality: 0.5, identity: 'zoe', source: 'hall', pixelHash: 'same' })
    ]);
    const { quality, sharedIdentities, exactDuplicates } = audit.compareWith(other);
    assert.deepEqual([...sharedIdentities], [{ identity: 'anna', pictures: 3, otherPictures: 1 }]);
    assert.deepEqual(
      [...exactDuplicates].map(({ path: a, otherPath: b }) => names([{ path: a }, { path: b }])),
      [
        ['b2', 'x2'],
        ['c1', 'x2']
      ]
    );
    const shifts = [...quality];
    assert.deepEqual(
      shifts.map(({ source }) => source),
      ['gate', 'office', 'hall']
    );
    assert.ok(Math.abs(shifts[0].shift! - (0.5 - (0.9 + 0.61 + 0.7) / 3)) < 1e-9);
    assert.equal(shifts[1].shift, null);
  });

  it('writes tables; a name that a spreadsheet would run is made harmless', async () => {
    const named = await auditOf('formula', [row('f', { identity: '=1+1', path: '/p/=cmd.jpg' })]);
    const file = path.join(folder(), 'people.csv');
    await named.identities().toCSV(file);
    assert.match(readFileSync(file, 'utf8'), /^identity,pictures,good.*\r\n'=1\+1,1,1/);
    await assert.rejects(named.identities().toCSV(path.join(folder(), 'people.txt')), { code: 'INVALID_ARGUMENT' });
    const parquet = path.join(folder(), 'worst.parquet');
    assert.equal((await audit.worst(4).toParquet(parquet)).rows, 4);
    assert.deepEqual(JSON.parse(JSON.stringify(audit.exactDuplicates()))[0].paths.length, 2);
  });

  it('selects pictures to copy, link or list; nothing is written over, names that are taken get a number', async () => {
    const gbk = nameOf(Buffer.from([0xd5, 0xc5, 0x2e, 0x6a, 0x70, 0x67]));
    const files = ['one/a.jpg', 'two/a.jpg', `two/${gbk}`].map(name => path.join(folder(), name));
    for (const file of files) {
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(bytesOf(file), file);
    }
    const paths = await auditOf('files', [
      row('1', { path: files[0], quality: 0.1 }),
      row('2', { path: files[1], quality: 0.2 }),
      row('3', { path: 'readable only', pathRaw: bytesOf(files[2]), quality: 0.3 }),
      row('4', { path: path.join(folder(), 'gone.jpg'), quality: 0.3 }),
      row('5', { path: files[0].replace('a.jpg', 'b.jpg'), quality: 0.8 })
    ]);
    const selection = paths.select({ assessment: 'rejected' });
    assert.equal(selection.length, 4);
    assert.deepEqual([...selection.paths()].slice(0, 3), files);
    const target = path.join(folder(), 'bad');
    const first = await selection.copyTo(target);
    assert.deepEqual([first.done, first.already, first.failed.map(({ error }) => error.code)], [3, 0, ['MISSING']]);
    const again = await selection.copyTo(target);
    assert.deepEqual([again.done, again.already], [0, 3]);
    const there = readdirSync(target, 'buffer').map(nameOf).sort();
    assert.deepEqual(there, ['a-2.jpg', 'a.jpg', gbk].sort());
    assert.equal(readFileSync(path.join(target, 'a-2.jpg'), 'utf8'), files[1]);
    const links = path.join(folder(), 'links');
    assert.equal((await selection.symlinkTo(links)).done, 3);
    assert.equal((await selection.symlinkTo(links)).already, 3);
    assert.ok(lstatSync(path.join(links, 'a.jpg')).isSymbolicLink());
    assert.equal(readlinkSync(path.join(links, 'a.jpg')), files[0]);
    const list = path.join(folder(), 'bad.csv');
    assert.equal((await selection.list(list)).rows, 4);
    assert.match(readFileSync(list, 'utf8').split('\r\n')[1], /one\/a\.jpg,,kiosk,/);
  });

  it('draws itself: one card, one gallery, in both languages, with data for whoever draws it natively', async () => {
    const show = (value: object): Promise<Record<string, any>> => (value as any)[Symbol.for('Jupyter.display')]();
    const card = await show(audit);
    assert.match(
      card['text/plain'],
      /^first: 8 pictures, done\nWith a face: 6\nMean quality: 0.51\nRejected: 33 % \(below 0.40, of those with a face\)/
    );
    assert.match(card['text/plain'], /2  Dark\n/);
    assert.ok(Buffer.from(card['image/png'], 'base64').length > 10_000);
    assert.equal(card[AUDIT_MIME].run, audit.run);
    assert.equal(card[AUDIT_MIME].findings[0].thumbnails[0].mime, 'image/webp');
    const gallery = await show(audit.gallery({ source: 'office' }, { size: 2 }));
    assert.match(
      gallery['text/plain'],
      /^first: source office {2}· {2}3 pictures {2}· {2}page 1 of 2\n0.20  Rejected  .*b1.jpg  Mask · ben\n/
    );
    assert.deepEqual(gallery[GALLERY_MIME].filter, { source: 'office' });
    assert.deepEqual(gallery[GALLERY_MIME].thresholds, { reject: 0.4, trust: 0.6 });
    assert.equal(gallery[GALLERY_MIME].tiles.length, 2);
    const chinese = new Audit({ store, policy: () => policy, language: 'zh' }, audit.run);
    assert.match((await show(chinese))['text/plain'], /^first: 8 张照片, 已完成\n检出人脸: 6/);
    for (const table of [
      audit.worst(),
      audit.exactDuplicates(),
      audit.identities(),
      audit.thin(),
      audit.samples({ text: 'nothing' })
    ])
      assert.ok((await show(table))['image/png'].length > 1000);
    assert.throws(() => audit.gallery({}, { page: 0 }), { code: 'INVALID_ARGUMENT' });
  });

  it('writes a page that needs nothing else, in which names are never markup', async () => {
    const hostile = await auditOf('<script>alert(1)</script>', [
      row('<img src=x onerror=alert(1)>', {
        quality: 0.1,
        identity: '"><b>bold</b>',
        source: "'><i>",
        findings: ['dark']
      }),
      row('b', { quality: 0.9, identity: '&amp;', pixelHash: 'p' }),
      row('c', { quality: 0.9, identity: 'x\u202egnp', pixelHash: 'p' })
    ]);
    const file = path.join(folder(), 'out/report.html');
    const { bytes } = await hostile.report(file);
    const page = readFileSync(file, 'utf8');
    assert.equal(Buffer.byteLength(page), bytes);
    for (const tag of ['<script', '<b>bold', '<i>"', 'onerror=alert(1)>']) assert.ok(!page.includes(tag), tag);
    assert.ok(page.includes('&#60;script&#62;alert(1)'));
    assert.ok(!page.includes('\u202e'));
    // Nothing is fetched: pictures lie in the page, and it forbids the rest.
    assert.deepEqual(
      [...page.matchAll(/(?:src|href)="([^"]{0,15})/g)].filter(([, target]) => !target.startsWith('data:image/webp')),
      []
    );
    assert.match(page, /default-src 'none'/);
    assert.match(page, /prefers-color-scheme:dark/);
    await hostile.report(file, { language: 'zh' });
    assert.match(readFileSync(file, 'utf8'), /<html lang="zh-CN">[^]*平均质量/);
  });

  it('draws names that a terminal would obey', async () => {
    const hostile = await auditOf('h\u001b[31m<i>', [
      row('a', { path: '/p/\u001b[31mred\n.jpg', identity: '\u001b]0;x\u0007', source: '\u0001', pixelHash: 'p' }),
      row('b', { path: '/p/b.jpg', identity: '\u001b]0;x\u0007', pixelHash: 'p' })
    ]);
    for (const one of [
      hostile,
      hostile.gallery({ identity: '\u001b]0;x\u0007' }),
      hostile.identities(),
      hostile.exactDuplicates()
    ])
      assert.ok((await (one as any)[Symbol.for('Jupyter.display')]())['image/png'].length > 1000);
  });

  it('tells how far it is, in the notebook', () => {
    const progress = {
      ...{
        name: 'gate',
        done: 40,
        recognised: 10,
        total: 80,
        acquired: 38,
        notAcquired: 1,
        failed: 1,
        meanQuality: 0.7
      },
      ...{
        qualities: [1, 0, ...Array<number>(17).fill(0), 8],
        findings: [{ code: 'dark', count: 3 }],
        seconds: 10,
        rate: 3,
        left: 13
      }
    };
    const [way, histogram, seen] = auditProgressText(progress, 'en').split('\n');
    assert.match(way, /^gate: █{12}░{12} 50 % {2}40 of 80 pictures.* · 10 known from before$/);
    assert.equal(histogram, `0 ▕▁${' '.repeat(18)}█▏ 1   mean quality 0.70`);
    assert.equal(seen, '1 without a face · 1 could not be processed · Dark 3');
    assert.match(auditProgressText(progress, 'zh', 'stopped'), /^gate: 已停止：处理了 40 张照片/);
  });

  it('tells who watches how far its searches are, and nothing of what is known already', async () => {
    const told: { search: string; shares: number[]; ended: boolean }[] = [];
    watchSearches(store, (name, search) => {
      assert.equal(name, 'first');
      const one = { search, shares: [] as number[], ended: false };
      told.push(one);
      return { progress: share => one.shares.push(share), end: error => (one.ended = error === undefined) };
    });
    await auditJson(audit);
    await audit.outliers();
    await auditJson(audit);
    assert.deepEqual(
      told.map(({ search, ended }) => [search, ended]),
      [
        ['nearDuplicates', true],
        ['names', true],
        ['outliers', true]
      ]
    );
    for (const { shares } of told) {
      assert.ok(shares.every(share => share >= 0 && share <= 1));
      assert.deepEqual(
        shares,
        [...shares].sort((a, b) => a - b)
      );
    }
    assert.ok(told[1].shares.length > 0);
  });

  it('is one JSON object for programs', async () => {
    const json = await auditJson(audit);
    assert.deepEqual(Object.keys(json), [
      ...[
        'name',
        'run',
        'state',
        'pictures',
        'acquired',
        'notAcquired',
        'failed',
        'meanQuality',
        'lowShare',
        'assessments'
      ],
      ...[
        'findings',
        'sources',
        'exactDuplicates',
        'nearDuplicates',
        'labelErrors',
        'splitIdentities',
        'mergedIdentities'
      ],
      'thinIdentities'
    ]);
    assert.deepEqual(json.nearDuplicates, []);
    const unsearched = await auditJson(audit, { search: false });
    assert.deepEqual(
      [unsearched.nearDuplicates, unsearched.labelErrors, unsearched.mergedIdentities],
      [null, null, null]
    );
    assert.deepEqual(json.thinIdentities, [
      { identity: 'Chen 陈', pictures: 1, good: 1 },
      { identity: 'ben', pictures: 2, good: 0 }
    ]);
  });
});
