import React from 'react';
import type { Locale } from '../../locale';
import { sentence } from '../../panels/notice';
import type { Thumbnails } from '../../panels/samples/thumbnails';
import { fill } from '../../text';
import { failureOf, type ISampleItem } from '../../tokens';
import { nameOf } from '../card/said';
import { urlOf } from '../picture';
import type { IGallery } from './data';
import { GalleryTile, type IGalleryTile } from './tile';

export interface IGalleryProps {
  locale: Locale;
  gallery: IGallery;
  thumbnails: Thumbnails;
  /** Shows a sample of the store in full; `page` is what it stands among. */
  open: (page: readonly IGalleryTile[], id: number) => void;
  /** Shows all pictures that the gallery means in the sidebar; null where that would be others. */
  showAll: (() => void) | null;
  /** Pages by the store; null where it does not list the same. */
  pages: {
    readonly total: number;
    readonly reach: number;
    page(page: number): Promise<readonly ISampleItem[] | null>;
  } | null;
}

/** Pictures of an audit, page by page; each opens in full as long as the store has it. */
export function GalleryBody(props: IGalleryProps): React.JSX.Element {
  const { locale, gallery } = props;
  const { text, format } = locale;
  const [shown, setShown] = React.useState({ page: gallery.page, tiles: tilesOf(gallery, locale) });
  const [busy, setBusy] = React.useState(false);
  const [problem, setProblem] = React.useState<string | null>(null);
  const total = props.pages?.total ?? gallery.total;
  const pages = Math.max(1, Math.ceil(total / gallery.size));
  const last = Math.min(pages, Math.ceil((props.pages?.reach ?? total) / gallery.size));
  const go = async (page: number) => {
    if (busy || page < 1 || page > last) return;
    setBusy(true);
    setProblem(null);
    try {
      const items = await props.pages!.page(page);
      if (items) setShown({ page, tiles: items.map(item => ({ ...item, url: null })) });
      else setProblem(text.galleryElsewhere);
    } catch (error) {
      setProblem(sentence(failureOf(error), locale));
    } finally {
      setBusy(false);
    }
  };
  const head = [
    gallery.title,
    total === 1 ? text.bucketPicture : fill(text.bucketPictures, { n: format.count(total) }),
    pages > 1 && fill(text.pageOf, { page: format.count(shown.page), pages: format.count(pages) })
  ];
  return (
    <article className="fg-Card" data-kind="gallery" aria-busy={busy}>
      <h3 className="fg-Card-name">
        {gallery.name}{' '}
        <span className="fg-Note" role="status">
          {head.filter(Boolean).join(' · ')}
        </span>
      </h3>
      <ul className="fg-Gallery">
        {shown.tiles.map(tile => (
          <li key={tile.id}>
            <GalleryTile
              locale={locale}
              tile={tile}
              thumbnails={props.thumbnails}
              onOpen={() => props.open(shown.tiles, tile.id)}
            />
          </li>
        ))}
      </ul>
      <div role="alert">{problem && <p className="fg-Problem">{problem}</p>}</div>
      <div className="fg-Actions">
        {props.pages && pages > 1 && (
          <>
            <button
              type="button"
              className="fg-Button"
              data-action="page-before"
              disabled={shown.page <= 1}
              onClick={() => void go(shown.page - 1)}
            >
              ‹ {text.pageBefore}
            </button>
            <button
              type="button"
              className="fg-Button"
              data-action="page-after"
              disabled={shown.page >= last}
              onClick={() => void go(shown.page + 1)}
            >
              {text.pageAfter} ›
            </button>
          </>
        )}
        {props.showAll && (
          <button type="button" className="fg-Button" onClick={props.showAll}>
            {fill(text.allInSidebar, { n: format.count(total) })}
          </button>
        )}
      </div>
    </article>
  );
}

/** The pictures that lie in the output itself. */
function tilesOf(gallery: IGallery, locale: Locale): IGalleryTile[] {
  return gallery.tiles.map(tile => ({
    ...tile,
    name: tile.path === null ? (tile.key ?? locale.text.fromMemory) : nameOf(tile.path, locale),
    hasThumbnail: tile.thumbnail !== null,
    url: urlOf(tile.thumbnail)
  }));
}
