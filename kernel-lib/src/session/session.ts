/** A session: networks loaded, an engine running, thresholds settled, a record kept. The main object of the library. */
import { EventEmitter } from 'node:events';
import { inspect } from 'node:util';
import { checkOptions, type DeviceReport, type Engine, type WorkerReport } from '../engine';
import { FacegaugeError } from '../errors';
import type { LoadedModels } from '../models';
import type { Store } from '../store';
import type { ExtractOptions, ImageInput, Language, Policy } from '../types';
import { falseMatchRates } from '../verification';
import { Comparison } from './comparison';
import { inCompletionOrder } from './completion-order';
import type { Progress, SessionEvents } from './events';
import { follow } from './follow';
import { isFailed, isSample } from './guards';
import { Interrupts } from './interrupts';
import type { BatchItem } from './items';
import { modelInfo, thresholdWarnings, type ModelInfo } from './model-info';
import { observerFailed, Observers, type Observer } from './observer';
import {
  extractOptions,
  warn,
  type BatchOptions,
  type CompareOptions,
  type OpenOptions,
  type PictureOptions
} from './options';
import type { PolicyValues, SessionPolicy, SetPolicyOptions } from './policy';
import { processPicture, type Processing } from './processing';
import type { Recorder, RecordReport } from './recorder';
import { Sample, type NotAcquired, type PictureResult } from './sample';

export class Session {
  readonly #events = new EventEmitter<SessionEvents>();
  readonly #interrupts = new Interrupts();
  #closing: Promise<void> | null = null;
  readonly #processing: Processing;
  readonly #observers = new Observers(error => warn(this.options, observerFailed(error)));

  /** @internal */
  constructor(
    private readonly options: OpenOptions,
    private readonly models: LoadedModels,
    private readonly engine: Engine,
    private readonly recorder: Recorder,
    private readonly thresholds: SessionPolicy,
    /** Language of texts meant for people. */
    readonly language: Language
  ) {
    const told = (result: PictureResult): void => void this.#events.emit('sample', result);
    const observers = this.#observers;
    this.#processing = { options, models, engine, recorder, thresholds, language, observers, told };
  }

  /** The thresholds in force and where each comes from; frozen. A change in the store is in force at once. */
  get policy(): Policy {
    return this.thresholds.current;
  }

  /**
   * Changes thresholds for this session or, with `persist`, for everybody who uses the store; what is in work keeps those it
   * was begun with. Null unsets: whatever comes next holds again. Similarity thresholds are kept for this session's embedding
   * network, quality thresholds whatever the network.
   * @throws FacegaugeError INVALID_ARGUMENT for values that are impossible, contradict others or cannot be kept
   */
  setPolicy(values: PolicyValues, options: SetPolicyOptions = {}): Promise<Policy> {
    return this.thresholds.set(values, options);
  }

  /** Device asked for and device used. */
  get device(): DeviceReport {
    return this.engine.device;
  }

  get model(): ModelInfo {
    return modelInfo(this.models);
  }

  /** The record of this session, or null where none is kept. */
  get store(): Store | null {
    return this.recorder.store;
  }

  /**
   * Waits until everything recorded so far is on disk, or it is clear that it will not be, and says how much is.
   * What it says of rows lost is final only after `close`.
   */
  recorded(): Promise<RecordReport> {
    return this.recorder.settle();
  }

  /** Begins a run in the store, for `BatchOptions.run`; a store that cannot be written costs the record, not the run. */
  beginRun(name: string, options: unknown = {}): Promise<number> {
    const { id: model, recogniser } = this.model;
    return this.recorder.beginRun({ name, model, recogniser, options });
  }

  endRun(run: number, state: 'done' | 'aborted' | 'failed'): Promise<void> {
    return this.recorder.endRun(run, state);
  }

  /** Tells an observer of every picture from now on; @returns stops it */
  observe(observer: Observer): () => void {
    return this.#observers.add(observer);
  }

  /** The engine's processes. */
  get workers(): WorkerReport[] {
    return this.engine.workers;
  }

  /** Pictures that wait for one of them. */
  get waiting(): number {
    return this.engine.waiting;
  }

  /** Replaces the engine's processes by new ones as soon as what each has in work is done; nothing is lost. */
  renewEngine(): void {
    this.engine.renew();
  }

  /** Process ids of the engine's workers. */
  get pids(): number[] {
    return this.engine.pids;
  }

  /**
   * Everything that is said of one picture.
   * @returns a `NotAcquired` where there is no usable face
   * @throws FacegaugeError where the picture cannot be processed, or the call cannot
   */
  async extract(image: ImageInput, options: PictureOptions = {}): Promise<Sample | NotAcquired> {
    const [result] = await this.#call(image, options);
    if (isFailed(result)) throw this.#spoken(result.error);
    return result;
  }

  /**
   * Every face of one picture, in the order of the option `face`: the first is the one `extract` gives. A record is kept of that
   * one alone, as of any picture, so that a store counts pictures.
   * @returns empty where there is no usable face
   * @throws FacegaugeError as `extract`
   */
  async faces(image: ImageInput, options: PictureOptions = {}): Promise<Sample[]> {
    const results = await this.#call(image, { ...options, allFaces: true });
    return results.flatMap(result => {
      if (isFailed(result)) throw this.#spoken(result.error);
      return isSample(result) ? [result] : [];
    });
  }

