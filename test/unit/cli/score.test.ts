import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { bytesOf } from '../../../kernel-lib/src/names';
import { Store } from '../../../kernel-lib/src/store';
import { sample } from '../engine/pictures';
import { COMMAND, facegauge, jsonLines } from './command';

describe('facegauge score', () => {
  let folder: string;

  before(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'facegauge-cli-'));
    mkdirSync(path.join(folder, '脸 😀'));
    copyFileSync(sample('p01-a.jpg'), path.join(folder, '脸 😀/<img onerror=alert(1)>.jpg'));
    copyFileSync(sample('p02-a.jpg'), path.join(folder, 'b.jpg'));
    copyFileSync(sample('empty-path.jpg'), path.join(folder, 'room.jpg'));
    writeFileSync(path.join(folder, 'notes.txt'), 'no picture');
    writeFileSync(path.join(folder, 'empty.jpg'), '');
  });
  after(() => rmSync(folder, { recursive: true }));

  it('writes one JSON object a file and nothing else to standard output', async () => {
    const outcome = await facegauge(['score', folder, '--json']);
    const lines = jsonLines(outcome);
    assert.equal(outcome.code, 1, outcome.stderr);
    const byName = new Map(lines.map(line => [path.basename(line.path), line]));
    assert.deepEqual([...byName.keys()].sort(), [
      '<img onerror=alert(1)>.jpg',
      'b.jpg',
      'empty.jpg',
      'notes.txt',
      'room.jpg'
    ]);
    assert.equal(lines.length, 5);
    const face = byName.get('b.jpg')!;
    assert.equal(face.embedding.length, 512);
    assert.equal(face.assessment, 'trusted');
    assert.equal(face.landmarks.length, 5);
    assert.equal(face.device, 'cpu');
    const room = byName.get('room.jpg')!;
    assert.deepEqual([room.faces, room.assessment, room.error.code], [0, 'not-acquired', 'NO_FACE']);
    assert.equal(byName.get('empty.jpg')!.error.code, 'EMPTY_FILE');
    assert.equal(byName.get('notes.txt')!.error.code, 'NOT_AN_IMAGE');
    assert.match(outcome.stderr, /5 pictures: Trusted 2 · No face detected 1 · Not readable 2/);
  });

  it('writes one line a face where all are asked for, and records one a picture', async () => {
    const store = path.join(folder, 'faces.db');
    const outcome = await facegauge(['score', sample('group.jpg'), '--all-faces', '--json', `--store=${store}`]);
    const lines = jsonLines(outcome);
    assert.ok(lines.length >= 3);
    assert.deepEqual(
      lines.map(({ faceIndex }) => faceIndex),
      lines.map((_, i) => i)
    );
    assert.ok(lines.every(({ faces, embedding }) => faces === lines.length && embedding.length === 512));
    assert.match(outcome.stderr, new RegExp(`^${lines.length} results: `));
    const opened = Store.open(store, { readOnly: true });
    assert.equal([...opened.samples()].length, 1);
    await opened.close();
    rmSync(store);
  });

  it('ends with 0 where every picture was scored, and shows people a table', async () => {
    const { code, stdout, stderr } = await facegauge(['score', sample('p01-a.jpg'), sample('p02-a.jpg')]);
    assert.equal(code, 0, stderr);
    const [head, ...rows] = stdout.trimEnd().split('\n');
    assert.match(head, /^quality\s+assessment\s+picture\s+main reason$/);
    assert.equal(rows.length, 2);
    for (const row of rows) assert.match(row, /^\s+0\.\d{2} {2}Trusted\s+\S+p0[12]-a\.jpg/);
  });

  it('speaks Chinese where LANG or --lang says so', async () => {
    const [byEnvironment, byOption] = await Promise.all([
      facegauge(['score', sample('p01-a.jpg')], { LANG: 'zh_CN.UTF-8' }),
      facegauge(['score', sample('p01-a.jpg'), '--lang', 'zh'])
    ]);
    for (const { stdout, stderr } of [byEnvironment, byOption]) {
      assert.match(stdout, /质量分.*评估.*图片/);
      assert.match(stdout, /可信/);
      assert.match(stderr, /共 1 张图片：可信 1/);
    }
  });

  it('takes the options of the library', async () => {
    const args = [
      'score',
      sample('p01-a.jpg'),
      '--json',
      '--copies',
      '3',
      '--detail',
      'occlusion',
      '--quality-trust',
      '0.99'
    ];
    const [line] = jsonLines(await facegauge(args));
    assert.equal(line.copies.n, 3);
    assert.equal(line.occlusionMap.length, 14);
    assert.equal(line.assessment, 'review');
  });

  it('records where --store says', async () => {
    const file = path.join(folder, 'record.db');
    const { code, stderr } = await facegauge(['score', sample('p01-a.jpg'), '--store', file, '--source', 'gate 7']);
    assert.equal(code, 0, stderr);
    assert.match(stderr, /recorded in .*record\.db/);
    const store = Store.open(file, { readOnly: true });
    assert.deepEqual(
      [...store.samples()].map(({ source }) => source),
      ['gate 7']
    );
    await store.close();
    rmSync(file);
  });

  it('scores and records pictures whose names are not UTF-8', async function () {
    // 人脸/中.jpg in GBK, typed as it is: a shell does not care what a name's bytes mean.
    const gbk = Buffer.concat([Buffer.from(`${folder}/gbk-`), Buffer.from('c8cbc1b3', 'hex')]);
    const picture = Buffer.concat([gbk, Buffer.from('2fd6d0', 'hex'), Buffer.from('.jpg')]);
    try {
      mkdirSync(gbk);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EILSEQ') throw error;
      console.log('      (skipped: this file system takes UTF-8 alone)');
      this.skip();
    }
    copyFileSync(sample('p01-a.jpg'), picture);
    const file = path.join(folder, 'gbk.db');
    const rest = ["'", ...COMMAND, 'score'].slice(1).join("' '");
    const line = `exec '${process.execPath}' '${rest}' "$(printf '${folder}/gbk-\\310\\313\\301\\263')"`;
    const run = (more: string): string => execFileSync('bash', ['-c', `${line} ${more}`], { encoding: 'utf8' });
    const [json] = run(`--json --store '${file}'`).trimEnd().split('\n');
    assert.deepEqual(bytesOf(JSON.parse(json).path), picture);
    assert.match(run(''), /gbk-人脸\/中\.jpg/);
    const store = Store.open(file, { readOnly: true });
    const [row] = [...store.samples()];
    await store.close();
    assert.deepEqual(Buffer.from(row.pathRaw!), picture);
    assert.match(row.path!, /gbk-人脸\/中\.jpg$/);
    assert.equal(row.source, 'gbk-人脸');
    rmSync(gbk, { recursive: true });
  });

  it('ends with 2 and a helpful word on wrong use', async () => {
    const wrong: [args: string[], word: RegExp][] = [
      [['score'], /missing required argument 'path'/],
      [['scroe', 'a.jpg'], /Did you mean score\?/],
      [['score', 'a.jpg', '--copies', 'many'], /--copies <n>.*many/],
      [['score', 'a.jpg', '--copies', '65'], /1 to 64/],
      [['score', 'a.jpg', '--device', 'tpu'], /auto, cuda, webgpu, cpu/],
      [['score', 'a.jpg', '--model', 'no-such'], /no-such.*rts-s/],
      [['score', 'x', '--store', sample('p01-a.jpg')], /is not a store.*--store=FILE/],
      [['score', 'a.jpg', '--bogus'], /unknown option '--bogus'/]
    ];
    const outcomes = await Promise.all(wrong.map(([args]) => facegauge(args)));
    outcomes.forEach(({ code, stdout, stderr }, i) => {
      assert.equal(code, 2, `${wrong[i][0].join(' ')}: ${stderr}`);
      assert.match(stderr, wrong[i][1]);
      assert.equal(stdout, '');
    });
  });

  it('shows a terminal nothing that it would obey, wherever it comes from', async () => {
    const nasty = 'x\x1b[2J\x9b31m\u202egpj';
    const commands = [
      ['compare', nasty, nasty, '--json'],
      ['score', 'a.jpg', `--${nasty}`],
      ['models', 'info', nasty]
    ];
    for (const { code, stdout, stderr } of await Promise.all(commands.map(args => facegauge(args)))) {
      assert.notEqual(code, 0);
      assert.match(stdout + stderr, /gpj/);
      assert.doesNotMatch(stdout + stderr, /[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]/);
    }
  });

  it('reports a configuration that is wrong', async () => {
    const { code, stderr } = await facegauge(['score', 'a.jpg'], { FACEGAUGE_QUALITY_TRUST: '7' });
    assert.equal(code, 2);
    assert.match(stderr, /FACEGAUGE_QUALITY_TRUST/);
  });

  it('ends quietly when its reader has seen enough', async () => {
    const child = spawn(process.execPath, [
      ...COMMAND,
      'score',
      path.dirname(sample('group.jpg')),
      '--json',
      '--processes',
      '1'
    ]);
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', text => (stderr += text));
    await once(child.stdout, 'data');
    child.stdout.destroy();
    const [code] = await once(child, 'close');
    assert.equal(stderr, '');
    assert.equal(code, 0);
  });

  it('says that standard output takes no more, once, and ends with 1', async function () {
    if (!existsSync('/dev/full')) {
      console.log('      (skipped: no /dev/full here)');
      this.skip();
    }
    for (const args of [
      ['models', 'list'],
      ['score', sample('p01-a.jpg'), '--json']
    ]) {
      const full = openSync('/dev/full', 'w');
      const child = spawn(process.execPath, [...COMMAND, ...args], { stdio: ['ignore', full, 'pipe'] });
      closeSync(full);
      let stderr = '';
      child.stderr!.setEncoding('utf8').on('data', text => (stderr += text));
      const [code] = await once(child, 'close');
      assert.equal(code, 1, args[0]);
      assert.equal(stderr.match(/\[NO_SPACE\]/g)?.length, 1, stderr);
      assert.doesNotMatch(stderr, /^ {4}at /m);
    }
  });

  it('does its work though nobody listens to standard error', async () => {
    const child = spawn(process.execPath, [...COMMAND, 'score', sample('p01-a.jpg'), '--json']);
    child.stderr.destroy();
    let stdout = '';
    child.stdout.setEncoding('utf8').on('data', text => (stdout += text));
    const [code] = await once(child, 'close');
    assert.equal(code, 0);
    assert.equal(jsonLines({ code, stdout, stderr: '' }).length, 1);
  });

  for (const [signal, expected] of [
    ['SIGINT', 130],
    ['SIGTERM', 143]
  ] as const)
    it(`stops in order on ${signal}`, async () => {
      const args = ['score', path.dirname(sample('group.jpg')), '--json', '--processes', '1', '--detail', 'occlusion'];
      const child = spawn(process.execPath, [...COMMAND, ...args]);
      let stdout = '';
      child.stdout.setEncoding('utf8').on('data', text => (stdout += text));
      let stderr = '';
      child.stderr.setEncoding('utf8').on('data', text => (stderr += text));
      await once(child.stdout, 'data');
      child.kill(signal);
      const [code] = await once(child, 'close');
      assert.equal(code, expected);
      const lines = jsonLines({ code, stdout, stderr: '' });
      assert.ok(lines.length < 90);
      const [, done, total] = /^Stopped after (\d+) of (\d+) pictures\.$/m.exec(stderr) ?? [];
      assert.deepEqual(
        [Number(done), Number(total)],
        [lines.length, readdirSync(path.dirname(sample('group.jpg'))).length],
        stderr
      );
    });

  it('draws a bar where standard error is a terminal, and only there', async function () {
    const json = path.join(folder, 'terminal.jsonl');
    const command = [process.execPath, ...COMMAND, 'score', sample('p01-a.jpg'), sample('p02-a.jpg'), '--json'];
    const line = `${command.map(word => `'${word}'`).join(' ')} > '${json}'`;
    let shown: string;
    try {
      shown = execFileSync('script', ['-qec', line, '/dev/null'], {
        encoding: 'utf8',
        env: { ...process.env, LANG: 'C' }
      });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      console.log('      (skipped: no `script` here to make a terminal)');
      this.skip();
    }
    assert.match(shown, /█+░* \d+ % {2}\d of 2 pictures/);
    // Taken away at the end: the last line is the summary alone.
    const last = shown.trimEnd().split('\n').at(-1)!;
    assert.match(last.split('\u001b[2K').at(-1)!, /^2 pictures: Trusted 2/);
    assert.equal(readFileSync(json, 'utf8').trimEnd().split('\n').length, 2);
    rmSync(json);
  });

  it('writes CSV that a spreadsheet can take, best first, failures last', async () => {
    const place = path.join(folder, 'csv');
    mkdirSync(place);
    copyFileSync(sample('p01-a.jpg'), path.join(place, '=HYPERLINK("x"), a.jpg'));
    copyFileSync(sample('p14-mask1.jpg'), path.join(place, 'mask.jpg'));
    copyFileSync(sample('empty-path.jpg'), path.join(place, '+room.jpg'));
    writeFileSync(path.join(place, 'empty.jpg'), '');
    const outcome = await facegauge(['score', '--csv', '--sort', 'quality', ...readdirSync(place)], {}, place);
    const rows: Record<string, string>[] = parse(outcome.stdout, { columns: true });
    assert.deepEqual(
      rows.map(row => row.path),
      ['\'=HYPERLINK("x"), a.jpg', 'mask.jpg', "'+room.jpg", 'empty.jpg']
    );
    assert.deepEqual(
      rows.map(row => [row.assessment, row.error_code]),
      [
        ['trusted', ''],
        [rows[1].assessment, ''],
        ['not-acquired', 'NO_FACE'],
        ['', 'EMPTY_FILE']
      ]
    );
    assert.ok(Number(rows[0].quality) > Number(rows[1].quality) && rows[1].findings.includes('mask'));
    rmSync(place, { recursive: true });
  });

  it('sorts by name where it is told to, and refuses what it cannot do', async () => {
    const pictures = ['p02-a.jpg', 'empty-path.jpg', 'p01-a.jpg'].map(sample);
    const [sorted, both, unknown] = await Promise.all([
      facegauge(['score', '--json', '--sort', 'name', ...pictures]),
      facegauge(['score', '--json', '--csv', ...pictures]),
      facegauge(['score', '--sort', 'size', ...pictures])
    ]);
    assert.deepEqual(
      jsonLines(sorted).map(({ path: file }) => file),
      [...pictures].sort()
    );
    assert.equal(both.code, 2);
    assert.equal(unknown.code, 2);
    assert.match(unknown.stderr, /none, quality, name/);
  });
});
