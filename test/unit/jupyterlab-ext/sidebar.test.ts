import assert from 'node:assert/strict';
import { FINDING_CODES } from '../../../kernel-lib/src/components/findings';
import { REMEDIES } from '../../../kernel-lib/src/components/remedies';
import { fill, textFor } from '../../../jupyterlab-ext/src/text';
import { dayOf } from '../../../jupyterlab-ext/src/view/times';
import { Locale } from '../../../jupyterlab-ext/src/locale';
import type { WarningCode } from '../../../kernel-lib/src/types';
import { CHINESE_WARNINGS, warningText } from '../../../kernel-lib/src/warning-words';
import { codesFor } from '../../../jupyterlab-ext/src/words/codes';

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
    assert.deepEqual(Object.keys(zh), Object.keys(en));
    for (const key of Object.keys(en) as (keyof typeof en)[]) {
      assert.ok(Object.keys(zh[key]).length > 0);
      assert.deepEqual(places(zh[key]), places(en[key]), key);
      if (typeof en[key] === 'object') assert.deepEqual(Object.keys(zh[key]), Object.keys(en[key]), key);
    }
    assert.equal(fill(en.lowRate, { reject: '0.40' }), 'Below 0.40');
  });

  it('has a name for every finding and says the library’s own advice', () => {
    for (const [language, at] of [
      ['en', 'en'],
      ['zh_CN', 'zh']
    ] as const) {
      const codes = codesFor(language);
      assert.deepEqual(
        FINDING_CODES.filter(code => !codes.findings[code]),
        []
      );
      for (const remedy of Object.values(REMEDIES)) {
        const sentences = Object.values(REMEDIES).filter(({ code }) => code === remedy.code);
        // Two findings share a code with sentences of their own; the common one of the library is said then.
        if (sentences.every(other => other[at] === remedy[at]) && remedy.code !== 'SHOW_ONE_FACE') {
          assert.equal(codes.advice[remedy.code], remedy[at]);
        } else assert.ok(codes.advice[remedy.code]);
      }
    }
  });

  it('says warnings of the record in Chinese as the library does, and unknown ones as they are', () => {
    const [en, zh] = [new Locale('en'), new Locale('zh_CN')];
    for (const code of Object.keys(CHINESE_WARNINGS) as WarningCode[]) {
      const warning = { code, message: 'It was so.' };
      assert.equal(en.warning(warning), 'It was so.');
      assert.equal(zh.warning(warning), warningText(warning, 'zh'));
    }
    assert.equal(zh.warning({ code: 'OF_TOMORROW', message: 'It was so.' }), 'It was so.');
  });
});
