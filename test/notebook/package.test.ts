import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { Kernel, NOTEBOOKS, requireSetup, ROOT, temporaryFolder } from './kernel';

const run = promisify(execFile);
const LIBRARY = path.join(ROOT, 'kernel-lib');

/** What a program of a user's does, in words that are true in CommonJS and in ES modules. */
const SCORE = `
  const session = await open({ device: 'cpu' });
  const sample = await session.extract('face.jpg');
  await show(sample);
  console.log(JSON.stringify({
    acquired: sample.acquired, values: sample.embedding.length, quality: sample.quality,
    card: Object.keys(await sample[Symbol.for('Jupyter.display')]()).sort(), listeners: process.listenerCount('SIGINT')
  }));
  await session.close();`;

interface Report {
  acquired: boolean;
  values: number;
  quality: number;
  card: string[];
  listeners: number;
}

const environment = { ...process.env, ONNXRUNTIME_NODE_INSTALL: 'skip' };

describe('the packed library in an empty folder', function () {
  this.timeout(600_000);
  let home: ReturnType<typeof temporaryFolder>;
  let packed: string[];

  before(async () => {
    requireSetup();
    home = temporaryFolder();
    packed = await pack(home.folder);
    const [tarball] = readdirSync(home.folder).filter(name => name.endsWith('.tgz'));
    writeFileSync(path.join(home.folder, 'package.json'), '{ "private": true }');
    const install = ['install', '--prefer-offline', '--no-audit', '--no-fund', `./${tarball}`];
    await run('npm', install, { cwd: home.folder, env: environment, maxBuffer: 1 << 26 });
    copyFileSync(path.join(NOTEBOOKS, 'samples', 'p01-a.jpg'), path.join(home.folder, 'face.jpg'));
  });
  after(() => home.remove());

  /** @returns paths in the package */
  async function pack(into: string, mask = 0o022): Promise<string[]> {
    const had = readdirSync(LIBRARY);
    const before = process.umask(mask);
    try {
      const { stdout } = await run('npm', ['pack', '--ignore-scripts=false', '--json', '--pack-destination', into], {
        cwd: LIBRARY,
        env: environment,
        maxBuffer: 1 << 26
      });
      const [{ files }] = JSON.parse(stdout.slice(stdout.indexOf('[\n')));
      return files.map((file: { path: string }) => file.path);
    } finally {
      process.umask(before);
      // What packing copies beside the sources would otherwise be found before the checkout's own networks.
      for (const copy of ['models', 'LICENSE'])
        if (!had.includes(copy)) rmSync(path.join(LIBRARY, copy), { recursive: true, force: true });
    }
  }

  function check(stdout: string): void {
    assert.match(stdout, /^face\.jpg: Quality /);
    const report: Report = JSON.parse(stdout.trim().split('\n').at(-1)!);
    assert.equal(report.acquired, true);
    assert.equal(report.values, 512);
    assert.ok(report.quality > 0.6);
    assert.deepEqual(report.card, ['application/vnd.facegauge.card+json', 'image/png', 'text/plain']);
    assert.equal(report.listeners, 0, 'interrupting stays the program’s own business');
    assert.ok(!existsSync(path.join(home.folder, 'facegauge.db')), 'a program records nothing unasked');
  }

  it('is the same, byte for byte, when it is packed later and by somebody more careful', async () => {
    const again = path.join(home.folder, 'again');
    mkdirSync(again);
    await pack(again, 0o077);
    const [name] = readdirSync(again);
    const sha256 = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex');
    assert.equal(sha256(path.join(again, name)), sha256(path.join(home.folder, name)));
  });

  it('carries networks, fonts, types and licence, and neither sources nor tests', () => {
    for (const file of [
      'models/manifest.json',
      'models/face.onnx',
      'lib/index.d.ts',
      'bin/facegauge.js',
      'LICENSE',
      'LICENCES.md'
    ])
      assert.ok(packed.includes(file), file);
    assert.ok(packed.some(file => file.startsWith('assets/fonts/') && file.endsWith('.ttf')));
    assert.deepEqual(
      packed.filter(file => /^(src|test)\/|^lib\/\./.test(file)),
      []
    );
  });

  it('scores a picture from CommonJS', async () => {
    const program = `const { open, show } = require('facegauge');\n(async () => {${SCORE}})();`;
    writeFileSync(path.join(home.folder, 'program.cjs'), program);
    check((await run(process.execPath, ['program.cjs'], { cwd: home.folder })).stdout);
  });

  it('scores a picture from an ES module', async () => {
    writeFileSync(path.join(home.folder, 'program.mjs'), `import { open, show } from 'facegauge';\n${SCORE}`);
    check((await run(process.execPath, ['program.mjs'], { cwd: home.folder })).stdout);
  });

  it('scores a picture from the command line', async () => {
    const program = path.join('node_modules', '.bin', 'facegauge');
    const { stdout } = await run(program, ['score', '--json', 'face.jpg'], { cwd: home.folder });
    assert.equal(JSON.parse(stdout).embedding.length, 512);
  });

  it('scores a picture from tslab, with its types', async () => {
    const kernel = await Kernel.start(home.folder, path.join(home.folder, 'facegauge.db'));
    try {
      const opened = await kernel.execute(`import { open, show, type Session } from 'facegauge';
        const session: Session = await open();
        const sample = await session.extract('face.jpg');
        const quality: number | null = sample.quality;
        await show(sample);
        console.log(quality);`);
      assert.equal(opened.status, 'ok', opened.stderr);
      assert.ok(Number(opened.stdout) > 0.6);
      assert.ok('image/png' in opened.displays[0]);
      const closed = await kernel.execute('await session.close();');
      assert.equal(closed.status, 'ok', closed.stderr);
      const wrong = await kernel.execute(`const text: string = sample.quality;`);
      assert.match(wrong.stderr, /Type 'number/);
    } finally {
      await kernel.end();
    }
  });
});
