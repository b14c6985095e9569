import React from 'react';
import type { Locale } from '../../locale';
import type { ISampleItem } from '../../tokens';
import type { Thumbnails } from './thumbnails';
import { captionOf, spokenOf } from './words';

export interface ITileProps {
  item: ISampleItem;
  locale: Locale;
  thumbnails: Thumbnails;
  active: boolean;
  /** Place in the whole list, from 1. */
  place: number;
  /** Of the whole list; null where it is not known. */
  total: number | null;
  onPoint: (id: number) => void;
  onOpen: (id: number) => void;
}

/** One sample: its thumbnail, its quality and what is wrong with it first. */
export const Tile = React.memo(function Tile(props: ITileProps): React.JSX.Element {
  const { item, locale } = props;
  const assessment = item.assessment ?? 'failed';
  const [quality, finding] = captionOf(item, locale);
  return (
    <div
      id={`fg-sample-${item.id}`}
      className={props.active ? 'fg-Tile fg-mod-active' : 'fg-Tile'}
      role="option"
      aria-selected={props.active}
      aria-setsize={props.total ?? -1}
      aria-posinset={props.place}
      aria-label={spokenOf(item, locale)}
      data-assessment={assessment}
      onClick={() => props.onOpen(item.id)}
      onPointerEnter={() => props.onPoint(item.id)}
    >
      <Thumbnail id={item.hasThumbnail ? item.id : null} version={item.version ?? null} thumbnails={props.thumbnails} />
      <span className="fg-Tile-words">
        <span className="fg-Tile-quality">{quality}</span>{' '}
        <span className="fg-Tile-finding">{finding ?? '\u00a0'}</span>
      </span>
    </div>
  );
});

/** A thumbnail as soon as it has come; a quiet square until then and where there is none. */
export function Thumbnail(props: {
  id: number | null;
  version: string | null;
  thumbnails: Thumbnails;
}): React.JSX.Element {
  const { id, version, thumbnails } = props;
  const [url, setUrl] = React.useState<string | null>(null);
  React.useEffect(() => {
    let wanted = true;
    setUrl(null);
    if (id !== null) {
      thumbnails.load(id, version).then(
        url => wanted && setUrl(url),
        () => undefined
      );
    }
    return () => {
      wanted = false;
    };
  }, [id, version, thumbnails]);
  return url ? <img className="fg-Thumbnail" src={url} alt="" draggable={false} /> : <span className="fg-Thumbnail" />;
}
