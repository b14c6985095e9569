/** Keeps the record of a session. A store that cannot be opened or written costs the record, never the results. */
import { FacegaugeError } from '../errors';
import { CLOSE_DEADLINE_MS, locateStore, rowsLost, Store, type OutboxRow, type RunStart } from '../store';
import type { Warning } from '../types';
import { toRow, type RowContext } from './rows';
import { isSample } from './guards';
import type { PictureResult } from './sample';

/** Failures of the call, not of the picture: they say nothing worth recording. */
const NOT_OF_THE_PICTURE = new Set(['ABORTED', 'CLOSED', 'INVALID_ARGUMENT', 'ENGINE_START_FAILED']);

/** How long a batch waits for a store that another process holds, before it goes on without a record. */
const PATIENCE_MS = 60_000;
/** Once writing has failed at the end of the work, closing does not wait as long again. */
const SECOND_DEADLINE_MS = 1000;

/** Stands for a run that could not be begun: what belongs to it is not recorded. */
export const UNRECORDED_RUN = -1;

/** What became of the record so far. */
export interface RecordReport {
  /** The store's file; null where none was asked for. */
  file: string | null;
  /** Results that are on disk. */
  recorded: number;
  /** Results that are not: waiting, given up, or in a file that was taken away. */
  lost: number;
  /** Why, where anything is lost. */
  reason: string | null;
}

export class Recorder {
  readonly #file: string | null;
  readonly #said = new Set<string>();
  #store: Store | null = null;
  #recorded = 0;
  /** Results that were never handed to the store. */
  #dropped = 0;
  #impatient = false;
  #reason: string | null = null;
  #failed = false;

