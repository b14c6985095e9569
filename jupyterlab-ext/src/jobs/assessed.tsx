import React from 'react';
import type { Locale } from '../locale';
import { Boundary } from '../renderers/boundary';
import { CardBody } from '../renderers/card/body';
import type { ICard } from '../renderers/card/data';
import { nameOf } from '../renderers/card/said';
import { urlOf } from '../renderers/picture';
import { fill } from '../text';
import { Embedding } from './embedding';
import type { IAssessed } from './result';

/** One picture's card, or several: one chosen of a row of them. */
export function Assessed(props: { locale: Locale; pictures: IAssessed[] }): React.JSX.Element {
  const { locale, pictures } = props;
  const [chosen, setChosen] = React.useState(0);
  const row = React.useRef<HTMLDivElement>(null);
  const one = pictures[Math.min(chosen, pictures.length - 1)];
  const go = (to: number) => {
    if (to < 0 || to >= pictures.length) return;
    setChosen(to);
    (row.current?.children[to] as HTMLElement | undefined)?.focus();
  };
  const keys: Record<string, number> = {
    ArrowLeft: chosen - 1,
    ArrowRight: chosen + 1,
    Home: 0,
    End: pictures.length - 1
  };
  return (
    <>
      {pictures.length > 1 && (
        <div
          ref={row}
          className="fg-Row"
          role="tablist"
          aria-label={fill(locale.text.bucketPictures, { n: locale.format.count(pictures.length) })}
          onKeyDown={event => {
            if (!(event.key in keys)) return;
            event.preventDefault();
            go(keys[event.key]);
          }}
        >
          {pictures.map((picture, i) => (
            <button
              key={i}
              type="button"
              className={i === chosen ? 'fg-Tile fg-mod-active' : 'fg-Tile'}
              role="tab"
              aria-selected={i === chosen}
              tabIndex={i === chosen ? 0 : -1}
              data-assessment={assessmentOf(picture)}
              title={nameOf(picture.path, locale)}
              onClick={() => setChosen(i)}
            >
              <Small card={picture.card} />
              <span className="fg-Tile-words">
                <span className="fg-Tile-quality">{figureOf(picture, locale)}</span>
                <span className="fg-Tile-finding">{nameOf(picture.path, locale)}</span>
              </span>
            </button>
          ))}
        </div>
      )}
      <One key={chosen} locale={locale} picture={one} />
    </>
  );
}

function One(props: { locale: Locale; picture: IAssessed }): React.JSX.Element {
  const { locale, picture } = props;
  const { card, path, error, embedding } = picture;
  // What a library of another version says of it.
  const plain = { text: `${nameOf(path, locale)}\n${error?.message ?? locale.text.otherVersion}` };
  return (
    <>
      <div className="fg-Output">
        <Boundary plain={plain} readable={card !== null} draw={() => <CardBody locale={locale} card={card!} />} />
      </div>
      <Embedding locale={locale} embedding={embedding} />
    </>
  );
}

function Small({ card }: { card: ICard | null }): React.JSX.Element {
  const url = urlOf(card?.kind === 'face' ? card.crop : card?.kind === 'not-acquired' ? card.picture : null);
  return url ? <img className="fg-Thumbnail" src={url} alt="" /> : <span className="fg-Thumbnail" />;
}

function assessmentOf({ card }: IAssessed): string {
  return card?.kind === 'face' ? card.assessment : card?.kind === 'not-acquired' ? 'not-acquired' : 'failed';
}

function figureOf(picture: IAssessed, locale: Locale): string {
  const { card } = picture;
  if (card?.kind !== 'face' || card.quality === null) {
    const assessment = assessmentOf(picture);
    return locale.assessment(assessment === 'failed' ? null : assessment);
  }
  return locale.format.quality(card.quality, [card.policy.qualityReject, card.policy.qualityTrust]);
}
