import { randomUUID } from 'node:crypto';
import { isSample, type PictureResult, type Session } from '../session';
import { display } from './tslab';
import { Throttle } from './throttle';

/** MIME type of the news a running session sends to whoever listens in the browser. */
export const LIVE_MIME = 'application/vnd.facegauge.live+json';

/** At most twice a second. */
const INTERVAL_MS = 500;
/** Who works says so this often, however long a picture takes: whoever is not heard any more is gone. */
const HEARTBEAT_MS = 2000;
/** A loop takes the next picture before so long has passed. */
const REST_MS = 1000;

/** What a session has done since it was opened; aggregates only. */
export interface LiveNews {
  version: 1;
  /** `working` while pictures are processed, repeated at least every two seconds; `open` while none is; `closed` at its end. */
  state: 'working' | 'open' | 'closed';
  /** Pictures processed, failures included. */
  pictures: number;
  /** 0..1; null while none has a quality. */
  meanQuality: number | null;
  /** Pictures with a quality below qualityReject. */
  low: number;
  /** Pictures without a face or that could not be processed. */
  failures: number;
  /** Store that the pictures are recorded in; null without one. */
  store: string | null;
  /** UTC ms. */
  at: number;
}

/**
 * Sends news of a session to the sidebar as `update_display_data` of a display that was never shown: nothing appears in
 * the notebook and nothing is saved with it.
 */
export class LiveChannel {
  readonly #id = `facegauge-live-${randomUUID()}`;
  readonly #throttle = new Throttle(INTERVAL_MS, () => void this.#send());
  #state: LiveNews['state'] = 'open';
  #heartbeat: NodeJS.Timeout | null = null;
  #rest: NodeJS.Timeout | null = null;
  #pictures = 0;
  #scored = 0;
  #sum = 0;
  #low = 0;
  #failures = 0;

  readonly #store: string | null;

  constructor(private readonly session: Pick<Session, 'policy' | 'store'>) {
    this.#store = session.store?.file ?? null;
  }

  /** The session has been opened. */
  begin(): void {
    this.#throttle.request();
  }

  /** So many pictures are in hand. */
  working(inHand: number): void {
    if (this.#rest) clearTimeout(this.#rest);
    this.#rest = null;
    if (this.#state === 'closed') return;
    if (inHand === 0) this.#rest = setTimeout(() => this.#become('open'), REST_MS).unref();
    else if (this.#state === 'open') this.#become('working');
  }

  /** One more result. */
  count(result: PictureResult): void {
    this.#pictures++;
    if (!isSample(result)) this.#failures++;
    else if (result.quality !== null) {
      this.#scored++;
      this.#sum += result.quality;
      if (result.quality < this.session.policy.qualityReject) this.#low++;
    }
    this.#throttle.request();
  }

  /** Sends what is outstanding and says no more. */
  close(): void {
    if (this.#rest) clearTimeout(this.#rest);
    this.#become('closed');
    this.#throttle.flush();
  }

  news(): LiveNews {
    return {
      version: 1,
      state: this.#state,
      pictures: this.#pictures,
      meanQuality: this.#scored === 0 ? null : this.#sum / this.#scored,
      low: this.#low,
      failures: this.#failures,
      store: this.#store,
      at: Date.now()
    };
  }

  #become(state: LiveNews['state']): void {
    this.#state = state;
    if (this.#heartbeat) clearInterval(this.#heartbeat);
    this.#heartbeat = state === 'working' ? setInterval(() => this.#throttle.request(), HEARTBEAT_MS).unref() : null;
    this.#throttle.request();
  }

  /** The listener reads the store when it hears this, so what the news tell of is written first. */
  async #send(): Promise<void> {
    const news = this.news();
    // A store that cannot be written warns on its own; the news are true nevertheless.
    await this.session.store?.flush().catch(() => undefined);
    display({ [LIVE_MIME]: news }, { displayId: this.#id, update: true });
  }
}
