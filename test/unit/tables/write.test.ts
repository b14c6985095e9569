import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { column, writeTable } from '../../../kernel-lib/src/tables';

const COLUMNS = [
  column('id', 'integer'),
  column('path', 'text'),
  column('meanQuality', 'real'),
  column('acquired', 'boolean'),
  column('takenAt', 'unzoned-time'),
  column('processedAt', 'time'),
  column('findings', 'codes'),
  column('paths', 'texts'),
  column('tags', 'json'),
  column('box.x', 'real'),
  column('box.y', 'real'),
  column('pathRaw', 'bytes'),
  column('embedding', 'vector')
];
const AT = Date.UTC(2026, 2, 14, 12);
const NAMES = COLUMNS.map(({ name }) => name);

const full = {
  id: 7,
  path: '/人/a "quoted", name\n.jpg',
  meanQuality: -0.25,
  acquired: true,
  takenAt: AT,
  processedAt: AT + 1,
  findings: ['dark', 'defocus'],
  paths: ['/a b.jpg', '/c.jpg'],
  tags: { colour: 'rot' },
  box: { x: -3.5, y: 2 },
  pathRaw: new Uint8Array([0x2f, 0xff]),
  embedding: Float32Array.of(0.5, -0.25, 1)
};
const empty = Object.fromEntries([...Object.keys(full)].map(key => [key, null]));

