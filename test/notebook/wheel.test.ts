import assert from 'node:assert/strict';
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify, stripVTControlCharacters } from 'node:util';
import { PYTHON, requireSetup, ROOT, temporaryFolder } from './kernel';

const run = promisify(execFile);
const EXTENSION = path.join(ROOT, 'jupyterlab-ext');
const MARK = 'a-token-of-the-test';

/** What JupyterLab reads of a built extension. */
interface Manifest {
  jupyterlab: { _build: { load: string } };
}

/** Nothing of this checkout's own Jupyter is to be found. */
function foreign(home: string): NodeJS.ProcessEnv {
  const ours = /^(JUPYTER|PYTHON|VIRTUAL_ENV|FACEGAUGE|IPYTHON|XDG_)/;
  const rest = Object.entries(process.env).filter(([name]) => !ours.test(name));
  return { ...Object.fromEntries(rest), HOME: home, PYTHONNOUSERSITE: '1', NO_COLOR: '1' };
}

describe('the wheel of the extension', function () {
  this.timeout(1_800_000);
  let home: ReturnType<typeof temporaryFolder>;
  let wheel: string;

  before(async function () {
    requireSetup();
    if (!existsSync(path.join(EXTENSION, 'jupyterlab_facegauge', 'labextension', 'package.json')))
      throw new Error('The sidebar is not built; `npm test` builds it.');
    home = temporaryFolder();
    wheel = await build(EXTENSION, 'one', 0o022);
  });
  after(() => home.remove());

  /** @returns the wheel's path */
  async function build(source: string, into: string, mask: number): Promise<string> {
    const folder = path.join(home.folder, into);
    const before = process.umask(mask);
    try {
      const options = ['--quiet', '--no-deps', '--no-build-isolation', '--no-cache-dir', '--disable-pip-version-check'];
      await run(PYTHON, ['-m', 'pip', 'wheel', ...options, '--wheel-dir', folder, source], { maxBuffer: 1 << 26 });
    } finally {
      process.umask(before);
    }
    const [name, ...more] = readdirSync(folder);
    assert.deepEqual(more, []);
    return path.join(folder, name);
  }

  it('is the same, byte for byte, when it is built elsewhere, later and by somebody more careful', async () => {
    const copy = path.join(home.folder, 'copy');
    const before = process.umask(0o077);
    try {
      mkdirSync(copy);
      const filter = (file: string): boolean =>
        !/node_modules|__pycache__|\.tsbuildinfo$/.test(path.relative(ROOT, file));
      cpSync(EXTENSION, path.join(copy, 'jupyterlab-ext'), { recursive: true, filter });
      cpSync(path.join(ROOT, 'kernel-lib', 'sql'), path.join(copy, 'kernel-lib', 'sql'), { recursive: true });
    } finally {
      process.umask(before);
    }
    const again = await build(path.join(copy, 'jupyterlab-ext'), 'two', 0o077);
    assert.equal(path.basename(again), path.basename(wheel));
    assert.equal(sha256(again), sha256(wheel));
  });

  it('works in a JupyterLab that knows nothing of this checkout', async function () {
    const venv = path.join(home.folder, 'venv');
    await run(PYTHON, ['-m', 'venv', venv]);
    const python = path.join(venv, 'bin', 'python');
    const pip = (...what: string[]) =>
      run(python, ['-m', 'pip', 'install', '--quiet', '--no-compile', '--disable-pip-version-check', ...what], {
        maxBuffer: 1 << 26
      });
    try {
      await pip('jupyterlab>=4,<5');
    } catch (error) {
      if (!/No matching distribution|Connection|Temporary failure|timed out|Proxy/i.test(String(error))) throw error;
      console.log('      skipped: PyPI is not to be reached, and a foreign JupyterLab comes from there.');
      return this.skip();
    }
    await pip(wheel);
    const env = foreign(path.join(home.folder, 'user'));
    mkdirSync(env.HOME!);
    const jupyter = async (...args: string[]): Promise<string> => {
      const { stdout, stderr } = await run(python, ['-m', ...args], { env, cwd: env.HOME });
      // JupyterLab colours its words whoever reads them.
      return stripVTControlCharacters(`${stdout}\n${stderr}`);
    };
    assert.match(await jupyter('jupyter', 'labextension', 'list'), /jupyterlab-facegauge v\S+ enabled OK/);
    const servers = await jupyter('jupyter', 'server', 'extension', 'list');
    assert.match(servers, /jupyterlab_facegauge \S+ OK/);
    assert.match(servers, /jupyterlab_facegauge enabled/);

    const flags = ['--no-browser', '--allow-root', '--ServerApp.port=0', `--IdentityProvider.token=${MARK}`];
    const lab = spawn(python, ['-m', 'jupyter', 'lab', ...flags], {
      env,
      cwd: env.HOME,
      stdio: ['ignore', 'ignore', 'pipe']
    });
    try {
      const address = await addressOf(lab);
      const ask = (what: string, token = MARK) =>
        fetch(new URL(what, address), { headers: { Authorization: `token ${token}` } });
      const answer = await ask(`facegauge/summary?from=0&to=${Date.now()}`);
      assert.equal(answer.status, 200);
      assert.equal(((await answer.json()) as { pictures: number }).pictures, 0);
      assert.notEqual((await ask('facegauge/summary?from=0&to=1', 'wrong')).status, 200);
      const sidebar = 'lab/extensions/jupyterlab-facegauge/';
      const { jupyterlab } = (await (await ask(`${sidebar}package.json`)).json()) as Manifest;
      const entry = await ask(sidebar + jupyterlab._build.load);
      assert.match(entry.headers.get('content-type') ?? '', /javascript/);
      assert.match(await entry.text(), /jupyterlab-facegauge/);
    } finally {
      await ended(lab);
    }
  });
});

/** The server says on stderr where it listens. */
async function addressOf(lab: ChildProcess): Promise<string> {
  let said = '';
  lab.stderr!.setEncoding('utf8').on('data', (text: string) => (said += text));
  for (let tenths = 0; tenths < 1200 && lab.exitCode === null; tenths++) {
    const port = /http:\/\/(?:localhost|127\.0\.0\.1):(\d+)\//.exec(said)?.[1];
    if (port) return `http://127.0.0.1:${port}/`;
    await pause(100);
  }
  throw new Error(`JupyterLab did not start:\n${said}`);
}

async function ended(lab: ChildProcess): Promise<void> {
  if (lab.exitCode !== null) return;
  const gone = new Promise(resolve => lab.once('exit', resolve));
  lab.kill('SIGKILL');
  await gone;
}

function sha256(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}
