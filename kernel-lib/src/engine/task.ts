/** One picture on its way through the engine: a promise, what it takes to keep it, and how to give it up. */
import { setMaxListeners } from 'node:events';
import { FacegaugeError } from '../errors';
import type { Device, ExtractOptions } from '../types';
import type { Answer, SentError } from './messages';

let lastId = 0;

export class Task {
  readonly id = ++lastId;
  readonly promise: Promise<Answer>;
  /** True while a worker has the picture in its hands, and not just in its letter box. */
  begun = false;
  /** Workers that died with this picture in their hands. */
  deaths = 0;
  /** Workers that died with it in their hands or in their letter box. */
  losses = 0;
  settled = false;
  /** The device whose memory was too small for it. */
  noRoomOn: Device | null = null;
  readonly #signal: AbortSignal | undefined;
  readonly #abort = (): void => {
    this.reject(
      new FacegaugeError('ABORTED', `The work on ${this.label} was stopped.`, { cause: this.#signal?.reason })
    );
    this.onAbort?.(this);
  };
  #resolve!: (answer: Answer) => void;
  #reject!: (error: FacegaugeError) => void;
  /** Called once the promise has been rejected because of the caller's signal. */
  onAbort: ((task: Task) => void) | null = null;

  constructor(
    readonly input: string | Uint8Array,
    readonly options: ExtractOptions,
    /** Every face of the picture is asked for. */
    readonly all: boolean,
    signal?: AbortSignal
  ) {
    this.#signal = signal;
    this.promise = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    if (!signal) return;
    // One signal for a whole batch is how it is meant, not a leak.
    setMaxListeners(0, signal);
    if (signal.aborted) this.#abort();
    else signal.addEventListener('abort', this.#abort, { once: true });
  }

  /** The picture in an error message. */
  get label(): string {
    return typeof this.input === 'string' ? this.input : `a picture of ${this.input.byteLength} bytes`;
  }

  /** A picture that may have killed a worker is tried again with a worker to itself, so that only it can be to blame. */
  get alone(): boolean {
    return this.deaths > 0;
  }

  resolve(answer: Answer): void {
    if (this.#settle()) this.#resolve(answer);
  }

  reject(error: FacegaugeError): void {
    if (this.#settle()) this.#reject(error);
  }

  rejectWith({ stack, ...plain }: SentError): void {
    const error = FacegaugeError.fromJSON(plain);
    // Where in the worker it happened, for bug reports.
    if (stack && plain.code === 'PROCESSING_FAILED') error.cause = stack;
    this.reject(error);
  }

  #settle(): boolean {
    if (this.settled) return false;
    this.settled = true;
    this.#signal?.removeEventListener('abort', this.#abort);
    return true;
  }
}
