import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Store, type ListedSample, type PageQuery, type StoredSample } from '../../../kernel-lib/src/store';
import { DAY, failure, NOON, sample } from './sample';

describe('store: pages of a list', () => {
  let folder: string;
  let store: Store;
  let rows: StoredSample[];
  let run: number;
  let state = 1;
  const random = () => (state = (state * 16807) % 2147483647) / 2147483647;
  before(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'facegauge-pages-'));
    store = Store.open(path.join(folder, 'pages.db'));
    run = await store.beginRun({ name: 'audit' });
    for (let i = 0; i < 500; i++) {
      const changes = {
        processedAt: NOON + Math.floor(random() * 5 * DAY),
        takenAt: i % 3 ? NOON - Math.floor(random() * 50 * DAY) : null,
        source: `s${i % 4}`,
        run: i % 3 ? run : null,
        identity: `person-${i % 20}`,
        path: `/pictures/${i % 2 ? 'Kiosk' : 'door'}/${i}.jpg`
      };
      // Many share a quality: the order among them is that of their ids.
      const quality = Math.floor(random() * 50) / 50;
      const findings = ['dark', 'mask'].filter(() => random() < 0.3);
      const assessment = quality > 0.5 ? ('trusted' as const) : ('rejected' as const);
      store.record(
        i % 11 ? sample(`${i}`, { ...changes, quality, findings, assessment }) : failure(`${i}`, 'NO_FACE', changes)
      );
    }
    await store.flush();
    rows = [...store.samples({ large: false })];
  });
  after(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });

  const all = (asked: PageQuery): ListedSample[] => {
    const found: ListedSample[] = [];
    for (;;) {
      const page = store.worstFirst({ limit: 61, ...asked, after: found.at(-1) });
      found.push(...page);
      if (page.length < 61) return found;
    }
  };
  const expected = (asked: PageQuery): number[] =>
    rows
      .filter(
        r =>
          r.quality !== null &&
          (asked.from === undefined || r.processedAt >= asked.from) &&
          (asked.to === undefined || r.processedAt < asked.to) &&
          (asked.source === undefined || r.source === asked.source) &&
          (asked.run === undefined || r.run === asked.run) &&
          (asked.least === undefined || r.quality >= asked.least) &&
          (asked.most === undefined || r.quality < asked.most) &&
          (asked.finding === undefined || r.findings.includes(asked.finding)) &&
          (asked.assessment === undefined || r.assessment === asked.assessment) &&
          (asked.identity === undefined || r.identity === asked.identity) &&
          (asked.text === undefined || r.path!.toLowerCase().includes(asked.text.toLowerCase()))
      )
      .sort((a, b) => a.quality! - b.quality! || a.id - b.id)
      .map(({ id }) => id);

  it('give each match once, worst first, whatever the filters and whichever index they go by', () => {
    const filters: PageQuery[] = [
      {},
      { run },
      { run: null },
      { source: 's1' },
      { finding: 'mask' },
      { identity: 'person-7' },
      { assessment: 'rejected' },
      { text: 'KIOSK/1' },
      { least: 0.2, most: 0.5 },
      { from: NOON + DAY + 5, to: NOON + 2 * DAY },
      { from: NOON + DAY, to: NOON + DAY + 3_600_000, source: 's2' },
      { run, source: 's3', finding: 'dark' },
      { run, identity: 'person-3', finding: 'dark', least: 0.1 },
      { source: 'nowhere' },
      { text: '%' }
    ];
    for (const asked of filters) {
      const ids = all(asked).map(({ id }) => id);
      assert.deepEqual(ids, expected(asked), JSON.stringify(asked));
      const total = store.totalOf(asked);
      const unknown = asked.text ?? asked.identity ?? asked.assessment ?? (asked.finding && asked.least);
      assert.equal(total, unknown === undefined ? ids.length : null, JSON.stringify(asked));
    }
    assert.equal(store.totalOf({ least: 0.0005 }), null);
  });

  it('show what a list shows', () => {
    const [worst] = store.worstFirst({ limit: 1 });
    const row = rows.find(({ id }) => id === worst.id)!;
    for (const [field, value] of Object.entries(worst))
      assert.deepEqual(value, row[field as keyof StoredSample], field);
  });

  it('give everything or the failures, newest first', () => {
    for (const asked of [
      {},
      { failed: true },
      { failed: true, source: 's0' },
      { run, from: NOON + DAY, to: NOON + 3 * DAY }
    ]) {
      const found: ListedSample[] = [];
      for (;;) {
        const page = store.newestFirst({ limit: 61, ...asked, after: found.at(-1) });
        found.push(...page);
        if (page.length < 61) break;
      }
      const { failed, source, run: one, from = 0, to = Infinity } = asked as PageQuery & { failed?: boolean };
      const wanted = rows
        .filter(r => (!failed || r.errorCode !== null) && (source === undefined || r.source === source))
        .filter(r => (one === undefined || r.run === one) && r.processedAt >= from && r.processedAt < to)
        .sort((a, b) => b.processedAt - a.processedAt || b.id - a.id);
      assert.deepEqual(
        found.map(({ id }) => id),
        wanted.map(({ id }) => id),
        JSON.stringify(asked)
      );
    }
  });

  it('have series by hour, by day of a zone and by source, processed or taken', () => {
    const stretch = { from: NOON, to: NOON + 6 * DAY };
    const hour = 3_600_000;
    const sums = (bucket: number, offset: number, key: (r: StoredSample) => number | null, by = false) => {
      const map = new Map<string, [number, number, number]>();
      for (const r of rows) {
        const at = key(r);
        if (at === null) continue;
        const start = Math.floor((at + offset) / bucket) * bucket - offset;
        const name = `${start} ${by ? r.source : ''}`;
        const sum = map.get(name) ?? [0, 0, 0];
        map.set(name, [
          sum[0] + 1,
          sum[1] + Number(r.quality !== null),
          sum[2] + Number(r.quality !== null && r.quality < 0.4)
        ]);
      }
      return Object.fromEntries(map);
    };
    const got = (asked: Parameters<Store['series']>[0]) =>
      Object.fromEntries(store.series(asked).map(s => [`${s.start} ${s.source ?? ''}`, [s.pictures, s.scored, s.low]]));
    const processed = (r: StoredSample) => r.processedAt;
    const taken = (r: StoredSample) => r.takenAt;
    assert.deepEqual(got({ ...stretch, bucket: hour }), sums(hour, 0, processed));
    const nepal = 5.75 * hour;
    assert.deepEqual(
      got({ ...stretch, bucket: DAY, offset: nepal, bySource: true }),
      sums(DAY, nepal, processed, true)
    );
    const long = { from: NOON - 60 * DAY, to: NOON + DAY };
    assert.deepEqual(got({ ...long, bucket: hour, time: 'taken' }), sums(hour, 0, taken));
    assert.deepEqual(got({ ...long, bucket: DAY, time: 'taken', bySource: true }), sums(DAY, 0, taken, true));
    const one = store.series({ ...stretch, bucket: DAY, source: 's1', run });
    assert.equal(
      one.reduce((sum, { pictures }) => sum + pictures, 0),
      rows.filter(r => r.source === 's1' && r.run === run).length
    );
    assert.throws(() => store.series({ ...long, bucket: hour, time: 'taken', source: 's1' }), {
      code: 'INVALID_ARGUMENT'
    });
  });

  it('count low pictures anew everywhere when the threshold changes', async () => {
    await store.setPolicy({ qualityReject: 0.3 });
    const low = rows.filter(r => r.quality !== null && r.quality < 0.3);
    const sum = (list: { low: number }[]) => list.reduce((total, one) => total + one.low, 0);
    const long = { from: 0, to: NOON + 60 * DAY };
    const withTime = low.filter(r => r.takenAt !== null).length;
    assert.equal(store.summaryOf(long).low, low.length);
    assert.equal(store.summaryOf({ ...long, source: 's2' }).low, low.filter(r => r.source === 's2').length);
    assert.equal(sum(store.sources(long)), low.length);
    assert.equal(sum(store.series({ ...long, bucket: DAY })), low.length);
    assert.equal(sum(store.series({ ...long, bucket: DAY, bySource: true })), low.length);
    assert.equal(sum(store.series({ ...long, bucket: DAY, time: 'taken' })), withTime);
    assert.equal(sum(store.series({ ...long, bucket: DAY, time: 'taken', bySource: true })), withTime);
    await store.undoPolicy();
    assert.equal(store.summaryOf(long).low, rows.filter(r => r.quality !== null && r.quality < 0.4).length);
  });
});
