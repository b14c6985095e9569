import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';

export const ROOT = path.resolve(__dirname, '../..');
export const NOTEBOOKS = path.join(ROOT, 'notebooks');
const VENV = path.join(ROOT, '.venv');
export const PYTHON = path.join(VENV, 'bin', 'python');

/** A folder that is gone after the test. */
export function temporaryFolder(): { folder: string; remove: () => void } {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'facegauge-notebook-'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Environment of kernels under test: Jupyter's own files stay in `.venv`, the store is the test's, words are English. */
export function environment(store: string): NodeJS.ProcessEnv {
  const inVenv = (...parts: string[]) => path.join(VENV, ...parts);
  return {
    JUPYTER_CONFIG_DIR: inVenv('etc', 'jupyter-user'),
    JUPYTER_DATA_DIR: inVenv('share', 'jupyter-user'),
    JUPYTER_RUNTIME_DIR: inVenv('runtime'),
    IPYTHONDIR: inVenv('ipython'),
    ...process.env,
    LC_ALL: 'C.UTF-8',
    FACEGAUGE_STORE: store
  };
}

/** @throws where the scripts have not made the Python environment and the library yet */
export function requireSetup(): void {
  for (const file of [PYTHON, path.join(ROOT, 'kernel-lib', 'lib', 'index.js')])
    if (!existsSync(file)) throw new Error(`${path.relative(ROOT, file)} is missing; \`npm test\` makes it.`);
}

interface Event {
  channel: 'driver' | 'shell' | 'iopub';
  type: string;
  parent?: string;
  content?: any;
  command?: number;
  id?: string;
  pid?: number;
}

/** What one cell gave. */
export interface Cell {
  status: string;
  stdout: string;
  stderr: string;
  /** Bundles displayed, in their order; updates are not among them. */
  displays: Record<string, any>[];
  updates: Record<string, any>[];
}

/** A real tslab kernel, driven through jupyter_client. */
export class Kernel {
  pid = 0;
  readonly events: Event[] = [];
  #driver!: ChildProcess;
  #commands = 0;
  #wake: (() => void)[] = [];

  static async start(folder: string, store: string): Promise<Kernel> {
    const kernel = new Kernel();
    kernel.#driver = spawn(PYTHON, [path.join(__dirname, 'drive.py'), folder], {
      env: environment(store),
      stdio: ['pipe', 'pipe', 'inherit']
    });
    createInterface({ input: kernel.#driver.stdout! }).on('line', line => {
      kernel.events.push(JSON.parse(line));
      kernel.#wake.splice(0).forEach(wake => wake());
    });
    kernel.pid = (await kernel.event(({ type }) => type === 'ready')).pid!;
    return kernel;
  }

  /** The first event, also of those that have come already, that satisfies `is`. */
  async event(is: (event: Event) => boolean): Promise<Event> {
    for (;;) {
      const found = this.events.find(is);
      if (found) return found;
      if (this.#driver.exitCode !== null) throw new Error('The driver of the kernel has ended.');
      await Promise.race([new Promise<void>(resolve => this.#wake.push(resolve)), pause(1000)]);
    }
  }

  async send(what: 'execute' | 'info' | 'interrupt' | 'kill' | 'shutdown', code?: string): Promise<string> {
    const command = this.#commands++;
    this.#driver.stdin!.write(`${JSON.stringify({ do: what, code, command })}\n`);
    return (await this.event(event => event.type === 'done' && event.command === command)).id!;
  }

  /** Runs a cell to its end. */
  async execute(code: string): Promise<Cell> {
    return this.finished(await this.send('execute', code));
  }

  /** What a cell begun before gave, once it has ended. */
  async finished(id: string): Promise<Cell> {
    const reply = await this.event(({ channel, parent }) => channel === 'shell' && parent === id);
    const idle = ({ type, parent, content }: Event) =>
      type === 'status' && parent === id && content.execution_state === 'idle';
    await this.event(idle);
    const mine = this.events.filter(({ channel, parent }) => channel === 'iopub' && parent === id);
    const stream = (name: string) =>
      mine.flatMap(({ type, content }) => (type === 'stream' && content.name === name ? [content.text] : [])).join('');
    const data = (of: string) => mine.filter(({ type }) => type === of).map(({ content }) => content.data);
    return {
      status: reply.content.status,
      stdout: stream('stdout'),
      stderr: stream('stderr'),
      displays: data('display_data'),
      updates: data('update_display_data')
    };
  }

  /** Ends the kernel, however the test left it, and its driver. */
  async end(): Promise<void> {
    if (this.#driver.exitCode !== null) return;
    this.#driver.stdin!.end();
    await new Promise(resolve => this.#driver.once('close', resolve));
  }
}

/** False also for a process that has ended and is only waiting to be collected. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const stat = `/proc/${pid}/stat`;
  if (!existsSync('/proc/self/stat')) return true;
  try {
    return !/\) Z/.test(readFileSync(stat, 'utf8'));
  } catch {
    return false;
  }
}

/** Resolves once none of these processes is alive; the test's own limit ends the waiting. */
export async function allGone(pids: number[]): Promise<void> {
  while (pids.some(isAlive)) await pause(50);
}
