import type { IRenderMime } from '@jupyterlab/rendermime-interfaces';
import React from 'react';
import type { Locale } from '../../locale';
import { Thumbnails } from '../../panels/samples/thumbnails';
import type { IListed } from '../../sample/list';
import type { IFacegaugeService } from '../../tokens';
import type { ISelection } from '../../view';
import { factoryOf } from '../renderer';
import { GalleryBody } from './body';
import { GALLERY_MIME, GALLERY_VERSION, type IGallery } from './data';
import { GalleryPages } from './pages';
import { selectionOf } from './selection';

/**
 * @param open shows one sample of a gallery's page in full
 * @param show shows samples of a run in the sidebar
 */
export function galleryFactory(
  locale: Locale,
  service: IFacegaugeService,
  open: (page: readonly IListed[], thumbnails: Thumbnails, id: number) => void,
  show: (run: number, source: string | null, selection: ISelection) => void
): IRenderMime.IRendererFactory {
  // Of all galleries: the oldest give way.
  const thumbnails = new Thumbnails((id, version) => service.thumbnail(id, version));
  // An output is drawn more than once; what was read of its pages stays.
  const known = new WeakMap<IGallery, GalleryPages | null>();
  const pagesOf = (gallery: IGallery) => {
    if (!known.has(gallery)) known.set(gallery, GalleryPages.of(gallery, service));
    return known.get(gallery)!;
  };
  return factoryOf<IGallery>(GALLERY_MIME, GALLERY_VERSION, gallery => {
    const all = selectionOf(gallery);
    return React.createElement(GalleryBody, {
      locale,
      gallery,
      thumbnails,
      open: (page, id) => open(page, thumbnails, id),
      // The sidebar chooses by everything but tags.
      showAll: all && !all.selection.tags ? () => show(gallery.run, all.source, all.selection) : null,
      pages: pagesOf(gallery)
    });
  });
}
