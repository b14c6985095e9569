import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { checkNode } from '../../../kernel-lib/src/operations/doctor/machine';
import { examine, type CheckResult } from '../../../kernel-lib/src/operations';
import { Store, type SampleRow } from '../../../kernel-lib/src/store';
import { DAY, failure, NOON, sample, useFolder } from '../store/sample';

describe('doctor', () => {
  const folder = useFolder();
  const file = (): string => path.join(folder(), 'one.db');
  const fill = async (rows: Iterable<SampleRow>): Promise<void> => {
    const store = Store.open(file());
    for (const row of rows) await store.record(row).catch(assert.fail);
    await store.close();
  };
  const said = (results: CheckResult[], check: string): CheckResult | undefined =>
    results.find(result => result.check === check && result.health !== 'ok');
  /** Qualities around a mean, the same for every run of the test. */
  function* kiosk(n: number, mean: number, at: number, source = 'kiosk'): Generator<SampleRow> {
    for (let i = 0; i < n; i++)
      yield sample(`${source} ${at} ${i}`, { source, processedAt: at + i, quality: mean + 0.1 * Math.sin(i) });
  }

  it('finds nothing to complain of where all is well', async () => {
    await fill([...kiosk(80, 0.8, NOON - 3 * DAY), ...kiosk(80, 0.79, NOON - DAY / 2)]);
    const results = await examine(file(), NOON);
    const about = ['node', 'models', 'store', 'clock', 'policy', 'outbox', 'pictures', 'quality', 'faceless'];
    assert.deepEqual(
      results.filter(({ check, health }) => about.includes(check) && health !== 'ok'),
      []
    );
    assert.ok(results.some(({ check }) => check === 'store'));
  });

  it('notices a drop in quality of one source, and not one that chance explains', async () => {
    await fill([
      ...kiosk(80, 0.8, NOON - 3 * DAY),
      ...kiosk(80, 0.6, NOON - DAY / 2),
      ...kiosk(60, 0.8, NOON - 3 * DAY, 'door'),
      ...kiosk(10, 0.5, NOON - DAY / 2, 'door')
    ]);
    const drop = said(await examine(file(), NOON), 'quality');
    assert.match(drop!.found, /kiosk: mean quality 0\.(60|59) in the last day, 0\.(80|79) in the week before/);
    assert.equal((await examine(file(), NOON)).filter(({ check }) => check === 'quality').length, 1);
  });

  it('notices a batch without faces', async () => {
    const faceless = Array.from({ length: 60 }, (_, i) =>
      failure(`none ${i}`, 'NO_FACE', { processedAt: NOON - 1000 + i })
    );
    await fill([...kiosk(80, 0.8, NOON - 3 * DAY), ...faceless]);
    assert.match(
      said(await examine(file(), NOON), 'faceless')!.found,
      /60 of 60 pictures of the last hour have no face/
    );
  });

  it('notices rows from the future, and a store that is none', async () => {
    await fill([sample('tomorrow', { processedAt: NOON + DAY })]);
    assert.ok(said(await examine(file(), NOON), 'clock'));
    writeFileSync(path.join(folder(), 'text.db'), 'this is no database, however one looks at it');
    const fault = said(await examine(path.join(folder(), 'text.db'), NOON), 'store')!;
    assert.equal(fault.health, 'fault');
    assert.ok(fault.action);
  });

  it('knows which Node is too old', () => {
    assert.equal(checkNode('18.20.1').health, 'fault');
    assert.equal(checkNode('20.18.0').health, 'fault');
    assert.equal(checkNode('20.19.0').health, 'ok');
    assert.equal(checkNode('24.1.0').health, 'ok');
  });
});
