import type { IFacegaugeService, ISampleItem, SampleOrder } from '../../tokens';
import type { IGallery } from './data';
import { selectionOf } from './selection';

/** Samples asked for at once: as many as the route gives. */
const MOST = 200;

/** The pages of a gallery as the store has them, read from the first on as they are wanted. */
export class GalleryPages {
  private constructor(
    private readonly service: Pick<IFacegaugeService, 'samples' | 'runs'>,
    private readonly gallery: IGallery,
    private readonly order: SampleOrder,
    private readonly asked: Parameters<IFacegaugeService['samples']>[0],
    /** Pictures by name, where no question finds them. */
    private readonly ids: readonly number[] | null = null
  ) {}

  /** @returns null where the routes do not list what the gallery means, or in another order */
  static of(gallery: IGallery, service: Pick<IFacegaugeService, 'samples' | 'runs'>): GalleryPages | null {
    const { sort, ids } = gallery;
    if (sort === undefined || !(gallery.run > 0)) return null;
    if (ids) return new GalleryPages(service, gallery, sort, { run: gallery.run }, ids);
    const meant = selectionOf(gallery);
    if (!meant) return null;
    const source = meant.source === null ? {} : { source: meant.source };
    return new GalleryPages(service, gallery, sort, { run: gallery.run, ...source, ...meant.selection });
  }

  /** Pictures that can be paged to, from the first on. */
  get reach(): number {
    return this.ids ? Math.min(this.ids.length, this.total) : this.total;
  }

  /** Pictures of all pages, as far as the store said; else as the gallery had it. */
  get total(): number {
    return this._total ?? this.gallery.total;
  }

  /**
   * @param page from 1
   * @returns null where the store does not have the gallery's audit (any more): it is another store, or the run was deleted
   * @throws ServiceError
   */
  async page(page: number): Promise<readonly ISampleItem[] | null> {
    this.there ??= this.isThere();
    if (!(await this.there.catch(error => this.askAgain(error)))) return null;
    const { size } = this.gallery;
    if (this.ids) return this.named(this.ids.slice((page - 1) * size, page * size));
    while (this.items.length < page * size && !this.atEnd) {
      const answer = await this.service.samples(this.asked, this.order, MOST, this.next);
      this.items.push(...answer.items);
      this.next = answer.next;
      this.atEnd = answer.next === null;
      this._total = this.atEnd ? this.items.length : (answer.total ?? this._total);
    }
    return this.items.slice((page - 1) * size, page * size);
  }

  private async named(ids: readonly number[]): Promise<ISampleItem[]> {
    const items: ISampleItem[] = [];
    for (let at = 0; at < ids.length; at += MOST) {
      const some = ids.slice(at, at + MOST);
      const asked = { ...this.asked, ids: some.join(',') };
      items.push(...(await this.service.samples(asked, this.order, some.length, null)).items);
    }
    return items;
  }

  /** Runs are numbered in each store: the same number elsewhere is another audit. */
  private async isThere(): Promise<boolean> {
    const { run, name } = this.gallery;
    return (await this.service.runs()).some(one => one.id === run && one.name === name);
  }

  private askAgain(error: unknown): never {
    this.there = null;
    throw error;
  }

  private readonly items: ISampleItem[] = [];
  private next: string | null = null;
  private atEnd = false;
  private _total: number | null = null;
  private there: Promise<boolean> | null = null;
}
