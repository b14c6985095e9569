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
      {whole && <Whole locale={locale} sample={sample} url={model.picture!} onBroken={() => setBroken(true)} />}
      {(model.thumbnail || !whole) && <Aligned locale={locale} sample={sample} url={model.thumbnail} />}
      {excuse && <p className="fg-Note fg-mod-small">{excuse}</p>}
    </div>
  );
}

function Whole(props: { locale: Locale; sample: ISample; url: string; onBroken: () => void }): React.JSX.Element {
  const { locale, sample } = props;
  const { text } = locale;
  const [marks, setMarks] = React.useState(true);
  const { width, height, box, landmarks } = sample;
  // Lines as thick as they look good at the size the picture is shown at.
  const unit = Math.max(width ?? 0, height ?? 0) / 300;
  return (
    <figure className="fg-Whole">
      <div className="fg-Whole-frame">
        <img src={props.url} alt={sample.name} onError={props.onBroken} />
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

function Aligned(props: { locale: Locale; sample: ISample; url: string | null }): React.JSX.Element {
  const { locale, sample, url } = props;
  const { text, format } = locale;
  const [opacity, setOpacity] = React.useState(0.9);
  const [shown, setShown] = React.useState(true);
  const map = sample.qualityMap;
  const reach = React.useMemo(() => (map ? reachOf(smoothed(map)) : 1), [map]);
  if (!url) {
    return <p className="fg-Note">{sample.hasThumbnail ? '\u00a0' : text.noThumbnail}</p>;
  }
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
              {text.mapNote} {partsLine(sample, locale)}
            </span>
          </>
        )}
      </figcaption>
    </figure>
  );
}

function partsLine(sample: ISample, { text, format }: Locale): string {
  if (sample.logQuality === null || sample.qualityBias === null || !sample.qualityMap) return '';
  const parts = sample.qualityMap.flat().reduce((sum, part) => sum + part, 0);
  return fill(text.mapParts, {
    log: format.two(sample.logQuality),
    parts: format.two(parts),
    bias: format.two(sample.qualityBias)
  });
}
