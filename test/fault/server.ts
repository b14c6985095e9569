/** A Jupyter server with the extension of this working tree, to be killed. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { freePort } from '../browser/lab';
import { COMMAND } from '../unit/cli/command';
import { until } from './processes';

const ROOT = path.resolve(__dirname, '../..');
const PYTHON = path.join(ROOT, '.venv', 'bin', 'python');
const TOKEN = 'a-token';

/** Null where it is; else why there is none, for people. */
export const withoutServer = existsSync(PYTHON) ? null : 'JupyterLab is not set up; `npm start` does it';

export class Server {
  private child: ChildProcess | null = null;
  private said = '';

  private constructor(
    private readonly folder: string,
    private readonly port: number
  ) {}

  /** @param folder what the server keeps goes below it; it serves `folder/root` */
  static async in(folder: string): Promise<Server> {
    mkdirSync(path.join(folder, 'root'), { recursive: true });
    const bin = path.join(folder, 'bin');
    mkdirSync(bin);
    const quoted = [process.execPath, ...COMMAND].map(part => `'${part}'`).join(' ');
    writeFileSync(path.join(bin, 'facegauge'), `#!/bin/sh\nexec ${quoted} "$@"\n`);
    chmodSync(path.join(bin, 'facegauge'), 0o755);
    return new Server(folder, await freePort());
  }

  get pid(): number {
    return this.child!.pid!;
  }

  /** Resolves when it answers. */
  async start(): Promise<void> {
    const own = (name: string): string => path.join(this.folder, 'jupyter', name);
    const child = spawn(
      PYTHON,
      [
        '-B',
        '-m',
        'jupyter_server',
        '--no-browser',
        '--allow-root',
        `--ServerApp.port=${this.port}`,
        '--ServerApp.port_retries=0',
        `--IdentityProvider.token=${TOKEN}`,
        `--ServerApp.root_dir=${path.join(this.folder, 'root')}`,
        "--ServerApp.jpserver_extensions={'jupyterlab_facegauge': True}"
      ],
      {
        cwd: this.folder,
        env: {
          ...process.env,
          LANG: 'C.UTF-8',
          FACEGAUGE_STORE: '',
          PYTHONPATH: path.join(ROOT, 'jupyterlab-ext'),
          PATH: [path.join(this.folder, 'bin'), process.env.PATH].join(path.delimiter),
          JUPYTER_CONFIG_DIR: own('config'),
          JUPYTER_DATA_DIR: own('data'),
          JUPYTER_RUNTIME_DIR: own('runtime'),
          IPYTHONDIR: own('ipython')
        },
        stdio: ['ignore', 'pipe', 'pipe']
      }
    );
    this.child = child;
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', text => (this.said = (this.said + text).slice(-4000)));
    await until(async () => {
      if (child.exitCode !== null) throw new Error(`The server ended with ${child.exitCode}: ${this.said}`);
      return (await this.ask('GET', 'summary?from=0&to=1').catch(() => null))?.status === 200;
    });
  }

  async kill(): Promise<void> {
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }

  /** @throws TypeError where it is dead */
  async ask(method: string, route: string, body?: object): Promise<{ status: number; document: any }> {
    const answer = await fetch(`http://127.0.0.1:${this.port}/facegauge/${route}`, {
      method,
      headers: { authorization: `token ${TOKEN}`, 'content-type': 'application/json' },
      body: body && JSON.stringify(body)
    });
    const text = await answer.text();
    return { status: answer.status, document: text && JSON.parse(text) };
  }
}