  /**
   * Many pictures at a time, results in the order of completion. A bad picture is a `FailedPicture` and stops nothing.
   * Where a picture comes with a key, its result echoes it; an item that cannot be is a `FailedPicture` too.
   * No more pictures are taken from `images` than are in work; breaking off the loop stops the work and closes `images`.
   * @throws FacegaugeError ABORTED, CLOSED, ENGINE_START_FAILED, INVALID_ARGUMENT for the options
   */
  async *extractAll(
    images: Iterable<ImageInput | BatchItem> | AsyncIterable<ImageInput | BatchItem>,
    options: BatchOptions = {}
  ): AsyncGenerator<PictureResult, void, undefined> {
    checkOptions(extractOptions(this.options, options));
    const batch = follow(this.#interrupts.signal, options.signal);
    const progress: Progress = { done: 0, failed: 0, total: Array.isArray(images) ? images.length : null };
    const attempt = async (item: ImageInput | BatchItem): Promise<PictureResult[]> => {
      const results = await this.#attempt(item, options, batch.signal);
      progress.done++;
      if (!isSample(results[0])) progress.failed++;
      this.#events.emit('progress', { ...progress });
      return results;
    };
    try {
      for await (const results of inCompletionOrder(images, this.engine.inFlight, attempt, batch.signal))
        yield* results;
    } catch (error) {
      throw this.#spoken(error);
    } finally {
      batch.abort();
      batch.release();
    }
  }

  /**
   * Compares two pictures, or samples extracted before.
   * @throws FacegaugeError NO_FACE where one picture has none; as `extract`
   */
  async compare(a: ImageInput | Sample, b: ImageInput | Sample, options: CompareOptions = {}): Promise<Comparison> {
    const policy = options.policy ? this.thresholds.with(options.policy) : this.policy;
    const sample = async (picture: ImageInput | Sample): Promise<Sample> => {
      if (picture instanceof Sample) return picture;
      const result = await this.extract(picture, options);
      if (isSample(result)) return result;
      throw result.error;
    };
    // Both are waited for: nothing of a comparison that has failed goes on behind the caller's back.
    const outcomes = await Promise.allSettled([sample(a), sample(b)]);
    const [first, second] = outcomes.map(outcome => {
      if (outcome.status === 'rejected') throw outcome.reason;
      return outcome.value;
    });
    const rates = falseMatchRates(policy, this.models.thresholds?.fmr);
    return new Comparison(first, second, policy, rates, thresholdWarnings(this.models, policy), this.language);
  }

  /**
   * For work that ends in its own way when it is interrupted for the first time.
   * @returns to be called when it is over
   * @internal
   */
  whenInterrupted(end: (reason: unknown) => void): () => void {
    return this.#interrupts.add(end);
  }

  /**
   * Stops everything in work; its calls end with ABORTED. The session stays open. An audit ends after the pictures in flight; called
   * again, this stops them too.
   */
  interrupt(reason?: unknown): void {
    this.#interrupts.interrupt(reason);
  }

  on<K extends keyof SessionEvents>(event: K, listener: (...args: SessionEvents[K]) => void): this {
    this.#events.on(event, listener as never);
    return this;
  }

  off<K extends keyof SessionEvents>(event: K, listener: (...args: SessionEvents[K]) => void): this {
    this.#events.off(event, listener as never);
    return this;
  }

  /**
   * Writes what is pending and ends the engine; what is in work is rejected with CLOSED. May be called more than once.
   * @throws FacegaugeError ROWS_LOST where results could not be recorded within ten seconds; the session is closed nevertheless
   */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  [inspect.custom](): string {
    const { id, recogniser } = this.model;
    const model = recogniser === null ? id : `${id} + ${recogniser}`;
    return `Session { ${model}, ${this.device.description}, ${this.#closing ? 'closed' : 'open'} }`;
  }

  async #close(): Promise<void> {
    this.thresholds.close();
    await this.engine.close();
    await this.#observers.closing();
    try {
      await this.recorder.close();
    } finally {
      await this.#observers.closed();
      this.#events.emit('close');
    }
  }

  /** What pictures are looked at with where a call says nothing else. @internal */
  get pictureOptions(): ExtractOptions {
    return extractOptions(this.options);
  }

  /** One call about one picture, which its own signal stops or the session. */
  async #call(image: ImageInput, options: BatchOptions): Promise<PictureResult[]> {
    const { signal, release } = follow(this.#interrupts.signal, options.signal);
    try {
      return await this.#attempt(image, options, signal);
    } catch (error) {
      throw this.#spoken(error);
    } finally {
      release();
    }
  }

  #attempt(given: ImageInput | BatchItem, options: BatchOptions, signal: AbortSignal): Promise<PictureResult[]> {
    return processPicture(this.#processing, given, options, signal);
  }

  /** An error that people will read in the language of the session. */
  #spoken(error: unknown): unknown {
    return error instanceof FacegaugeError ? error.in(this.language) : error;
  }
}
