import { Signal } from '@lumino/signaling';
import { Range } from './range';
import { Selection } from './selection';

/** Where a view is kept between visits: JupyterLab's state database. */
export interface IKeeper {
  fetch(id: string): Promise<unknown>;
  save(id: string, value: never): Promise<unknown>;
}

const KEY = 'facegauge:view';

/** What the reader looks at: a range, and samples of it. */
export class View {
  constructor(now?: () => number) {
    this.range = new Range(now);
    // Part of a range means nothing in another one; what is wrong with pictures does.
    this.range.changed.connect(() => this.selection.set({ from: undefined, to: undefined }));
  }

  readonly range: Range;
  readonly selection = new Selection();
  /** Everything is to be asked for anew. */
  readonly refreshed: Signal<this, void> = new Signal(this);

  refresh(): void {
    this.refreshed.emit();
  }

  /** Brings back what was looked at at the last visit, and keeps what is looked at from now on. */
  async keepIn(keeper: IKeeper): Promise<void> {
    const kept = (await keeper.fetch(KEY)) as { range?: unknown; selection?: unknown } | undefined;
    if (kept) {
      this.range.restore(kept.range);
      this.selection.restore(kept.selection);
    }
    const save = () =>
      void keeper.save(KEY, { range: this.range.state, selection: this.selection.state } as unknown as never);
    this.range.changed.connect(save);
    this.selection.changed.connect(save);
  }
}

export { Range, type IRange, SPANS, type Span } from './range';
export { Selection, type ISelection } from './selection';
