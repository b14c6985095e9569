import type { IDisposable } from '@lumino/disposable';
import { Debouncer, Poll, Throttler } from '@lumino/polling';
import { Signal } from '@lumino/signaling';
import { failureOf, type IFacegaugeService, type IFailure, type ILiveNews, type IQuery, ServiceError } from '../tokens';
import type { View } from '../view';

/** A session may speak twice a second; the store is read no more often than that. */
const LIVE_INTERVAL_MS = 500;
/** The throttle drops what comes close behind another message; this look follows the last of them. */
const SETTLE_MS = 700;

/** What every panel's model is made with. */
export interface IPanelContext {
  service: IFacegaugeService;
  view: View;
  /** The present, ms. */
  now?: () => number;
}

/**
 * What one panel shows, kept fresh while somebody looks at it: asked for at intervals, when a session makes itself heard
 * and when the view changes, and never while the panel is hidden. An answer to a question that is no longer the
 * reader's is dropped; while the new one is on its way the old one stays, marked as stale.
 */
export abstract class PanelModel<T> implements IDisposable {
  constructor(name: string, context: IPanelContext) {
    this.service = context.service;
    this.view = context.view;
    this.now = context.now ?? Date.now;
    this.poll = new Poll({
      name: `jupyterlab-facegauge:${name}`,
      factory: () => this.read(),
      frequency: { interval: 10_000, backoff: true, max: 60_000 },
      standby: () => !this._visible,
      auto: false
    });
    const refresh = () => this.refresh();
    this.soon = new Throttler(refresh, LIVE_INTERVAL_MS);
    this.settled = new Debouncer(refresh, SETTLE_MS);
    this.service.live.connect(this.onLive, this);
    this.view.range.changed.connect(this.onQuestion, this);
    this.view.refreshed.connect(this.refresh, this);
  }

  readonly stateChanged: Signal<this, void> = new Signal(this);

  /** Last answer; null before the first. */
  get value(): T | null {
    return this._value;
  }

  /** Why the last question was not answered; null where it was. */
  get failure(): IFailure | null {
    return this._failure;
  }

  /** When the last answer came, ms. */
  get updatedAt(): number | null {
    return this._updatedAt;
  }

  /** True where the answer shown belongs to an earlier question. */
  get stale(): boolean {
    return this._value !== null && this._answered !== this.key();
  }

  /** Seconds between two looks at the store. */
  set pollInterval(seconds: number) {
    this.poll.frequency = { ...this.poll.frequency, interval: seconds * 1000, max: Math.max(60, seconds) * 1000 };
  }

  /** Nothing is asked of the server while the panel is hidden. */
  set visible(visible: boolean) {
    if (visible === this._visible) return;
    this._visible = visible;
    if (visible) this.refresh();
    else void this.poll.stop();
  }

  get visible(): boolean {
    return this._visible;
  }

  /** Asks anew, if somebody looks. */
  refresh(): void {
    if (!this._visible) return;
    if (this.asking) this.again = true;
    else void this.poll.refresh();
  }

  get isDisposed(): boolean {
    return this._disposed;
  }

  dispose(): void {
    if (this._disposed) return;
    this._disposed = true;
    this.service.live.disconnect(this.onLive, this);
    this.view.range.changed.disconnect(this.onQuestion, this);
    this.view.refreshed.disconnect(this.refresh, this);
    this.soon.dispose();
    this.settled.dispose();
    // A timer that was set would hold on to the poll until it ends.
    void this.poll.stop();
    this.poll.dispose();
    Signal.clearData(this);
  }

  /** Asks the service. Rejects with ServiceError. */
  protected abstract ask(): Promise<T>;

  /**
   * The range, for counts that are kept by the time pictures were processed.
   * @throws ServiceError where the reader means the time they were taken: other figures must not pass for those
   */
  protected counted(): IQuery {
    const query = this.view.range.query();
    if (query.by) throw new ServiceError('by-processed', '');
    return query;
  }

  /** What the answer depends on: one that was asked for under another key is dropped. */
  protected key(): string {
    return JSON.stringify(this.view.range.query());
  }

  /** The question has changed: what is shown is stale until the answer comes. */
  protected onQuestion(): void {
    this.stateChanged.emit();
    this.refresh();
  }

  protected onLive(_: unknown, _news: ILiveNews): void {
    if (!this._visible) return;
    void this.soon.invoke();
    void this.settled.invoke();
  }

  /** Takes an answer that came by another way, such as that of a change. */
  protected take(value: T): void {
    this._value = value;
    this._answered = this.key();
    this._updatedAt = this.now();
    this._failure = null;
  }

  /** The poll drops what is asked of it while it is asking; so whoever asks in the meantime is answered here. */
  private async read(): Promise<void> {
    this.asking = true;
    try {
      do {
        this.again = false;
        await this.readOnce();
      } while ((this.again || this.stale) && this._visible && !this._disposed);
    } finally {
      this.asking = false;
      if (!this._disposed) this.stateChanged.emit();
    }
  }

  private async readOnce(): Promise<void> {
    const key = this.key();
    const current = () => key === this.key() && !this._disposed;
    try {
      const value = await this.ask();
      if (current()) this.take(value);
      else this.again = true;
    } catch (error) {
      const failure = failureOf(error);
      if (!current()) {
        this.again = true;
        return;
      }
      this._failure = failure;
      // Old figures that mean something else must not stand under the new question.
      if (failure.failure === 'by-processed' || this.stale) this._value = null;
      // Rejecting makes the poll wait longer before it asks again.
      throw error;
    }
    this.stateChanged.emit();
  }

  protected readonly service: IFacegaugeService;
  readonly view: View;
  protected readonly now: () => number;
  private readonly poll: Poll;
  private readonly soon: Throttler;
  private readonly settled: Debouncer;
  private asking = false;
  private again = false;
  private _visible = false;
  private _disposed = false;
  private _value: T | null = null;
  private _answered: string | null = null;
  private _failure: IFailure | null = null;
  private _updatedAt: number | null = null;
}
