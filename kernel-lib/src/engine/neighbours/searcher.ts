/** One process of a search as its parent sees it: one piece of work at a time, a promise each. */
import { fork, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { FacegaugeError, type SerializedError } from '../../errors';
import { childEnvironment, loaderFor } from '../child';

interface ErrorMessage {
  type: 'error';
  error: SerializedError;
}

interface ProgressMessage {
  type: 'progress';
  comparisons: number;
}

/** What a process says when its work is done. */
export type AnswerOf<From> = Exclude<From, ErrorMessage | ProgressMessage>;

interface Waiting<Answer> {
  resolve(answer: Answer): void;
  reject(error: Error): void;
  onProgress?(comparisons: number): void;
}

/** @typeParam To what it is told, the start included; @typeParam From what it says */
export class Searcher<To extends { type: string }, From extends { type: string }> {
  readonly #process: ChildProcess;
  #waiting: Waiting<AnswerOf<From>> | null = null;
  #ended: string | null = null;
  #words = '';

  /** @param worker name of its file in this folder */
  constructor(worker: string, start: To) {
    const file = path.join(__dirname, `${worker}${path.extname(__filename)}`);
    this.#process = fork(file, [], {
      serialization: 'advanced',
      execArgv: loaderFor(file),
      env: childEnvironment(1),
      stdio: ['ignore', 'ignore', 'pipe', 'ipc']
    });
    this.#process.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#words = (this.#words + text).slice(-2000);
    });
    this.#process.on('message', (message: From | ErrorMessage | ProgressMessage) => {
      if (isProgress(message)) this.#waiting?.onProgress?.(message.comparisons);
      else if (isError(message)) this.#settle()?.reject(FacegaugeError.fromJSON(message.error));
      else this.#settle()?.resolve(message as AnswerOf<From>);
    });
    this.#process.once('error', error => this.#end(error.message));
    // After the last message, unlike `exit`.
    this.#process.once('close', (code, signal) =>
      this.#end(signal ? `killed by ${signal}` : `ended with code ${code}`)
    );
    this.#send(start);
  }

  /** False once the process is gone: another one is needed. */
  get alive(): boolean {
    return this.#ended === null;
  }

  /** @throws FacegaugeError ENGINE_CRASHED where the process dies, or what it says */
  ask(message: Exclude<To, { type: 'start' }>, onProgress?: (comparisons: number) => void): Promise<AnswerOf<From>> {
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject, onProgress };
      if (this.#ended === null) this.#send(message);
      else this.#end(this.#ended);
    });
  }

  /** Ends the process at once; it has no state worth saving. */
  kill(): Promise<void> {
    if (this.#ended !== null) return Promise.resolve();
    const gone = new Promise<void>(resolve => this.#process.once('close', () => resolve()));
    this.#process.kill('SIGKILL');
    return gone;
  }

  #send(message: To): void {
    if (this.#process.connected) this.#process.send(message, () => undefined);
  }

  #settle(): Waiting<AnswerOf<From>> | null {
    const waiting = this.#waiting;
    this.#waiting = null;
    return waiting;
  }

  #end(cause: string): void {
    this.#ended = cause;
    const found = this.#words.trim() || cause;
    this.#settle()?.reject(
      new FacegaugeError('ENGINE_CRASHED', `A process that searches neighbours was lost (${cause}).`, { found })
    );
  }
}

const isProgress = (message: { type: string }): message is ProgressMessage => message.type === 'progress';
const isError = (message: { type: string }): message is ErrorMessage => message.type === 'error';
