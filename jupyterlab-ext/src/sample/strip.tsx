import React from 'react';
import type { Locale } from '../locale';
import { Thumbnail } from '../panels/samples/tile';
import type { Thumbnails } from '../panels/samples/thumbnails';
import { fill } from '../text';
import type { IListed } from './list';

/** Small pictures of samples, each with its quality; each can be chosen. */
export function SampleStrip(props: {
  locale: Locale;
  items: readonly IListed[];
  thumbnails: Thumbnails;
  /** What choosing one does. */
  label: string;
  onChoose: (id: number) => void;
}): React.JSX.Element {
  const { locale, items, thumbnails } = props;
  const { text, format } = locale;
  return (
    <ul className="fg-SampleStrip" aria-label={props.label}>
      {items.map(item => {
        const quality = item.quality === null ? locale.assessment(item.assessment) : format.quality(item.quality);
        const words = item.quality === null ? quality : fill(text.qualityOf, { quality });
        return (
          <li key={item.id}>
            <button
              type="button"
              className="fg-Tile"
              data-assessment={item.assessment ?? 'failed'}
              title={item.name}
              aria-label={`${item.name} · ${words}`}
              onClick={() => props.onChoose(item.id)}
            >
              <Thumbnail
                id={item.hasThumbnail ? item.id : null}
                version={item.version ?? null}
                thumbnails={thumbnails}
              />
              <span className="fg-Tile-words">
                <span className="fg-Tile-quality">{quality}</span>
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
