/** One worker process as its parent sees it: start, feed, listen, end. Knows nothing of queues and retries. */
import { fork, type ChildProcess } from 'node:child_process';
import type { Socket } from 'node:net';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Device } from '../types';
import type { FromWorker, Refusal, SentError, StartMessage, ToWorker } from './messages';
import { Waiting } from './processor';

/** Where the worker's words about its start and its pictures go. */
export interface ChildEvents {
  ready(device: Device, refused: Refusal[]): void;
  unusable(error: SentError): void;
  message(message: Extract<FromWorker, { id: number }>): void;
  /** Fewer faces than thought fit into a pass of its networks. */
  smaller(most: number): void;
  /** Last event of a child: the process is gone and everything it said has been heard. */
  gone(cause: string): void;
}

export interface ChildOptions {
  start: StartMessage;
  /** Threads of the process's own pool: reading and decoding. */
  poolThreads: number;
  events: ChildEvents;
}

/** A process that was killed may leave its channel open if something else holds it; then nothing more is waited for. */
const CHANNEL_GRACE_MS = 1000;
const STDERR_KEPT = 2000;
/** A worker that announces a silence is believed for so long. */
const LONGEST_EXCUSE_MS = 120_000;
/** A worker that was heard so lately is not looked after: most answers come before. */
const HEEDED_AFTER_MS = 500;

export class Child {
  readonly #process: ChildProcess;
  #lastHeard = performance.now();
  /** Until then the worker has said that it cannot speak up. */
  #excusedUntil = 0;
  readonly #waiting = new Waiting();
  #trying: Device | null = null;
  #stderr = '';
  #endedBecause: string | null = null;
  readonly #gone: Promise<void>;

  constructor({ start, poolThreads, events }: ChildOptions) {
    const file = path.join(__dirname, `worker${path.extname(__filename)}`);
    this.#process = fork(file, [], {
      serialization: 'advanced',
      execArgv: loaderFor(file),
      env: childEnvironment(poolThreads),
      // The parent's stdout belongs to its results; a child's words on stderr are kept for error messages.
      stdio: ['ignore', 'ignore', 'pipe', 'ipc']
    });
    this.#process.on('message', (message: FromWorker) => this.#hear(message, events));
    this.#process.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr = (this.#stderr + text).slice(-STDERR_KEPT);
    });
    this.#gone = new Promise(resolve => {
      this.#whenGone(cause => {
        resolve();
        events.gone(cause);
      });
    });
    this.send(start);
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  /** The device the worker was trying when it was last heard; null once it is ready. */
  get trying(): Device | null {
    return this.#trying;
  }

  /**
   * Milliseconds since the worker's last message, the end of a silence it announced, or since it was last given work while idle;
   * less those in which it waited for a processor, as far as `heed` saw.
   */
  get silentMs(): number {
    return performance.now() - Math.max(this.#lastHeard, this.#excusedUntil) - this.#waiting.ms;
  }

  /** Whoever waits for an answer calls this now and then. */
  heed(): void {
    if (this.pid !== undefined && this.silentMs > HEEDED_AFTER_MS) this.#waiting.look(this.pid);
  }

  /** Last words on stderr, for error messages. */
  get lastWords(): string {
    return this.#stderr.trim();
  }

  /** Starts the clock of `silentMs` anew: an idle worker has nothing to say. */
  expectAnswer(): void {
    this.#lastHeard = performance.now();
    this.#waiting.begin();
  }

  send(message: ToWorker): void {
    // A failure to send means that the process is going; `gone` follows.
    if (this.#process.connected) this.#process.send(message, () => undefined);
  }

  /** Ends the process at once; it has no state worth saving. */
  async kill(because: string): Promise<void> {
    this.#endedBecause ??= because;
    // Whoever waits for the end must live to see it.
    this.keepParentAlive(true);
    this.#process.kill('SIGKILL');
    await this.#gone;
  }

  /** Only a child with work to do keeps the parent's event loop alive. */
  keepParentAlive(keep: boolean): void {
    const { channel, stderr } = this.#process;
    const verb = keep ? 'ref' : 'unref';
    this.#process[verb]();
    channel?.[verb]();
    (stderr as Socket | null)?.[verb]();
  }

  #hear(message: FromWorker, events: ChildEvents): void {
    this.expectAnswer();
    const announced = message.type === 'alive' ? Math.min(message.forMs ?? 0, LONGEST_EXCUSE_MS) : 0;
    this.#excusedUntil = this.#lastHeard + announced;
    if (message.type === 'trying') this.#trying = message.device;
    else if (message.type === 'ready') {
      this.#trying = null;
      events.ready(
        message.device,
        message.refused.map(refusal => ({ ...refusal, words: this.lastWords }))
      );
    } else if (message.type === 'unusable') events.unusable(message.error);
    else if (message.type === 'smaller') events.smaller(message.most);
    else if (message.type !== 'alive') events.message(message);
  }

  /** `exit` may come before the last messages have been read; the end of the channel comes after them. */
  #whenGone(then: (cause: string) => void): void {
    const child = this.#process;
    let cause = '';
    let done = false;
    const finish = (): void => {
      if (done) return;
      done = true;
      then(cause);
    };
    child.once('exit', (code, signal) => {
      cause = this.#endedBecause ?? (signal ? `killed by ${signal}` : `ended with code ${code}`);
      if (!child.connected) finish();
      else {
        child.once('disconnect', finish);
        setTimeout(finish, CHANNEL_GRACE_MS).unref();
      }
    });
    child.once('error', error => {
      if (child.pid !== undefined) return;
      cause = error.message;
      finish();
    });
  }
}

/** From TypeScript sources the worker needs the loader its parent runs under; compiled files need nothing. */
export function loaderFor(file: string): string[] {
  return path.extname(file) === '.ts' ? ['--import', pathToFileURL(require.resolve('tsx')).href] : [];
}

/** @param poolThreads threads of the process's own pool */
export function childEnvironment(poolThreads: number): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { ...process.env, UV_THREADPOOL_SIZE: String(poolThreads) };
  // A debugger's port cannot be opened twice.
  if (env.NODE_OPTIONS) env.NODE_OPTIONS = env.NODE_OPTIONS.replace(/--inspect\S*/g, '').trim();
  return env;
}
