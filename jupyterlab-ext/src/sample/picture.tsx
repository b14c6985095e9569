import React from 'react';
import type { Locale } from '../locale';
import { fill } from '../text';
import type { ISample } from '../tokens';
import { reachOf, smoothed } from './heat';
import { HeatMap } from './heat-map';
import type { SampleModel } from './model';

type Pictures = Pick<SampleModel, 'thumbnail' | 'picture' | 'pictureFailed'>;

/** The whole picture with what was found in it, and the aligned face under its contribution map. */
export function Pictures(props: { locale: Locale; sample: ISample; model: Pictures }): React.JSX.Element {
  const { locale, sample, model } = props;
  const { text } = locale;
  const [broken, setBroken] = React.useState(false);
  const whole = model.picture !== null && !broken;
  const excuse =
    sample.open === null && sample.path !== null
      ? text.pictureElsewhere
      : model.pictureFailed || broken
        ? text.pictureNotShown
        : null;
  return (
    <div className="fg-Pictures">
      {whole && <Whole locale={locale} picture={sample} url={model.picture!} onBroken={() => setBroken(true)} />}
      {model.thumbnail && sample.box && (
        <Aligned
          locale={locale}
          picture={sample}
          url={model.thumbnail}
          // Smoothed, parts are half as large (as the cards have it).
          reach={sample.mapScale ? sample.mapScale / 2 : undefined}
        />
      )}
      {model.thumbnail && !sample.box && !whole && <Kept locale={locale} name={sample.name} url={model.thumbnail} />}
      {!whole && !sample.hasThumbnail && <p className="fg-Note">{text.noThumbnail}</p>}
      {excuse && <p className="fg-Note fg-mod-small">{excuse}</p>}
    </div>
  );
}

/** What is drawn into the whole picture, in pixels of the EXIF-turned original. */
export type IMarked = Pick<ISample, 'name' | 'width' | 'height' | 'box' | 'landmarks'>;

/** What is laid over the aligned face. */
export type IMapped = Pick<ISample, 'qualityMap' | 'qualityBias' | 'logQuality'>;

export function Whole(props: {
  locale: Locale;
  picture: IMarked;
  url: string;
  onBroken: () => void;
}): React.JSX.Element {
  const { locale, picture } = props;
  const { text } = locale;
  const [marks, setMarks] = React.useState(true);
  const { width, height, box, landmarks } = picture;
  // Lines as thick as they look good at the size the picture is shown at.
  const unit = Math.max(width ?? 0, height ?? 0) / 300;
  return (
    <figure className="fg-Whole">
      <div className="fg-Whole-frame">
        <img src={props.url} alt={picture.name} onError={props.onBroken} />
        {marks && width && height && (
          <svg viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
            {box && (
              <>
                <rect className="fg-Mark-under" {...box} strokeWidth={3 * unit} />
                <rect className="fg-Mark" {...box} strokeWidth={1.4 * unit} />
              </>
            )}
            {landmarks?.map(([x, y], i) => (
              <circle key={i} className="fg-Mark-point" cx={x} cy={y} r={2.2 * unit} strokeWidth={unit} />
            ))}
          </svg>
        )}
      </div>
      <figcaption>
        {text.wholePicture}
        {box && (
          <label className="fg-Check">
            <input type="checkbox" checked={marks} onChange={event => setMarks(event.target.checked)} /> {text.marks}
          </label>
        )}
      </figcaption>
    </figure>
  );
}

/** What the record keeps of a picture without a face, where the picture itself cannot be had. */
function Kept(props: { locale: Locale; name: string; url: string }): React.JSX.Element {
  return (
    <figure className="fg-Aligned">
      <img src={props.url} alt={props.name} />
      <figcaption>{props.locale.text.wholePicture}</figcaption>
    </figure>
  );
}

export function Aligned(props: {
  locale: Locale;
  picture: IMapped;
  url: string;
  /** Half-range of the colours of the smoothed map, where the network says so; else the picture's own. */
  reach?: number;
}): React.JSX.Element {
  const { locale, picture, url } = props;
  const { text, format } = locale;
  const [opacity, setOpacity] = React.useState(0.9);
  const [shown, setShown] = React.useState(true);
  const map = picture.qualityMap;
  const own = React.useMemo(() => (map ? reachOf(smoothed(map)) : 1), [map]);
  const reach = props.reach ?? own;
  return (
    <figure className="fg-Aligned">
      <div className={map && shown ? 'fg-Aligned-frame fg-mod-mapped' : 'fg-Aligned-frame'}>
        <img src={url} alt={text.alignedFace} />
        {map && shown && <HeatMap map={map} reach={reach} opacity={opacity} label={text.map} />}
      </div>
      <figcaption>
        {text.alignedFace}
        {map && (
          <>
            <label className="fg-Check">
              <input type="checkbox" checked={shown} onChange={event => setShown(event.target.checked)} /> {text.map}
            </label>
            <input
              type="range"
              min={0}
              max={1}
              step={0.1}
              value={opacity}
              disabled={!shown}
              aria-label={text.mapOpacity}
              onChange={event => setOpacity(Number(event.target.value))}
            />
            <span className="fg-HeatKey" aria-hidden="true">
              <span>
                {format.signedTwo(-reach)} {text.mapLowers}
              </span>
              <span className="fg-HeatKey-bar" />
              <span>
                {text.mapRaises} {format.signedTwo(reach)}
              </span>
            </span>
            <span className="fg-Note fg-mod-small">
              {props.reach === undefined ? text.mapNote : text.mapNoteFixed} {partsLine(picture, locale)}
            </span>
          </>
        )}
      </figcaption>
    </figure>
  );
}

function partsLine(picture: IMapped, { text, format }: Locale): string {
  const { logQuality, qualityBias } = picture;
  if (logQuality === null || qualityBias === null) return '';
  // Of the rounded figures, so that the sum that is read adds up.
  const parts = Number(logQuality.toFixed(2)) - Number(qualityBias.toFixed(2));
  return fill(text.mapParts, {
    log: format.two(logQuality),
    parts: format.two(parts),
    bias: format.two(qualityBias)
  });
}
