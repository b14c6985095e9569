/** A session: networks loaded, an engine running, thresholds settled, a record kept. The main object of the library. */
import { EventEmitter } from 'node:events';
import { inspect } from 'node:util';
import { checkOptions, type DeviceReport, type Engine, type WorkerReport } from '../engine';
import { FacegaugeError } from '../errors';
import type { LoadedModels } from '../models';
import { mapScale } from '../recognition';
import type { Store } from '../store';
import type { ExtractOptions, ImageInput, Language, Policy, PolicyOverrides, Provenance, Warning } from '../types';
import { falseMatchRates } from '../verification';
import { Comparison } from './comparison';
import { inCompletionOrder } from './completion-order';
import { follow } from './follow';
import { isFailed, isSample } from './guards';
import { checkItem, wholeItem, type BatchItem } from './items';
import { observerFailed, Observers, type Observer } from './observer';
import { extractOptions, warn, type OpenOptions, type PictureOptions } from './options';
import type { PolicyValues, SessionPolicy, SetPolicyOptions } from './policy';
import type { Recorder, RecordReport } from './recorder';
import { failedPicture, toResult, type ResultContext } from './results';
import { Sample, type NotAcquired, type PictureResult } from './sample';

/** How far a batch has come. */
export interface Progress {
  done: number;
  /** Of those: pictures without a face or that could not be processed. */
  failed: number;
  /** null where the source does not say how many there are. */
  total: number | null;
}

export interface SessionEvents {
  /** Every result, of whatever call, once it is known. */
  sample: [result: PictureResult];
  /** After each result of `extractAll`. */
  progress: [progress: Progress];
  close: [];
}

/** The networks of a session. */
export interface ModelInfo {
  id: string;
  title: string;
  /** Values of an embedding. */
  embeddingSize: number;
  /** Id of the network of one's own that gives the embedding, or null. */
  recogniser: string | null;
  detector: string;
  /** Half-range of the colour scale of this model's contribution maps. */
  mapScale: number;
}

export interface BatchOptions extends PictureOptions {
  /** Id of the run (an audit in the store) that the results belong to. */
  run?: number;
  /** Where a picture came from, by what it says itself (its EXIF camera); where neither item nor batch has a `source`. */
  sourceOf?: (provenance: Provenance) => string;
  /** A result for every face of a picture, not only the one that `face` means; see `faces`. */
  allFaces?: boolean;
  /** False: nothing of it goes into the store, and no event tells of it (default true). */
  record?: boolean;
}

export interface CompareOptions extends PictureOptions {
  /** Thresholds for this comparison alone. */
  policy?: PolicyOverrides;
}

/** Failures that would repeat with every picture: they end a batch. */
const ENDS_A_BATCH = new Set(['ABORTED', 'CLOSED', 'ENGINE_START_FAILED']);

export class Session {
  readonly #events = new EventEmitter<SessionEvents>();
  #work = new AbortController();
  readonly #ends = new Set<(reason: unknown) => void>();
  #closing: Promise<void> | null = null;
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
  ) {}

  /** The thresholds in force and where each comes from; frozen. A change in the store arrives within a second. */
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
    const { face, recogniser, detector } = this.models;
    return {
      id: face.id,
      title: face.title,
      embeddingSize: (recogniser ?? face).contract.embeddingSize,
      recogniser: recogniser?.id ?? null,
      detector: detector.id,
      mapScale: mapScale(face.contract)
    };
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
    const { signal, release } = follow(this.#work.signal, options.signal);
    try {
      const [result] = await this.#attempt(image, options, signal);
      if (isFailed(result)) throw result.error;
      return result;
    } catch (error) {
      throw this.#spoken(error);
    } finally {
      release();
    }
  }

  /**
   * Every face of one picture, in the order of the option `face`: the first is the one `extract` gives. A record is kept of that
   * one alone, as of any picture, so that a store counts pictures.
   * @returns empty where there is no usable face
   * @throws FacegaugeError as `extract`
   */
  async faces(image: ImageInput, options: PictureOptions = {}): Promise<Sample[]> {
    const { signal, release } = follow(this.#work.signal, options.signal);
    try {
      const results = await this.#attempt(image, { ...options, allFaces: true }, signal);
      return results.flatMap(result => {
        if (isFailed(result)) throw result.error;
        return isSample(result) ? [result] : [];
      });
    } catch (error) {
      throw this.#spoken(error);
    } finally {
      release();
    }
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
    const batch = follow(this.#work.signal, options.signal);
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
    return new Comparison(first, second, policy, rates, this.#comparisonWarnings(policy), this.language);
  }

  /**
   * For work that ends in its own way when it is interrupted for the first time.
   * @returns to be called when it is over
   * @internal
   */
  whenInterrupted(end: (reason: unknown) => void): () => void {
    this.#ends.add(end);
    return () => void this.#ends.delete(end);
  }

  /**
   * Stops everything in work; its calls end with ABORTED. The session stays open. An audit ends after the pictures in flight; called
   * again, this stops them too.
   */
  interrupt(reason?: unknown): void {
    const ends = [...this.#ends];
    this.#ends.clear();
    if (ends.length > 0) return ends.forEach(end => end(reason));
    this.#work.abort(reason);
    this.#work = new AbortController();
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

  /** One picture, at least one result; throws only what concerns the call and not the picture. */
  async #attempt(given: ImageInput | BatchItem, options: BatchOptions, signal: AbortSignal): Promise<PictureResult[]> {
    const { image, key, source, identity, tags } = wholeItem(given);
    const context: ResultContext = {
      image,
      key,
      source: source ?? options.source ?? (options.sourceOf ? undefined : this.options.source),
      sourceOf: options.sourceOf,
      aligned: options.aligned ?? this.options.aligned ?? false,
      model: this.model,
      device: this.device.used,
      policy: this.policy,
      language: this.language
    };
    let results: PictureResult[];
    try {
      checkItem(given);
      const asked = extractOptions(this.options, options);
      const answer = options.allFaces
        ? await this.engine.extractFaces(image, asked, signal)
        : await this.engine.extract(image, asked, signal);
      results = [answer].flat().map(one => toResult(one, context));
    } catch (error) {
      if (!(error instanceof FacegaugeError) || ENDS_A_BATCH.has(error.code)) throw error;
      results = [failedPicture(error, context)];
    }
    if (options.record === false) return results;
    const { face, recogniser } = this.models;
    // A record and an event are of the picture: of the face that is taken where only one is.
    const run = options.run ?? null;
    const networks = { model: face.id, recogniser: recogniser?.id ?? null };
    const processed = { result: results[0], image, run };
    const messages = await this.#observers.messages(processed);
    const recorded = await this.recorder.record(results[0], { run, ...networks, identity, tags }, messages);
    this.#observers.tell(processed, recorded.id);
    this.#events.emit('sample', results[0]);
    return results;
  }

  /** An error that people will read in the language of the session. */
  #spoken(error: unknown): unknown {
    return error instanceof FacegaugeError ? error.in(this.language) : error;
  }

  #comparisonWarnings({ origin }: Policy): Warning[] {
    if (this.models.thresholds || origin.similarityMatch !== 'built-in') return [];
    const { recogniser, id } = this.model;
    const message = `The similarity thresholds were not made for the network ${recogniser ?? id}; \`facegauge models calibrate\` finds its own.`;
    return [{ code: 'THRESHOLDS_NOT_FOR_MODEL', message }];
  }
}
