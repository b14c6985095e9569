import React from 'react';
import type { Assessment } from '../../contract';
import type { Locale } from '../../locale';
import { Thumbnail } from '../../panels/samples/tile';
import type { Thumbnails } from '../../panels/samples/thumbnails';
import { captionOf } from '../../panels/samples/words';
import type { IListed } from '../../sample/list';

/** A picture of a gallery, from the output or from the store. */
export interface IGalleryTile extends IListed {
  source: string;
  identity: string | null;
  assessment: Assessment | null;
  findings: string[];
  errorCode: string | null;
  /** The picture that lies in the output; null where it is to be fetched. */
  url: string | null;
}

export function GalleryTile(props: {
  locale: Locale;
  tile: IGalleryTile;
  thumbnails: Thumbnails;
  onOpen: () => void;
}): React.JSX.Element {
  const { locale, tile } = props;
  const { url, name } = tile;
  const [quality, finding] = captionOf(tile, locale);
  return (
    <button
      type="button"
      className="fg-Tile"
      data-assessment={tile.assessment ?? 'failed'}
      title={[name, tile.source && locale.source(tile.source), tile.identity].filter(Boolean).join(' · ')}
      onClick={props.onOpen}
    >
      {url ? (
        <img className="fg-Thumbnail" src={url} alt="" />
      ) : (
        <Thumbnail
          id={tile.hasThumbnail ? tile.id : null}
          version={tile.version ?? null}
          thumbnails={props.thumbnails}
        />
      )}
      <span className="fg-Tile-words">
        <span className="fg-Tile-quality">{quality}</span>
        <span className="fg-Tile-finding">{finding ?? tile.errorCode ?? '\u00a0'}</span>
        <span className="fg-Tile-finding">{name}</span>
      </span>
    </button>
  );
}
