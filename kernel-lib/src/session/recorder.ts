/** Keeps the record of a session. A store that cannot be opened or written costs the record, never the results. */
import { FacegaugeError } from '../errors';
import { locateStore, Store } from '../store';
import type { Policy, PolicyOverrides, Warning } from '../types';
import { toRow } from './rows';
import type { PictureResult } from './sample';

/** Failures of the call, not of the picture: they say nothing worth recording. */
const NOT_OF_THE_PICTURE = new Set(['ABORTED', 'CLOSED', 'INVALID_ARGUMENT', 'ENGINE_START_FAILED']);

export class Recorder {
  #warned = false;
  #store: Store | null = null;

  /**
   * @param store as in `OpenOptions`
   * @param warn told once why nothing is recorded
   */
  constructor(
    store: boolean | string,
    private readonly warn: (warning: Warning) => void
  ) {
    if (store === false) return;
    const file = store === true ? locateStore(process.env, process.cwd()) : store;
    try {
      this.#store = Store.open(file, { onError: error => this.#complain(error, file) });
    } catch (error) {
      this.#complain(error, file);
    }
  }

  /** The open store, or null. */
  get store(): Store | null {
    return this.#store;
  }

  /** Thresholds set for the store. */
  policy(): PolicyOverrides {
    return this.#attempt(store => store.policy()) ?? {};
  }

  /** Leaves word of the thresholds in force, for readers of the store. */
  notePolicy(policy: Policy): void {
    this.#attempt(store => void store.noteSessionPolicy(policy).catch(error => this.#complain(error, store.file)));
  }

  record(result: PictureResult, run: number | null, model: string): void {
    if ('error' in result && NOT_OF_THE_PICTURE.has(result.error.code)) return;
    this.#attempt(store => store.record(toRow(result, { run, model, processedAt: Date.now() })));
  }

  /** Writes what is pending and closes the store. */
  async close(): Promise<void> {
    const store = this.#store;
    this.#store = null;
    await store?.close().catch(error => this.#complain(error, store.file));
  }

  #attempt<T>(work: (store: Store) => T): T | undefined {
    if (!this.#store) return undefined;
    try {
      return work(this.#store);
    } catch (error) {
      this.#complain(error, this.#store.file);
      return undefined;
    }
  }

  #complain(error: unknown, file: string): void {
    if (this.#warned) return;
    this.#warned = true;
    const reason = error instanceof FacegaugeError ? error.message : `${file}: ${(error as Error).message}`;
    this.warn({ code: 'NOT_RECORDED', message: `Results are not being recorded. ${reason}` });
  }
}
