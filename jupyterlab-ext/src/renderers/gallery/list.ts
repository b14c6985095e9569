import type { ISampleItem } from '../../contract';
import { Thumbnails } from '../../panels/samples/thumbnails';
import type { ISampleList } from '../../sample/model';
import type { IFacegaugeService } from '../../tokens';
import type { View } from '../../view';
import type { IGallery } from './data';

/** The pictures of a gallery's page as a list that one sample can be opened from. */
export class GalleryList implements ISampleList {
  constructor(
    gallery: IGallery,
    readonly reader: IFacegaugeService,
    readonly view: View
  ) {
    this.items = gallery.tiles.map(tile => ({ id: tile.id }));
    this.thumbnails = new Thumbnails((id, version) => reader.thumbnail(id, version));
  }

  readonly items: readonly Pick<ISampleItem, 'id'>[];
  readonly thumbnails: Thumbnails;
  active: number | null = null;

  /** What is in the output is all there is. */
  async more(): Promise<void> {}

  removed(): void {
    this.view.refresh();
  }
}