  /**
   * @param store as in `OpenOptions`
   * @param warn told, once each, why results are not being recorded, or only later, or in another file
   * @param keep what of a person is kept: both unless they are turned off
   */
  constructor(
    store: boolean | string,
    private readonly warn: (warning: Warning) => void,
    private readonly keep: { thumbnails?: boolean; embeddings?: boolean } = {}
  ) {
    this.#file = store === false ? null : store === true ? locateStore(process.env, process.cwd()) : store;
    if (this.#file === null) return;
    try {
      this.#store = Store.open(this.#file, { onError: error => this.#complain(error) });
    } catch (error) {
      this.#complain(error);
    }
  }

  /** The open store, or null. */
  get store(): Store | null {
    return this.#store;
  }

  /** Something of the store's; a failure is said, and costs nothing else. */
  attempt<T>(work: (store: Store) => T): T | undefined {
    if (!this.#store) return undefined;
    try {
      const result = work(this.#store);
      if (result instanceof Promise) result.catch(error => this.#complain(error));
      return result;
    } catch (error) {
      this.#complain(error);
      return undefined;
    }
  }

  /**
   * Resolves once the store has taken the result over; while it is locked and much is waiting, that takes a while, which
   * slows the batch down and keeps its memory bounded.
   * @param messages what others are to be told of it, written in its transaction
   * @returns `id` of the sample, once it is on disk; null where it is not and will not be. Never rejected
   */
  async record(
    result: PictureResult,
    context: Omit<RowContext, 'processedAt' | 'policyVersion'>,
    messages: readonly OutboxRow[] = []
  ): Promise<{ id: Promise<number | null> }> {
    const unrecorded = { id: Promise.resolve(null) };
    if (this.#file === null || (!isSample(result) && NOT_OF_THE_PICTURE.has(result.error.code))) return unrecorded;
    const store = this.#store;
    if (!store || context.run === UNRECORDED_RUN || !(await this.#room(store))) {
      this.#dropped++;
      return unrecorded;
    }
    try {
      const row = toRow(result, { ...context, policyVersion: this.policyVersion, processedAt: Date.now() });
      if (this.keep.thumbnails === false) row.thumbnail = null;
      if (this.keep.embeddings === false) row.embedding = null;
      const id = store.record(row, messages).then(
        sample => {
          this.#recorded++;
          // Should it happen again, it is said again.
          this.#said.delete('NOT_RECORDED');
          return sample;
        },
        () => null
      );
      return { id };
    } catch (error) {
      this.#dropped++;
      this.#complain(error);
      return unrecorded;
    }
  }

  /** Of the thresholds that results are judged with; kept up to date by the session. */
  policyVersion: number | null = null;

  /** @returns id of the run; {@link UNRECORDED_RUN} where none can be kept; a store that is only busy is waited for */
  async beginRun(start: RunStart): Promise<number> {
    const store = this.#store;
    if (!store) return UNRECORDED_RUN;
    for (const end = performance.now() + PATIENCE_MS; ;) {
      try {
        return await store.beginRun(start);
      } catch (error) {
        this.#complain(error);
        if (!isBusy(error) || performance.now() >= end) return UNRECORDED_RUN;
      }
    }
  }

  async endRun(run: number, state: 'done' | 'aborted' | 'failed'): Promise<void> {
    if (run !== UNRECORDED_RUN) await this.#store?.endRun(run, state).catch(error => this.#complain(error));
  }

  /** Waits until everything is on disk, or it is clear that it will not be; never throws. */
  async settle(): Promise<RecordReport> {
    const store = this.#store;
    await store?.flush().then(
      () => (this.#failed = false),
      error => {
        this.#failed = true;
        this.#complain(error);
      }
    );
    const lost = this.#dropped + (store ? store.pending + store.lost : 0);
    return {
      file: this.#file,
      recorded: this.#recorded - (store?.lost ?? 0),
      lost,
      reason: lost ? this.#reason : null
    };
  }

  /**
   * Writes what is pending and closes the store.
   * @throws FacegaugeError ROWS_LOST with the number of results that are not in it, STORE_REPLACED
   */
  async close(): Promise<void> {
    const store = this.#store;
    this.#store = null;
    if (!store) return;
    const dropped = this.#dropped;
    let pending = 0;
    try {
      pending = store.pending;
      await store.close(this.#failed ? SECOND_DEADLINE_MS : CLOSE_DEADLINE_MS);
    } catch (error) {
      if (dropped === 0 || !(error instanceof FacegaugeError) || error.code !== 'ROWS_LOST') throw error;
      throw rowsLost(store.file, dropped + pending, error.cause);
    }
    if (dropped > 0) throw rowsLost(store.file, dropped, new Error(this.#reason ?? ''));
  }

  async #room(store: Store): Promise<boolean> {
    const patience = this.#impatient || (store.trouble && !isBusy(store.trouble)) ? 0 : PATIENCE_MS;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<false>(resolve => {
      timer = setTimeout(() => resolve(false), patience);
    });
    const there = await Promise.race([store.ready().then(() => true as const), late]);
    clearTimeout(timer);
    // Having waited in vain once, the batch goes on at full speed until there is room again.
    this.#impatient = !there;
    return there;
  }

  #complain(error: unknown): void {
    const { code, message } = asFault(error, this.#file);
    this.#reason = message;
    if (code === 'STORE_REPLACED') return this.warn({ code: 'STORE_REPLACED', message });
    if (code === 'STORE_BUSY') this.#say('RECORDING_DELAYED', `Recording is delayed. ${message}`);
    else this.#say('NOT_RECORDED', `Results are not being recorded. ${message}`);
  }

  #say(code: Warning['code'], message: string): void {
    if (this.#said.has(code)) return;
    this.#said.add(code);
    this.warn({ code, message });
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof FacegaugeError && error.code === 'STORE_BUSY';
}

function asFault(error: unknown, file: string | null): { code: string | null; message: string } {
  if (error instanceof FacegaugeError) return error;
  return { code: null, message: `${file}: ${error instanceof Error ? error.message : String(error)}` };
}
