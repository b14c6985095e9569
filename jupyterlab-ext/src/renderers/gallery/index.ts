import type { IRenderMime } from '@jupyterlab/rendermime-interfaces';
import React from 'react';
import type { Locale } from '../../locale';
import { factoryOf } from '../renderer';
import type { ISelection } from '../../view';
import { GalleryBody } from './body';
import { GALLERY_MIME, GALLERY_VERSION, type IGallery } from './data';
import { selectionOf } from './selection';

/**
 * @param open shows one sample of the gallery in full
 * @param show shows samples of a run in the sidebar
 */
export function galleryFactory(
  locale: Locale,
  open: (gallery: IGallery, id: number) => void,
  show: (run: number, source: string | null, selection: ISelection) => void
): IRenderMime.IRendererFactory {
  return factoryOf<IGallery>(GALLERY_MIME, GALLERY_VERSION, gallery => {
    const all = selectionOf(gallery);
    return React.createElement(GalleryBody, {
      locale,
      gallery,
      open: id => open(gallery, id),
      showAll: all && (() => show(gallery.run, all.source, all.selection))
    });
  });
}
