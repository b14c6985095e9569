import assert from 'node:assert/strict';
import { SearchText, watchSearches } from '../../../kernel-lib/src/audit';
import { watched } from '../../../kernel-lib/src/audit/search-progress';
import type { Store } from '../../../kernel-lib/src/store';

describe('how far a search is', () => {
  let ms = 0;
  const text = (language: 'en' | 'zh' = 'en') => new SearchText('gate', 'nearDuplicates', language, () => ms);

  it('says how long still, from how fast it is just now and not from where it went on', () => {
    ms = 0;
    const line = text();
    assert.equal(line.running(), 'gate: near duplicates  ░░░░░░░░░░░░░░░░░░░░░░░░ 0 %');
    ms = 60_000;
    line.at(0.5);
    assert.equal(line.running(), 'gate: near duplicates  ████████████░░░░░░░░░░░░ 50 %');
    ms = 70_000;
    line.at(0.75);
    assert.equal(line.running(), 'gate: near duplicates  ██████████████████░░░░░░ 75 %, 10 s left');
    ms = 74_000;
    assert.match(line.running(), /75 %, 6.0 s left$/);
    // Later than was thought: how much later is not known.
    ms = 90_000;
    assert.match(line.running(), /75 %$/);
    assert.equal(line.ended('done'), 'gate: near duplicates: searched in 2 min');
    assert.equal(line.ended('stopped'), 'gate: near duplicates: search stopped after 2 min');
  });

  it('is said in Chinese', () => {
    ms = 0;
    const line = text('zh');
    line.at(0);
    ms = 3000;
    line.at(0.25);
    assert.equal(line.running(), 'gate：近似重复  ██████░░░░░░░░░░░░░░░░░░ 25 %，剩余 9.0 秒');
    assert.equal(line.ended('done'), 'gate：近似重复：搜索完成，用时 3.0 秒');
  });

  it('is told to who watches and to who asked, the end and a failure too', async () => {
    const store = {} as Store;
    const told: unknown[] = [];
    const search = { store, audit: 'gate', search: 'outliers' } as const;
    await watched(search, undefined, async onProgress => onProgress(0.5));
    watchSearches(store, (...what) => {
      told.push(what);
      return { progress: share => told.push(share), end: error => told.push(['end', error]) };
    });
    const found = await watched(
      search,
      share => told.push(`asked ${share}`),
      async onProgress => {
        onProgress(0.5);
        return 'found';
      }
    );
    assert.equal(found, 'found');
    const failure = new Error('stop');
    await assert.rejects(
      watched(search, undefined, () => Promise.reject(failure)),
      failure
    );
    assert.deepEqual(told, [
      ['gate', 'outliers'],
      0.5,
      'asked 0.5',
      ['end', undefined],
      ['gate', 'outliers'],
      ['end', failure]
    ]);
  });
});