describe('tables: a table becomes a file', () => {
  let folder = '';
  const at = (name: string) => path.join(folder, name);
  beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'facegauge-tables-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('CSV: RFC 4180, nothing is an empty cell, numbers stay numbers, ISO times', async () => {
    const written = await writeTable(at('t.csv'), COLUMNS, [full, empty]);
    assert.equal(written.rows, 2);
    const text = readFileSync(at('t.csv'), 'utf8');
    assert.equal(written.bytes, Buffer.byteLength(text));
    const [head, first, second] = parse(text) as string[][];
    assert.deepEqual(head, NAMES);
    assert.deepEqual(
      [head.indexOf('mean_quality'), head.indexOf('box_x'), head.indexOf('path_raw')].map(i => first[i]),
      ['-0.25', '-3.5', '2fff']
    );
    assert.equal(first[head.indexOf('path')], full.path);
    // The camera's clock says no zone; what was processed was processed at a time.
    assert.equal(first[head.indexOf('taken_at')], '2026-03-14T12:00:00.000');
    assert.equal(first[head.indexOf('processed_at')], '2026-03-14T12:00:00.001Z');
    assert.equal(first[head.indexOf('findings')], 'dark defocus');
    assert.deepEqual(JSON.parse(first[head.indexOf('paths')]), full.paths);
    assert.deepEqual(JSON.parse(first[head.indexOf('embedding')]), [0.5, -0.25, 1]);
    assert.ok(second.every(cell => cell === ''));
  });

  it('CSV: no text is a formula for a spreadsheet', async () => {
    const evil = ['=cmd()', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '＝1'];
    const harmless = ["'quoted", '1-2', 'a=b', '/=x'];
    await writeTable(
      at('t.csv'),
      [column('path', 'text')],
      [...evil, ...harmless].map(text => ({ path: text }))
    );
    const cells = (parse(readFileSync(at('t.csv'))) as string[][]).slice(1).map(([cell]) => cell);
    assert.deepEqual(cells, [...evil.map(text => `'${text}`), ...harmless]);
  });

  it('JSON Lines: the structure of the fields; an object of which nothing is known is null', async () => {
    await writeTable(at('t.jsonl'), COLUMNS, [full, empty]);
    const [one, two] = readFileSync(at('t.jsonl'), 'utf8')
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line));
    assert.deepEqual(one, { ...full, pathRaw: '2fff', embedding: [0.5, -0.25, 1] });
    assert.equal(two.box, null);
    assert.equal(two.embedding, null);
  });

  it('Parquet: several row groups, read back by hyparquet', async () => {
    async function* rows() {
      for (let id = 0; id < 4500; id++) yield id % 2 ? { ...full, id } : { ...empty, id };
    }
    await writeTable(at('t.parquet'), COLUMNS, rows());
    const { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } = await import('hyparquet');
    const file = await asyncBufferFromFile(at('t.parquet'));
    const metadata = await parquetMetadataAsync(file);
    assert.deepEqual([Number(metadata.num_rows), metadata.row_groups.length], [4500, 3]);
    const read = await parquetReadObjects({ file, rowStart: 4498, rowEnd: 4500, utf8: false });
    const [none, one] = read as Record<string, unknown>[];
    assert.deepEqual(Object.keys(one), NAMES);
    assert.ok(NAMES.slice(1).every(name => none[name] == null));
    assert.deepEqual(
      [one.id, one.path, one.mean_quality, one.acquired, one.findings, one.paths, one.tags, one.box_x, one.embedding],
      [4499n, full.path, -0.25, true, full.findings, full.paths, full.tags, -3.5, [0.5, -0.25, 1]]
    );
    assert.deepEqual([one.taken_at, one.processed_at], [new Date(AT), new Date(AT + 1)]);
    assert.deepEqual(Buffer.from(one.path_raw as Uint8Array), Buffer.from(full.pathRaw));
  });

  it('Parquet: read by pyarrow with the types that are meant, also without rows', async function () {
    const python = process.env.FACEGAUGE_TEST_PYTHON ?? path.join(__dirname, '../../../.venv/bin/python');
    try {
      execFileSync(python, ['-c', 'import pyarrow.parquet'], { stdio: 'ignore' });
    } catch {
      console.log('      (skipped: no Python with pyarrow; FACEGAUGE_TEST_PYTHON names one)');
      return this.skip();
    }
    await writeTable(at('t.parquet'), COLUMNS, [full, empty]);
    await writeTable(at('none.parquet'), COLUMNS, []);
    const program = `
import json, sys, pyarrow.parquet as pq
table, none = pq.read_table(sys.argv[1]), pq.read_table(sys.argv[2])
assert none.num_rows == 0 and none.schema.equals(table.schema), none.schema
print(json.dumps({'types': [str(f.type) for f in table.schema], 'row': table.slice(0, 1).to_pylist()[0],
  'nulls': list(table.slice(1, 1).to_pylist()[0].values())}, default=str))`;
    const { types, row, nulls } = JSON.parse(
      execFileSync(python, ['-c', program, at('t.parquet'), at('none.parquet')], { encoding: 'utf8' })
    );
    assert.deepEqual(
      [types[0], types[4], types[5], types[6], types[12]],
      [
        'int64',
        'timestamp[ms]',
        'timestamp[ms, tz=UTC]',
        'list<element: string not null>',
        'list<element: float not null>'
      ]
    );
    assert.deepEqual([row.id, row.path, row.findings, row.embedding], [7, full.path, full.findings, [0.5, -0.25, 1]]);
    assert.ok(nulls.every((value: unknown) => value === null));
  });

  it('says what is wrong, and leaves what was there', async () => {
    writeFileSync(at('old.csv'), 'old');
    const left = () => [readFileSync(at('old.csv'), 'utf8'), readdirSync(folder)];
    const stopped = new AbortController();
    function* long() {
      for (let id = 0; ; id++) {
        if (id === 3000) stopped.abort();
        yield { id };
      }
    }
    const writing = writeTable(at('old.csv'), [column('id', 'integer')], long(), { signal: stopped.signal });
    await assert.rejects(writing, { code: 'ABORTED' });
    function* broken() {
      yield { id: 1 };
      throw Object.assign(new Error('reading failed'), { code: 'EACCES', syscall: 'read' });
    }
    await assert.rejects(writeTable(at('old.csv'), [column('id', 'integer')], broken()), { message: 'reading failed' });
    assert.deepEqual(left(), ['old', ['old.csv']]);
    await assert.rejects(writeTable(at('t.xlsx'), [], []), { code: 'INVALID_ARGUMENT' });
    mkdirSync(at('folder.csv'));
    await assert.rejects(writeTable(at('folder.csv'), [column('id', 'integer')], []), { code: 'OUTPUT_FAILED' });
    assert.deepEqual(readdirSync(folder).sort(), ['folder.csv', 'old.csv']);
  });

  for (const [code, expected] of [
    ['ENOSPC', 'NO_SPACE'],
    ['EDQUOT', 'NO_SPACE'],
    ['EACCES', 'NO_PERMISSION'],
    ['EIO', 'OUTPUT_FAILED']
  ]) {
    for (const name of ['t.csv', 't.parquet'])
      it(`says ${expected} where the system says ${code}, and nothing stays behind (${name})`, async () => {
        const { open } = fs;
        fs.open = async (...parameters) => {
          const handle = await open(...parameters);
          handle.write = () => Promise.reject(Object.assign(new Error(code), { code, syscall: 'write' }));
          return handle;
        };
        try {
          const writing = writeTable(at(name), [column('id', 'integer')], [{ id: 1 }]);
          await assert.rejects(writing, { code: expected, path: at(name) });
        } finally {
          fs.open = open;
        }
        assert.deepEqual(readdirSync(folder), []);
      });
  }
});
