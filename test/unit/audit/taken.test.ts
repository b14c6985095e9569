import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Audit } from '../../../kernel-lib/src/audit';
import { Store, type SampleRow } from '../../../kernel-lib/src/store';
import { resolvePolicy } from '../../../kernel-lib/src/verification';
import { sample, useFolder } from '../store/sample';

const DAY = 86_400_000;
const START = Date.UTC(2024, 4, 6);

interface Values {
  data: { values: { at: number; end: number; pictures: number; mean: number | null; low?: number }[] };
}

describe('quality by the time pictures were taken', function () {
  this.timeout(60_000);
  const folder = useFolder();
  let store: Store;
  let policy = resolvePolicy();
  beforeEach(() => {
    policy = resolvePolicy();
    store = Store.open(path.join(folder(), 'facegauge.db'));
  });
  afterEach(() => store.close());

  async function auditOf(name: string, rows: Partial<SampleRow>[]): Promise<Audit> {
    const run = await store.beginRun({ name, model: 'net', options: { audit: 1, what: [folder()] } });
    rows.forEach(
      (row, i) => void store.record(sample(`${name}${i}`, { thumbnail: null, embedding: null, ...row, run }))
    );
    await store.flush();
    await store.endRun(run, 'done');
    return new Audit({ store, policy: () => policy, language: 'en' }, run);
  }
  const taken = (n: number, at: (i: number) => number | null, more: Partial<SampleRow> = {}): Partial<SampleRow>[] =>
    Array.from({ length: n }, (_, i) => ({
      ...{ takenAt: at(i), takenAtZoned: false, quality: i % 4 === 0 ? 0.2 : 0.8, ...more }
    }));
  const valuesOf = (chart: unknown) => (chart as Values).data.values;

  it('is drawn day by day where there are enough for it, with the days between, and says how many say it', async () => {
    // Ten a day on Monday, Tuesday and Friday; others of the store and of no time do not count.
    const days = [0, 1, 4];
    await auditOf(
      'other',
      taken(50, i => START + 300 * DAY + i * DAY)
    );
    const audit = await auditOf('set', [
      ...taken(30, i => START + days[Math.floor(i / 10)] * DAY + (i % 10) * 3_600_000),
      ...taken(20, () => null)
    ]);
    const { overTime } = audit.charts();
    const values = valuesOf(overTime);
    assert.deepEqual(
      values.map(({ at, end, pictures }) => [(at - START) / DAY, (end - at) / DAY, pictures]),
      [
        [0, 1, 10],
        [1, 1, 10],
        [2, 1, 0],
        [3, 1, 0],
        [4, 1, 10]
      ]
    );
    assert.ok(Math.abs(values[0].mean! - (3 * 0.2 + 7 * 0.8) / 10) < 1e-9);
    assert.ok(Math.abs(values[0].low! - 0.3) < 1e-9);
    assert.equal(values[2].mean, null);
    assert.match(overTime!.description, /30 of 50 scored pictures say when they were taken, by clocks without/);
    assert.match(overTime!.description, /; 26\.7% of these rejected$/);
    // By another threshold than the store counts with, the share is not known.
    policy = resolvePolicy({ call: { qualityReject: 0.1 } });
    const without = audit.charts().overTime!;
    assert.doesNotMatch(without.description, /rejected/);
    assert.equal(valuesOf(without)[0].low, undefined);
  });

  it('takes months over years, and the commoner kind of clock', async () => {
    const audit = await auditOf('years', [
      ...taken(300, i => Date.UTC(2021, Math.floor(i / 10), 3), { takenAtZoned: true }),
      ...taken(40, i => START + i * DAY)
    ]);
    const values = valuesOf(audit.charts().overTime);
    assert.deepEqual(
      values.slice(0, 3).map(({ at, pictures }) => [new Date(at).toISOString().slice(0, 10), pictures]),
      [
        ['2021-01-01', 10],
        ['2021-02-01', 10],
        ['2021-03-01', 10]
      ]
    );
    assert.equal(values.length, 30);
    assert.match(audit.charts().overTime!.description, /^[^.]*\. 300 of 340 .* with its zone/);
  });

  it('is not drawn where too few say it, or all the same', async () => {
    assert.equal(
      (
        await auditOf(
          'none',
          taken(50, () => null)
        )
      ).charts().overTime,
      null
    );
    assert.equal(
      (
        await auditOf(
          'few',
          taken(29, i => START + i * DAY)
        )
      ).charts().overTime,
      null
    );
    assert.equal(
      (
        await auditOf(
          'same',
          taken(50, () => START)
        )
      ).charts().overTime,
      null
    );
  });

  it('is in the report, light and dark, only where there is one', async () => {
    const report = async (audit: Audit, language: 'en' | 'zh') => {
      const file = path.join(folder(), 'report.html');
      await audit.report(file, { language });
      return readFileSync(file, 'utf8');
    };
    const audit = await auditOf(
      'set',
      taken(60, i => START + (i % 6) * DAY)
    );
    const page = await report(audit, 'en');
    assert.match(
      page,
      /<h2>By the time pictures were taken<\/h2><picture><source media="screen and \(prefers-color-scheme: dark\)"/
    );
    assert.equal(page.match(/data:image\/svg\+xml;base64,/g)!.length, 2);
    assert.match(await report(audit, 'zh'), /按拍摄时间/);
    assert.doesNotMatch(
      await report(
        await auditOf(
          'none',
          taken(3, () => null)
        ),
        'en'
      ),
      /By the time/
    );
  });
});
