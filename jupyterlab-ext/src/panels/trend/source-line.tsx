import React from 'react';
import type { Locale } from '../../locale';
import { fill } from '../../text';
import { linePath } from './line';
import type { ISpan } from './model';

const WIDTH = 90;
const HEIGHT = 22;

/** One source in small: its line, its mean, and how many of its pictures are low. */
export function SourceLine(props: {
  locale: Locale;
  source: string;
  spans: ISpan[];
  onChoose: () => void;
}): React.JSX.Element {
  const { locale, spans } = props;
  const { text, format } = locale;
  const scored = spans.reduce((sum, span) => sum + span.scored, 0);
  const pictures = spans.reduce((sum, span) => sum + span.pictures, 0);
  const mean = spans.reduce((sum, span) => sum + (span.meanQuality ?? 0) * span.scored, 0) / scored;
  const name = locale.source(props.source);
  const x = (place: number) => ((place + 0.5) / spans.length) * WIDTH;
  const y = (value: number) => 2 + (1 - value) * (HEIGHT - 4);
  return (
    <button
      type="button"
      className="fg-SourceLine"
      title={fill(text.onlySource, { source: name })}
      onClick={props.onChoose}
    >
      <span className="fg-SourceLine-name">{name}</span>
      <svg width={WIDTH} height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
        <line className="fg-Chart-grid" x1={0} x2={WIDTH} y1={y(0)} y2={y(0)} />
        <path className="fg-Chart-line" d={linePath(spans, x, y)} />
        {spans.map((span, place) =>
          span.meanQuality === null ? null : (
            <circle key={span.start} className="fg-Chart-dot" cx={x(place)} cy={y(span.meanQuality)} r={1.4} />
          )
        )}
      </svg>
      <span className="fg-SourceLine-figures">
        {scored > 0 ? format.quality(mean) : '–'} · {format.count(pictures)}
      </span>
    </button>
  );
}
