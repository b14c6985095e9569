import { Signal } from '@lumino/signaling';
import type { IFilter, IQuery, SampleOrder } from '../contract';

/** Which samples of the range are looked at; all fields absent: all of them. */
export interface ISelection extends IFilter {
  /** Part of the range, [from, to). */
  from?: number;
  to?: number;
}

const FIELDS = ['from', 'to', 'least', 'most', 'finding', 'assessment', 'identity', 'text'] as const;

/** What the panel Samples shows, and what other panels choose for it. */
export class Selection {
  readonly changed: Signal<this, void> = new Signal(this);
  /** Somebody chose samples elsewhere and wants to see them. */
  readonly asked: Signal<this, void> = new Signal(this);

  get state(): ISelection {
    return this._state;
  }

  get order(): SampleOrder {
    return this._order;
  }

  set order(order: SampleOrder) {
    if (order === this._order) return;
    this._order = order;
    this.changed.emit();
  }

  get isEmpty(): boolean {
    return Object.keys(this._state).length === 0;
  }

  /** Changes some fields; undefined takes one away. */
  set(part: ISelection): void {
    const next = Object.fromEntries(
      FIELDS.map(field => [field, field in part ? part[field] : this._state[field]]).filter(([, v]) => v !== undefined)
    ) as ISelection;
    if (JSON.stringify(next) === JSON.stringify(this._state)) return;
    this._state = next;
    this.changed.emit();
  }

  /** Looks at these samples alone, of whatever was chosen before. */
  show(selection: ISelection): void {
    this.clear();
    this.set(selection);
    this.asked.emit();
  }

  clear(): void {
    this.set(Object.fromEntries(FIELDS.map(field => [field, undefined])));
  }

  /** The range's question narrowed to what is chosen. */
  narrow(query: IQuery): IQuery & IFilter {
    return { ...query, ...this._state };
  }

  restore(kept: unknown): void {
    const part = (kept ?? {}) as Record<string, unknown>;
    const [numbers, words] = [FIELDS.slice(0, 4), FIELDS.slice(4)];
    this.set(
      Object.fromEntries([
        ...numbers.map(field => [field, typeof part[field] === 'number' ? part[field] : undefined]),
        ...words.map(field => [field, typeof part[field] === 'string' ? part[field] : undefined])
      ])
    );
  }

  private _state: ISelection = {};
  private _order: SampleOrder = 'worst';
}
