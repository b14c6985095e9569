import { VDomModel } from '@jupyterlab/ui-components';
import { Debouncer, Poll, Throttler } from '@lumino/polling';
import { type IFacegaugeService, type ISummary, ServiceError, type ServiceFailure } from '../../tokens';
import { dayOf } from './day';

/** A session may speak twice a second; the store is read no more often than that. */
const LIVE_INTERVAL_MS = 500;
/** The throttle drops what comes close behind another message; this look follows the last of them. */
const SETTLE_MS = 700;

export interface IFailure {
  failure: ServiceFailure;
  message: string;
}

/** The figures of the reader's day, kept fresh while somebody looks at them. */
export class TodayModel extends VDomModel {
  constructor(
    private readonly service: IFacegaugeService,
    /** The present, ms; the reader's time zone decides where the day begins. */
    private readonly now: () => number = Date.now
  ) {
    super();
    this.poll = new Poll({
      name: 'jupyterlab-facegauge:today',
      factory: () => this.read(),
      frequency: { interval: 10_000, backoff: true, max: 60_000 },
      standby: () => !this._visible || document.hidden,
      auto: false
    });
    const refresh = () => this.poll.refresh();
    this.soon = new Throttler(refresh, LIVE_INTERVAL_MS);
    this.settled = new Debouncer(refresh, SETTLE_MS);
    service.live.connect(this.onLive, this);
  }

  /** Last answer; null before the first. */
  get summary(): ISummary | null {
    return this._summary;
  }

  /** Why the last question was not answered; null where it was. */
  get failure(): IFailure | null {
    return this._failure;
  }

  /** When the last answer came, ms. */
  get updatedAt(): number | null {
    return this._updatedAt;
  }

  /** Seconds between two looks at the store. */
  set pollInterval(seconds: number) {
    this.poll.frequency = { ...this.poll.frequency, interval: seconds * 1000, max: Math.max(60, seconds) * 1000 };
  }

  /** Nothing is asked of the server while the panel is hidden. */
  set visible(visible: boolean) {
    if (visible === this._visible) return;
    this._visible = visible;
    if (visible) void this.poll.refresh();
    else void this.poll.stop();
  }

  refresh(): void {
    void this.poll.refresh();
  }

  override dispose(): void {
    if (this.isDisposed) return;
    this.service.live.disconnect(this.onLive, this);
    this.soon.dispose();
    this.settled.dispose();
    this.poll.dispose();
    super.dispose();
  }

  private onLive(): void {
    if (!this._visible) return;
    void this.soon.invoke();
    void this.settled.invoke();
  }

  private async read(): Promise<void> {
    const { from, to } = dayOf(new Date(this.now()));
    try {
      this._summary = await this.service.summary(from, to);
      this._updatedAt = this.now();
      this._failure = null;
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      this._failure = { failure: error.failure, message: error.message };
      // Rejecting makes the poll wait longer before it asks again.
      throw error;
    } finally {
      this.stateChanged.emit();
    }
  }

  private readonly poll: Poll;
  private readonly soon: Throttler;
  private readonly settled: Debouncer;
  private _visible = false;
  private _summary: ISummary | null = null;
  private _failure: IFailure | null = null;
  private _updatedAt: number | null = null;
}
