import assert from 'node:assert/strict';
import { lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { auditJson, watchSearches, type Audit, type SampleFilter } from '../../../kernel-lib/src/audit';
import { eachRecord } from '../../../kernel-lib/src/audit/records';
import { bytesOf, nameOf } from '../../../kernel-lib/src/names';
import type { SampleRow, Store } from '../../../kernel-lib/src/store';
import { failure } from '../store/sample';
import { useStoredAudit } from './stored-audit';

describe('audit in a store', () => {
  const the = useStoredAudit();
  const { folder, row, auditOf } = the;
  let store: Store;
  let audit: Audit;
  beforeEach(() => ({ store, audit } = the));

  /** Whether a filter means a row, said as plainly as can be. */
  function expected(
    { quality, errorCode, findings, source, identity, tags, path: place }: SampleRow,
    filter: SampleFilter,
    sort: string
  ): boolean {
    const { qualityTrust: trust, qualityReject: reject } = the.policy;
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
    the.policy = { ...the.policy, qualityReject: 0.55, qualityTrust: 0.65 };
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
    the.policy = { ...the.policy, qualityTrust: 0.95, qualityReject: 0.1 };
    assert.equal(found({ assessment: 'review' }).length, 6);
  });

  it('finds tags whatever characters are in their names and values', async () => {
    const odd = { 'li"ght': 'da"y', 'a.b': 'x', 'c\\d': 1, '': 'none', $: true, '[0]': 'first' };
    const tagged = await auditOf('odd', [
      row('t1', { tags: odd }),
      row('t2', { tags: { light: 'day' } }),
      row('t3', {})
    ]);
    for (const [name, value] of Object.entries(odd)) {
      assert.deepEqual(names(tagged.samples({ tags: { [name]: value } })), ['t1'], name);
      assert.equal(tagged.count({ tags: { [name]: value } }), 1, name);
      assert.deepEqual(names(tagged.samples({ tags: { [name]: 'other' } })), [], name);
    }
    assert.deepEqual(names(tagged.samples({ tags: odd })), ['t1']);
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
        const query = { run: large.run, policy: the.policy, filter, sort };
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
    const { sharedIdentities: people, exactDuplicates: pixels } = other.compareWith(audit);
    assert.deepEqual([...people], [{ identity: 'anna', pictures: 1, otherPictures: 3 }]);
    assert.deepEqual(
      [...pixels].map(({ id, otherId }) => [otherId, id]),
      [...exactDuplicates].map(({ id, otherId }) => [id, otherId])
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
});
