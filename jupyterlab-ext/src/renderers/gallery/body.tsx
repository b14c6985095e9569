import React from 'react';
import type { Locale } from '../../locale';
import { fill } from '../../text';
import { nameOf } from '../card/said';
import { urlOf } from '../picture';
import type { IGallery } from './data';

/** A page of an audit's pictures; each opens in full as long as the store has it. */
export function GalleryBody(props: {
  locale: Locale;
  gallery: IGallery;
  /** Shows a sample of the store in full. */
  open: (id: number) => void;
  /** Shows all pictures that the gallery means in the sidebar; null where that would be others. */
  showAll: (() => void) | null;
}): React.JSX.Element {
  const { locale, gallery } = props;
  const { text, format } = locale;
  const pages = Math.max(1, Math.ceil(gallery.total / gallery.size));
  const head = [
    gallery.title,
    gallery.total === 1 ? text.bucketPicture : fill(text.bucketPictures, { n: format.count(gallery.total) }),
    pages > 1 && fill(text.pageOf, { page: format.count(gallery.page), pages: format.count(pages) })
  ];
  return (
    <article className="fg-Card" data-kind="gallery">
      <h3 className="fg-Card-name">
        {gallery.name} <span className="fg-Note">{head.filter(Boolean).join(' · ')}</span>
      </h3>
      <ul className="fg-Gallery">
        {gallery.tiles.map(tile => {
          const url = urlOf(tile.thumbnail);
          const name = tile.path === null ? (tile.key ?? text.fromMemory) : nameOf(tile.path, locale);
          return (
            <li key={tile.id}>
              <button
                type="button"
                className="fg-Tile"
                data-assessment={tile.assessment ?? 'failed'}
                title={[name, tile.source, tile.identity].filter(Boolean).join(' · ')}
                onClick={() => props.open(tile.id)}
              >
                {url ? <img className="fg-Thumbnail" src={url} alt="" /> : <span className="fg-Thumbnail" />}
                <span className="fg-Tile-words">
                  <span className="fg-Tile-quality">
                    {tile.quality === null ? locale.assessment(tile.assessment) : format.quality(tile.quality)}
                  </span>
                  <span className="fg-Tile-finding">
                    {tile.findings[0] ? locale.finding(tile.findings[0]) : (tile.errorCode ?? '\u00a0')}
                  </span>
                  <span className="fg-Tile-finding">{name}</span>
                </span>
              </button>
            </li>
          );
        })}
      </ul>
      {props.showAll && (
        <button type="button" className="fg-Button" onClick={props.showAll}>
          {fill(text.allInSidebar, { n: format.count(gallery.total) })}
        </button>
      )}
    </article>
  );
}
