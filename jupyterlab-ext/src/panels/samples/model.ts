import type { IFacegaugeService, ISampleItem, ISamplePage } from '../../tokens';
import { ServiceError } from '../../tokens';
import { type IPanelContext, PanelModel } from '../panel-model';
import { Thumbnails } from './thumbnails';

/** Samples asked for at once. */
const PAGE = 100;

/** A list of more is shown in parts: nobody scrolls through it, and it would fill the memory. */
const PART = 100_000;

/** The samples chosen, page after page, as the reader gets to them. */
export class SamplesModel extends PanelModel<ISamplePage> {
  constructor(
    context: IPanelContext,
    private readonly limits = { page: PAGE, part: PART }
  ) {
    super('samples', context);
    this.thumbnails = new Thumbnails((id, version) => this.service.thumbnail(id, version));
    this.view.selection.changed.connect(this.restart, this);
    this.view.range.changed.connect(this.restart, this);
  }

  readonly thumbnails: Thumbnails;

  /** What has been read of the list so far, in its order. */
  get items(): readonly ISampleItem[] {
    return this._items;
  }

  /** Samples in the whole list; null where that is not known. */
  get total(): number | null {
    return this.value?.total ?? (this.atEnd ? this.offset + this._items.length : null);
  }

  /** Place of the first item in the whole list. */
  get offset(): number {
    return this._offset;
  }

  /** True where nothing follows in this part. */
  get atEnd(): boolean {
    return this.value !== null && (this.next === null || this._items.length >= this.limits.part);
  }

  /** True where the list goes on in a further part. */
  get hasNextPart(): boolean {
    return this.atEnd && this.next !== null;
  }

  get partSize(): number {
    return this.limits.part;
  }

  get loading(): boolean {
    return this._loading;
  }

  /** True where the store has another list by now, which is not shown because the reader is in the midst of this one. */
  get outdated(): boolean {
    return this._fresh !== null;
  }

  /** Where the reader is; a list that is being read is not changed under their eyes. */
  reading = false;

  /** Id of the sample that the keyboard is on. */
  get active(): number | null {
    return this._active;
  }

  set active(id: number | null) {
    if (id === this._active) return;
    this._active = id;
    this.stateChanged.emit();
  }

  /** Reads the page after those known, unless there is none or it is on its way. */
  async more(): Promise<void> {
    if (this._loading || this.atEnd || this.value === null || this.stale) return;
    const key = this.key();
    this._loading = true;
    this.stateChanged.emit();
    try {
      const page = await this.page(this.next);
      if (key !== this.key() || this.isDisposed) return;
      this.append(page);
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
    } finally {
      this._loading = false;
      if (!this.isDisposed) this.stateChanged.emit();
    }
  }

  /** Shows the list as the store has it now, from its beginning. */
  update(): void {
    if (this._fresh) this.replace(this._fresh);
    this.reading = false;
    this.stateChanged.emit();
  }

  nextPart(): void {
    if (!this.hasNextPart) return;
    this._offset += this._items.length;
    this.start = this.next;
    this.onQuestion();
  }

  firstPart(): void {
    this.restart();
  }

  /** Takes a sample that was deleted out of the list. */
  removed(id: number): void {
    this._items = this._items.filter(item => item.id !== id);
    this.view.refresh();
  }

  get reader(): IFacegaugeService {
    return this.service;
  }

  override dispose(): void {
    if (this.isDisposed) return;
    this.view.selection.changed.disconnect(this.restart, this);
    this.view.range.changed.disconnect(this.restart, this);
    this.thumbnails.dispose();
    super.dispose();
  }

  protected override key(): string {
    const { selection, range } = this.view;
    return JSON.stringify([selection.narrow(range.query()), selection.order, this.start]);
  }

  protected override ask(): Promise<ISamplePage> {
    return this.page(this.start);
  }

  protected override take(page: ISamplePage): void {
    const other = this.stale || this.value === null;
    super.take(page);
    const same = page.items.every((item, i) => JSON.stringify(item) === JSON.stringify(this._items[i]));
    if (other) this._items = [];
    if (other || !this.reading || this._items.length === 0) this.replace(page);
    else this._fresh = same && page.items.length <= this._items.length ? null : page;
  }

  private page(after: string | null): Promise<ISamplePage> {
    const { selection, range } = this.view;
    return this.service.samples(selection.narrow(range.query()), selection.order, this.limits.page, after);
  }

  private replace(page: ISamplePage): void {
    this._fresh = null;
    // Further pages that were read go on from the same place, if the first is as it was.
    const same = page.items.length > 0 && page.items.every((item, i) => item.id === this._items[i]?.id);
    this._items = same ? [...page.items, ...this._items.slice(page.items.length)] : page.items;
    if (!same) this.next = page.next;
    if (!this._items.some(({ id }) => id === this._active)) this._active = null;
  }

  private append(page: ISamplePage): void {
    const known = new Set(this._items.map(({ id }) => id));
    this._items = [...this._items, ...page.items.filter(({ id }) => !known.has(id))];
    this.next = page.next;
  }

  private restart(): void {
    this._offset = 0;
    this.start = null;
    this.reading = false;
    this.onQuestion();
  }

  private _items: readonly ISampleItem[] = [];
  private next: string | null = null;
  private start: string | null = null;
  private _offset = 0;
  private _loading = false;
  private _fresh: ISamplePage | null = null;
  private _active: number | null = null;
}
