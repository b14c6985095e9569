import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { type IPassed, type Proxy, startProxy } from './proxy';

export const ROOT = path.resolve(__dirname, '..', '..');
export const OUTPUT = path.join(ROOT, 'test', 'output', 'browser');

/** A JupyterLab of `.venv`, serving a folder of its own inside the checkout, so that notebooks find `facegauge`. */
export interface Lab {
  root: string;
  /** Address of a page of the lab, token included. */
  url(page: string): string;
  /** What was asked of it through the proxy, where there is one. */
  passed: readonly IPassed[];
  /** What the server has said so far. */
  log(): string;
  stop(): Promise<void>;
  /** Ends the server as a crash would, without a word. */
  kill(): Promise<void>;
  /** Starts it again where it was, for the same readers. */
  start(): Promise<void>;
  /** From the next page on: the language of menus and panels, as JupyterLab names it. */
  speak(locale: string): void;
}

/** How long a server may take until it answers, ms. */
const PATIENCE = 180_000;

export interface LabOptions {
  /** Seconds between two looks at the store; so seldom by default that only live messages can tell what is shown soon. */
  pollInterval?: number;
  /** Without the extension in the browser. */
  bare?: boolean;
  /** The path it is served at, behind a proxy: `/jo/`. */
  base?: string;
}

/** @param fill puts the files into the folder before the server starts */
export async function startLab(name: string, fill: (root: string) => void, options: LabOptions = {}): Promise<Lab> {
  const root = path.join(OUTPUT, name);
  rmSync(root, { recursive: true, force: true });
  mkdirSync(root, { recursive: true });
  fill(root);
  const port = await freePort();
  const token = randomBytes(16).toString('hex');
  const environment = labEnvironment(root, options);
  const { base = '/' } = options;
  const proxy: Proxy | null = options.base ? await startProxy(port, base) : null;
  const more = options.base ? [`--ServerApp.base_url=${base}`] : [];
  if (options.bare) more.push(`--LabApp.labextensions_path=['${otherExtensions(root)}']`);
  let log = '';
  let server: ChildProcess;
  const lab: Lab = {
    root,
    passed: proxy?.passed ?? [],
    url: page => `http://127.0.0.1:${proxy?.port ?? port}${base}${page}?token=${token}`,
    log: () => log,
    stop: () =>
      stop(server).finally(async () => {
        writeFileSync(`${root}.log`, log);
        await proxy?.close();
      }),
    kill: () => stop(server, 'SIGKILL'),
    start: async () => {
      server = serve(root, port, token, environment, more);
      for (const stream of [server.stdout, server.stderr]) stream?.on('data', chunk => (log += chunk));
      await answering(lab, server);
    },
    speak: locale => setting(`${root}.jupyter`, '@jupyterlab/translation-extension:plugin', { locale })
  };
  await lab.start();
  return lab;
}

function serve(root: string, port: number, token: string, env: NodeJS.ProcessEnv, more: string[]): ChildProcess {
  const server = spawn(
    path.join(ROOT, '.venv', 'bin', 'python'),
    [
      '-m',
      'jupyterlab',
      '--no-browser',
      '--allow-root',
      `--ServerApp.port=${port}`,
      '--ServerApp.port_retries=0',
      `--IdentityProvider.token=${token}`,
      `--ServerApp.root_dir=${root}`,
      '--LabApp.expose_app_in_browser=True',
      '--LabApp.news_url=None',
      '--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate',
      ...more
    ],
    { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] }
  );
  // However this process ends, the server does not outlive it.
  const kill = (): void => void server.kill('SIGKILL');
  process.once('exit', kill);
  server.once('exit', () => process.off('exit', kill));
  return server;
}

/** A folder with every extension of the environment but ours: one that is merely disabled is loaded all the same. */
function otherExtensions(root: string): string {
  const [all, others] = [path.join(ROOT, '.venv', 'share', 'jupyter', 'labextensions'), `${root}.labextensions`];
  rmSync(others, { recursive: true, force: true });
  mkdirSync(others);
  for (const name of readdirSync(all)) {
    if (name !== 'jupyterlab-facegauge') symlinkSync(path.join(all, name), path.join(others, name));
  }
  return others;
}

/** Settings of the lab: `plugin` as in `@jupyterlab/apputils-extension:notification`. */
function setting(own: string, plugin: string, values: object): void {
  const [extension, name] = plugin.split(':');
  const folder = path.join(own, 'settings', extension);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, `${name}.jupyterlab-settings`), JSON.stringify(values));
}

/** What a notebook or a setting leaves behind stays in the served folder's neighbourhood, and no test sees another's. */
function labEnvironment(root: string, { pollInterval = 3600 }: LabOptions): NodeJS.ProcessEnv {
  const own = `${root}.jupyter`;
  rmSync(own, { recursive: true, force: true });
  setting(own, '@jupyterlab/apputils-extension:notification', { fetchNews: 'false', checkForUpdates: false });
  setting(own, 'jupyterlab-facegauge:plugin', { pollInterval });
  const environment: NodeJS.ProcessEnv = { ...process.env, LANG: 'C.UTF-8' };
  delete environment.FACEGAUGE_STORE;
  return {
    ...environment,
    JUPYTER_CONFIG_DIR: path.join(own, 'config'),
    JUPYTER_DATA_DIR: path.join(own, 'data'),
    JUPYTER_RUNTIME_DIR: path.join(own, 'runtime'),
    JUPYTERLAB_SETTINGS_DIR: path.join(own, 'settings'),
    JUPYTERLAB_WORKSPACES_DIR: path.join(own, 'workspaces'),
    IPYTHONDIR: path.join(own, 'ipython')
  };
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

async function answering(lab: Lab, server: ChildProcess): Promise<void> {
  const late = Date.now() + PATIENCE;
  while (server.exitCode === null) {
    if (Date.now() > late) {
      await stop(server, 'SIGKILL');
      throw new Error(`JupyterLab does not answer:\n${lab.log()}`);
    }
    const answer = await fetch(lab.url('api/status')).catch(() => null);
    if (answer?.ok) return;
    await new Promise(resolve => setTimeout(resolve, 200));
  }
  throw new Error(`JupyterLab ended with ${server.exitCode}:\n${lab.log()}`);
}

function stop(server: ChildProcess, signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return Promise.resolve();
  const ended = new Promise<void>(resolve => server.on('exit', () => resolve()));
  server.kill(signal);
  const impatient = setTimeout(() => server.kill('SIGKILL'), 15_000);
  return ended.finally(() => clearTimeout(impatient));
}
