import assert from 'node:assert/strict';
import { dayOf } from '../../../jupyterlab-ext/src/panels/today/day';
import { fill, textFor } from '../../../jupyterlab-ext/src/text';

const HOUR = 3_600_000;

describe('sidebar: the reader’s day', () => {
  const zone = process.env.TZ;
  afterEach(() => {
    if (zone === undefined) delete process.env.TZ;
    else process.env.TZ = zone;
  });

  const hours = (timeZone: string, time: string): [string, number] => {
    process.env.TZ = timeZone;
    const { from, to } = dayOf(new Date(time));
    return [new Date(from).toISOString(), (to - from) / HOUR];
  };

  it('begins at midnight where the reader is', () => {
    assert.deepEqual(hours('UTC', '2026-03-14T23:59:59Z'), ['2026-03-14T00:00:00.000Z', 24]);
    assert.deepEqual(hours('Asia/Shanghai', '2026-03-14T23:59:59Z'), ['2026-03-14T16:00:00.000Z', 24]);
    assert.deepEqual(hours('Asia/Kathmandu', '2026-03-14T12:00:00Z'), ['2026-03-13T18:15:00.000Z', 24]);
  });

  it('has 23 or 25 hours when the clocks change', () => {
    assert.equal(hours('Europe/Berlin', '2026-03-29T10:00:00Z')[1], 23);
    assert.equal(hours('Europe/Berlin', '2026-10-25T10:00:00Z')[1], 25);
  });
});

describe('sidebar: words', () => {
  it('follows the language of JupyterLab and falls back to English', () => {
    assert.equal(textFor('zh_CN').today, '今日');
    assert.equal(textFor('zh-TW').today, '今日');
    assert.equal(textFor('default').today, 'Today');
    assert.equal(textFor('fr_FR').today, 'Today');
  });

  it('fills in the same values in both languages', () => {
    const places = (sentence: unknown) => [...JSON.stringify(sentence).matchAll(/\{\w+\}/g)].map(m => m[0]).sort();
    const [en, zh] = [textFor('en'), textFor('zh_CN')];
    for (const key of Object.keys(en) as (keyof typeof en)[]) {
      assert.deepEqual(Object.keys(zh[key]).length > 0, true);
      if (key !== 'origins') assert.deepEqual(places(zh[key]), places(en[key]), key);
    }
    assert.deepEqual(Object.keys(zh.origins), Object.keys(en.origins));
    assert.equal(fill(en.lowRate, { reject: '0.40' }), 'Below 0.40');
  });
});
