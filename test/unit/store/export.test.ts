import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { COLUMNS, exportLines, exportStore, Store } from '../../../kernel-lib/src/store';
import { failure, NOON, sample, useFolder } from './sample';

describe('store: export', () => {
  const folder = useFolder();
  let store: Store;
  const at = (name: string) => path.join(folder(), name);
  beforeEach(async () => {
    store = Store.open(at('facegauge.db'));
    store.record(sample('anna', { path: '/pictures/a "quoted", name.jpg', source: '=cmd()', tags: { cam: 'A' } }));
    store.record(failure('ben', 'NO_FACE'));
    // caf\xe9.jpg, which is not UTF-8
    store.record(sample('cafe', { path: '/pictures/caf\\xe9.jpg', pathRaw: Buffer.from('2f636166e9', 'hex') }));
    await store.flush();
  });
  afterEach(() => store.close());

  it('writes CSV by the names of the columns; no face and no embedding unless it is asked for', async () => {
    await exportStore(store, at('t.csv'));
    const [head, anna, ben, cafe] = parse(readFileSync(at('t.csv'))) as string[][];
    const of = (row: string[], name: string) => row[head.indexOf(name)];
    assert.deepEqual(
      COLUMNS.map(({ name }) => name).filter(name => !head.includes(name)),
      ['landmarks', 'quality_map', 'components', 'causes', 'warnings', 'embedding', 'thumbnail']
    );
    assert.deepEqual(
      ['id', 'path', 'source', 'quality', 'findings', 'processed_at'].map(name => of(anna, name)),
      ['1', '/pictures/a "quoted", name.jpg', "'=cmd()", '0.8', 'defocus dark', new Date(NOON).toISOString()]
    );
    assert.equal(of(anna, 'tags'), '{"cam":"A"}');
    assert.deepEqual([of(ben, 'error_code'), of(ben, 'quality')], ['NO_FACE', '']);
    assert.equal(of(cafe, 'path_raw'), '2f636166e9');
  });

  it('writes JSON Lines with the fields of a stored sample, as a stream too', async () => {
    let text = '';
    for await (const line of exportLines(store, 'jsonl', { embeddings: true })) text += line;
    const rows = text
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line));
    const [anna] = [...store.samples()];
    const { thumbnail: _, embedding, ...facts } = anna;
    const { embedding: written, ...rest } = rows[0];
    assert.deepEqual(rest, { ...facts });
    assert.deepEqual(written, Array.from(embedding!));
    assert.equal(rows[1].box, null);
    assert.equal(rows[2].pathRaw, '2f636166e9');
    for await (const line of exportLines(store, 'jsonl')) assert.ok(!('embedding' in JSON.parse(line)));
  });

  it('writes Parquet, of one run alone where it is asked for', async () => {
    const run = await store.beginRun({ name: 'audit' });
    await store.record(sample('dora', { run }));
    const { rows } = await exportStore(store, at('t.parquet'), { run, embeddings: true });
    assert.equal(rows, 1);
    const { asyncBufferFromFile, parquetReadObjects } = await import('hyparquet');
    const [row] = await parquetReadObjects({ file: await asyncBufferFromFile(at('t.parquet')) });
    const [dora] = [...store.samples({ run })];
    assert.deepEqual([row.run, row.quality, row.findings], [BigInt(run), 0.8, ['defocus', 'dark']]);
    assert.deepEqual([row.processed_at, row.causes, row.box_x], [new Date(NOON), dora.causes, -3.5]);
    assert.deepEqual(row.embedding, Array.from(dora.embedding!));
    assert.ok(!('thumbnail' in row));
  });
});
