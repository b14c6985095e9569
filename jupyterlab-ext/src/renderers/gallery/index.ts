import type { IRenderMime } from '@jupyterlab/rendermime-interfaces';
import React from 'react';
import type { Locale } from '../../locale';
import { factoryOf } from '../renderer';
import { GalleryBody } from './body';
import { GALLERY_MIME, GALLERY_VERSION, type IGallery } from './data';

/** @param open shows one sample of the gallery in full */
export function galleryFactory(
  locale: Locale,
  open: (gallery: IGallery, id: number) => void
): IRenderMime.IRendererFactory {
  return factoryOf<IGallery>(GALLERY_MIME, GALLERY_VERSION, gallery =>
    React.createElement(GalleryBody, { locale, gallery, open: id => open(gallery, id) })
  );
}
