import { Signal } from '@lumino/signaling';
import type { IQuery } from '../contract';
import { dayOf, lastDays, lastHours } from './times';

export const SPANS = ['today', '24h', '7d', '30d', 'all', 'run', 'between'] as const;
export type Span = (typeof SPANS)[number];

export interface IRange {
  span: Span;
  /** Of `between`, UTC ms. */
  from: number | null;
  to: number | null;
  /** Of `run`. */
  run: number | null;
  by: 'processed' | 'taken';
  source: string | null;
}

const DEFAULT: IRange = { span: 'today', from: null, to: null, run: null, by: 'processed', source: null };

/** The stretch of time, the run and the source that all panels speak of. */
export class Range {
  constructor(
    /** The present, ms; the reader's time zone decides where days begin. */
    private readonly now: () => number = Date.now
  ) {}

  readonly changed: Signal<this, void> = new Signal(this);

  get state(): IRange {
    return this._state;
  }

  set(part: Partial<IRange>): void {
    const next = { ...this._state, ...part };
    if (JSON.stringify(next) === JSON.stringify(this._state)) return;
    this._state = next;
    this.changed.emit();
  }

  /** What is kept from one visit to the next; nonsense is passed over. */
  restore(kept: unknown): void {
    const part = (kept ?? {}) as Partial<IRange>;
    const number = (value: unknown) => (typeof value === 'number' && Number.isFinite(value) ? value : null);
    const [from, to, run] = [part.from, part.to, part.run].map(number);
    const span = SPANS.includes(part.span as Span) ? (part.span as Span) : 'today';
    const whole = span === 'run' ? run !== null : span !== 'between' || (from !== null && to !== null && from < to);
    this.set({
      span: whole ? span : 'today',
      from,
      to,
      run,
      by: part.by === 'taken' ? 'taken' : 'processed',
      source: typeof part.source === 'string' ? part.source : null
    });
  }

  /** The stretch in UTC ms, [from, to); null where it has no borders. */
  borders(): { from: number; to: number } | null {
    const { span, from, to } = this._state;
    const time = new Date(this.now());
    if (span === 'today') return dayOf(time);
    if (span === '24h') return lastHours(time);
    if (span === '7d') return lastDays(time, 7);
    if (span === '30d') return lastDays(time, 30);
    return span === 'between' && from !== null && to !== null ? { from, to } : null;
  }

  query(): IQuery {
    const { span, run, by, source } = this._state;
    return {
      ...this.borders(),
      ...(span === 'run' && run !== null && { run }),
      ...(by === 'taken' && { by }),
      ...(source !== null && { source })
    };
  }

  private _state: IRange = DEFAULT;
}
