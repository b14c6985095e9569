import assert from 'node:assert/strict';
import path from 'node:path';
import { exportRows, Store } from '../../../kernel-lib/src/store';
import { failure, sample, useFolder } from './sample';

describe('store: export', () => {
  const folder = useFolder();
  let store: Store;
  beforeEach(async () => {
    store = Store.open(path.join(folder(), 'facegauge.db'));
    store.record(sample('anna', { path: '/pictures/a "quoted", name.jpg', source: '=cmd()' }));
    store.record(failure('ben', 'NO_FACE'));
    await store.flush();
  });
  afterEach(() => store.close());

  it('writes CSV that quotes what must be quoted and no spreadsheet runs', () => {
    const lines = [...exportRows(store, 'csv')].join('').split('\r\n');
    assert.equal(lines.length, 4);
    assert.match(lines[0], /^id,run,key,path,source,.*,taken_at,taken_at_zoned,processed_at,/);
    assert.ok(lines[1].includes('"/pictures/a ""quoted"", name.jpg"'));
    assert.ok(lines[1].includes(",'=cmd(),"));
    assert.ok(lines[2].includes('NO_FACE'));
  });

  it('writes JSON Lines with embedding and map', () => {
    const rows = [...exportRows(store, 'jsonl')].map(line => JSON.parse(line));
    assert.equal(rows[0].embedding.length, 512);
    assert.equal(rows[0].qualityMap.length, 7);
    assert.equal(rows[1].errorCode, 'NO_FACE');
    assert.ok(!('thumbnail' in rows[0]));
  });
});
