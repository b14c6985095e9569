import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {
  countOf,
  intake,
  isFailure,
  labeller,
  placesOf,
  type AuditItem,
  type IntakeFailure,
  type LabelRules
} from '../../../../kernel-lib/src/audit/intake';
import { FacegaugeError } from '../../../../kernel-lib/src/errors';
import { nameOf, readable } from '../../../../kernel-lib/src/names';

describe('intake of a data set', () => {
  let root: string;
  before(() => {
    root = mkdtempSync(path.join(os.tmpdir(), 'facegauge-intake-'));
    for (const file of [
      'gate/anna/1.jpg',
      'gate/anna/2.PNG',
      'office/ben/3',
      'office/ben/notes.txt',
      'office/old.heic'
    ])
      put(file, 'x');
    for (const hidden of ['.git/a.jpg', 'gate/.DS_Store', 'gate/._1.jpg']) put(hidden, 'x');
    symlinkSync('..', path.join(root, 'gate/up'));
  });
  after(() => rmSync(root, { recursive: true }));

  function put(file: string, content: string | Uint8Array): string {
    const place = path.join(root, file);
    mkdirSync(path.dirname(place), { recursive: true });
    writeFileSync(place, content);
    return place;
  }

  async function take(
    what: string[],
    rules: LabelRules = {}
  ): Promise<{ items: AuditItem[]; failures: IntakeFailure[]; passedOver: string[] }> {
    const passedOver: string[] = [];
    const options = {
      label: labeller(rules),
      onPassedOver: (file: string) => void passedOver.push(path.basename(file))
    };
    const [items, failures]: [AuditItem[], IntakeFailure[]] = [[], []];
    for await (const one of intake(await placesOf(what), options))
      isFailure(one) ? failures.push(one) : items.push(one);
    items.sort((a, b) => (a.image < b.image ? -1 : 1));
    return { items, failures, passedOver };
  }
  const names = (items: AuditItem[]): string[] => items.map(({ image }) => path.relative(root, image));

  it('finds the pictures of a folder, each once, and says what it passes over', async () => {
    const { items, passedOver } = await take([root]);
    assert.deepEqual(names(items), ['gate/anna/1.jpg', 'gate/anna/2.PNG', 'office/ben/3', 'office/old.heic']);
    assert.deepEqual(passedOver, ['notes.txt']);
    assert.deepEqual(
      items.map(({ source, identity }) => [source, identity]),
      [
        ['anna', null],
        ['anna', null],
        ['ben', null],
        ['office', null]
      ]
    );
    assert.equal(await countOf(await placesOf([root]), { label: labeller({}) }, new AbortController().signal), 4);
  });

  it('takes people from folders, and then the source from the folder above', async () => {
    const { items } = await take([path.join(root, 'gate'), path.join(root, 'office/ben')], { identity: 'folder' });
    assert.deepEqual(
      items.map(({ source, identity }) => [source, identity]),
      [
        ['gate', 'anna'],
        ['gate', 'anna'],
        ['office', 'ben']
      ]
    );
  });

  it('takes people, sources and tags from the groups of a pattern', async () => {
    const { items } = await take([root], { pattern: /^(?<source>\w+)\/(?<identity>\w+)\/(?<number>\d)/g });
    assert.deepEqual(items[0], {
      image: path.join(root, 'gate/anna/1.jpg'),
      source: 'gate',
      identity: 'anna',
      tags: { number: '1' }
    });
    assert.deepEqual({ ...items[3], image: '' }, { image: '', source: 'office', identity: null, tags: null });
    assert.throws(() => labeller({ identity: 'pattern', pattern: '(?<who>.)' }), {
      code: 'INVALID_ARGUMENT',
      found: '(?<who>.)'
    });
    assert.throws(() => labeller({ pattern: '(' }), { code: 'INVALID_ARGUMENT' });
  });

  it('matches patterns of paths, whatever the extension', async () => {
    const glob = async (pattern: string): Promise<string[]> => names((await take([path.join(root, pattern)])).items);
    assert.deepEqual(await glob('gate/*/*.jpg'), ['gate/anna/1.jpg']);
    assert.deepEqual(await glob('**/*.txt'), ['office/ben/notes.txt']);
    assert.deepEqual(await glob('{gate,office}/*/[!a-z0-2]*'), ['office/ben/3']);
    assert.deepEqual(await glob('*/anna/?.{jpg,PNG}'), ['gate/anna/1.jpg', 'gate/anna/2.PNG']);
    assert.deepEqual(await glob('gate/**'), ['gate/anna/1.jpg', 'gate/anna/2.PNG']);
    // Brackets may be part of a name: what is there is what is meant.
    put('set [1]/a.jpg', 'x');
    assert.deepEqual(names((await take([path.join(root, 'set [1]')])).items), ['set [1]/a.jpg']);
    rmSync(path.join(root, 'set [1]'), { recursive: true });
  });

  it('reads a CSV list: paths relative to it, source, identity, and the rest as tags', async () => {
    const list = put(
      'lists/a.csv',
      '\ufefffile,identity,condition,source\r\n../gate/anna/1.jpg,anna,"good, light",door\r\n\r\n,ben,x,door\r\n/abs/"b".jpg,,,\r\nhttps://example.org/a.jpg,,,\r\n'
    );
    const { items, failures } = await take([list]);
    assert.deepEqual(items, [
      { image: '/abs/"b".jpg', source: 'abs', identity: null, tags: null },
      {
        image: path.join(root, 'gate/anna/1.jpg'),
        source: 'door',
        identity: 'anna',
        tags: { condition: 'good, light' }
      }
    ]);
    assert.deepEqual(
      failures.map(({ key, path: place, error }) => [key, place, error.code, error.found]),
      [
        ['a.csv:4', null, 'INVALID_ARGUMENT', 'no path'],
        ['a.csv:6', null, 'INVALID_ARGUMENT', 'an address: https://example.org/a.jpg']
      ]
    );
  });

  it('takes any column as source and identity', async () => {
    const list = put('lists/b.tsv', 'path\tperson\tlens\n1.jpg\tp1\twide\n');
    const { items } = await take([list], { source: { column: 'lens' }, identity: { column: 'person' } });
    assert.deepEqual(items, [{ image: path.join(root, 'lists/1.jpg'), source: 'wide', identity: 'p1', tags: null }]);
  });

  it('keeps the bytes of names that are not UTF-8', async () => {
    const list = put(
      'lists/gbk.csv',
      Buffer.concat([
        Buffer.from('path,identity\n'),
        Buffer.from([0xd5, 0xc5, 0x2e, 0x6a, 0x70, 0x67]),
        Buffer.from(',x\n')
      ])
    );
    const { items } = await take([list]);
    assert.equal(path.basename(items[0].image), nameOf(Buffer.from([0xd5, 0xc5, 0x2e, 0x6a, 0x70, 0x67])));
    assert.equal(readable(path.basename(items[0].image)), '张.jpg');
  });

  it('reads JSON Lines; a line that is none is a failure of its own', async () => {
    const list = put(
      'lists/c.jsonl',
      '{"path":"1.jpg","age":30,"identity":"p1"}\n{"path":7}\nnot json\n\n{"identity":"p2"}\n{"path":"2.jpg"}'
    );
    const { items, failures } = await take([list]);
    assert.deepEqual(
      items.map(({ identity, tags }) => [identity, tags]),
      [
        ['p1', { age: 30 }],
        [null, null]
      ]
    );
    assert.deepEqual(
      failures.map(({ key }) => key),
      ['c.jsonl:2', 'c.jsonl:3', 'c.jsonl:5']
    );
  });

  it('reads Parquet', async () => {
    const { parquetWriteFile } = await import('hyparquet-writer');
    mkdirSync(path.join(root, 'lists'), { recursive: true });
    const filename = path.join(root, 'lists/d.parquet');
    parquetWriteFile({
      filename,
      rowGroupSize: 2,
      columnData: [
        { name: 'path', data: ['1.jpg', '2.jpg', '3.jpg'], type: 'STRING' },
        { name: 'identity', data: ['a', 'b', 'c'], type: 'STRING' },
        { name: 'age', data: [1n, 2n, 3n], type: 'INT64' }
      ]
    });
    const { items } = await take([filename]);
    assert.deepEqual(
      items.map(({ image, identity, tags }) => [path.basename(image), identity, tags]),
      [
        ['1.jpg', 'a', { age: 1 }],
        ['2.jpg', 'b', { age: 2 }],
        ['3.jpg', 'c', { age: 3 }]
      ]
    );
  });

  it('says before anything begins what cannot be used', async () => {
    const code = (what: string): Promise<string> =>
      placesOf([what]).then(
        () => '',
        (error: FacegaugeError) => error.code
      );
    assert.equal(await code(path.join(root, 'nowhere')), 'MISSING');
    assert.equal(await code(put('lists/e.csv', 'name,age\nx,1\n')), 'INVALID_ARGUMENT');
    assert.equal(await code(put('lists/f.parquet', 'no parquet')), 'INVALID_ARGUMENT');
    assert.equal(await code(put('lists/g.csv', Buffer.from('path\n1.jpg\n', 'utf16le'))), 'INVALID_ARGUMENT');
    await assert.rejects(placesOf([]), { code: 'INVALID_ARGUMENT' });
  });

  it('goes on after a folder that cannot be read and after a list that breaks off', async function () {
    const broken = put('lists/h.jsonl', '{"path":"1.jpg"}\n');
    const { items } = await take([broken, path.join(root, 'gate/anna/1.jpg')]);
    assert.equal(items.length, 2);
    if (process.getuid?.() === 0)
      return console.log('      (the unreadable folder is skipped: root may read everything)');
    const locked = path.join(root, 'locked');
    mkdirSync(locked);
    chmodSync(locked, 0);
    const { items: rest, failures } = await take([locked, path.join(root, 'gate')]);
    chmodSync(locked, 0o755);
    assert.equal(rest.length, 2);
    assert.deepEqual(
      failures.map(({ path: place, error }) => [place, error.code]),
      [[locked, 'NO_PERMISSION']]
    );
  });
});
