import type { Thumbnails } from '../../panels/samples/thumbnails';
import type { IListed, ISampleList } from '../../sample/list';
import type { IFacegaugeService } from '../../tokens';
import type { View } from '../../view';

/** The pictures of a gallery's page as a list that one sample can be opened from. */
export class GalleryList implements ISampleList {
  constructor(
    readonly items: readonly IListed[],
    readonly thumbnails: Thumbnails,
    readonly reader: IFacegaugeService,
    readonly view: View
  ) {}

  active: number | null = null;

  /** The page is all there is. */
  async more(): Promise<void> {}

  removed(): void {
    this.view.refresh();
  }
}
