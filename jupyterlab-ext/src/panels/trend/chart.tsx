import React from 'react';
import { useWidth } from '../../charts/use-width';
import type { Locale } from '../../locale';
import { fill } from '../../text';
import type { BucketSize } from '../../tokens';
import { linePath } from './line';
import type { ISpan } from './model';
import { describe } from './words';

const HEIGHT = 132;
const PLOT = { left: 26, right: 4, top: 6, bottom: 18 };

export interface ITrendChartProps {
  locale: Locale;
  spans: ISpan[];
  size: BucketSize;
  reject: number;
  /** Part of the range whose samples are looked at. */
  chosen: { from: number; to: number } | null;
  onShow: (first: ISpan, last: ISpan) => void;
}

/** Two ends of what is being pointed at, as places in `spans`. */
interface ICursor {
  anchor: number;
  at: number;
}

/**
 * A line of mean quality over bars of the share of low pictures, both from 0 to 1. One bucket, or several, are chosen with the
 * mouse or the keyboard alike; what they say stands below as a sentence.
 */
export function TrendChart(props: ITrendChartProps): React.JSX.Element {
  const { locale, spans, size, reject, chosen, onShow } = props;
  const { text, format } = locale;
  const [ref, width] = useWidth<HTMLDivElement>(280);
  const [cursor, setCursor] = React.useState<ICursor | null>(null);
  const [dragging, setDragging] = React.useState(false);
  const inner = Math.max(20, width - PLOT.left - PLOT.right);
  const step = inner / spans.length;
  const x = (place: number) => PLOT.left + place * step;
  const y = (value: number) => PLOT.top + (1 - value) * (HEIGHT - PLOT.top - PLOT.bottom);
  const clamp = (place: number) => Math.min(spans.length - 1, Math.max(0, place));
  const ends = cursor && {
    first: clamp(Math.min(cursor.anchor, cursor.at)),
    last: clamp(Math.max(cursor.anchor, cursor.at))
  };

  const placeOf = (event: React.PointerEvent<Element>) => {
    const { left } = event.currentTarget.getBoundingClientRect();
    return clamp(Math.floor((event.clientX - left - PLOT.left) / step));
  };
  const show = (from: ICursor) => {
    const [first, last] = [Math.min(from.anchor, from.at), Math.max(from.anchor, from.at)].map(clamp);
    onShow(spans[first], spans[last]);
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    const now = cursor ?? { anchor: spans.length, at: spans.length };
    const goals: Record<string, number> = {
      ArrowLeft: now.at - 1,
      ArrowRight: cursor ? now.at + 1 : spans.length - 1,
      Home: 0,
      End: spans.length - 1
    };
    if (event.key in goals) {
      const at = clamp(goals[event.key]);
      setCursor({ anchor: event.shiftKey && cursor ? cursor.anchor : at, at });
    } else if ((event.key === 'Enter' || event.key === ' ') && cursor) show(cursor);
    else if (event.key === 'Escape' && cursor) setCursor(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div className="fg-Chart" ref={ref}>
      <div
        role="application"
        className="fg-Chart-plot"
        tabIndex={0}
        aria-label={`${fill(text.trendChart, { reject: format.threshold(reject) })}. ${text.trendHelp}`}
        onKeyDown={onKeyDown}
        onPointerDown={event => {
          if (event.button !== 0) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          const at = placeOf(event);
          setDragging(true);
          setCursor({ anchor: at, at });
        }}
        onPointerMove={event => {
          const at = placeOf(event);
          setCursor(now => (dragging && now ? { ...now, at } : { anchor: at, at }));
        }}
        onPointerUp={event => {
          if (!dragging) return;
          setDragging(false);
          if (cursor) show({ ...cursor, at: placeOf(event) });
        }}
        onPointerCancel={() => setDragging(false)}
      >
        <svg width={width} height={HEIGHT} aria-hidden="true">
          {[0, 0.5, 1].map(value => (
            <g key={value}>
              <line className="fg-Chart-grid" x1={PLOT.left} x2={width - PLOT.right} y1={y(value)} y2={y(value)} />
              <text className="fg-Chart-tick" x={PLOT.left - 4} y={y(value) + 3.5} textAnchor="end">
                {format.number(value)}
              </text>
            </g>
          ))}
          {chosen && <Mark className="fg-Chart-chosen" spans={spans} {...chosen} x={x} height={HEIGHT - PLOT.bottom} />}
          {ends && (
            <rect
              className="fg-Chart-cursor"
              x={x(ends.first)}
              width={(ends.last - ends.first + 1) * step}
              y={PLOT.top}
              height={HEIGHT - PLOT.top - PLOT.bottom}
            />
          )}
          {spans.map((span, place) =>
            span.low > 0 ? (
              <rect
                key={span.start}
                className="fg-Chart-bar"
                x={x(place) + step * 0.15}
                width={Math.max(1, step * 0.7)}
                y={y(span.low / span.scored)}
                height={y(0) - y(span.low / span.scored)}
              />
            ) : null
          )}
          <path className="fg-Chart-line" d={linePath(spans, place => x(place + 0.5), y)} />
          {spans.map((span, place) =>
            span.meanQuality !== null ? (
              <circle
                key={span.start}
                className="fg-Chart-dot"
                cx={x(place + 0.5)}
                cy={y(span.meanQuality)}
                r={Math.min(2.5, Math.max(1.2, step / 3))}
              />
            ) : null
          )}
          {ticks(spans, inner).map(place => (
            <text
              key={place}
              className="fg-Chart-tick"
              x={x(place + (size === 'day' ? 0.5 : 0))}
              y={HEIGHT - 5}
              textAnchor={place === 0 && size !== 'day' ? 'start' : 'middle'}
            >
              {size === 'day' ? format.day(spans[place].start) : format.clock(spans[place].start)}
            </text>
          ))}
        </svg>
      </div>
      <p className="fg-Chart-said" role="status" data-figure="trend">
        {ends ? describe(spans[ends.first], spans[ends.last], spans, locale, reject) : text.trendPick}
      </p>
    </div>
  );
}

/** The buckets of a stretch, marked. */
function Mark(props: {
  className: string;
  spans: ISpan[];
  from: number;
  to: number;
  x: (place: number) => number;
  height: number;
}): React.JSX.Element | null {
  const places = props.spans.flatMap((span, i) => (span.start >= props.from && span.start < props.to ? [i] : []));
  if (places.length === 0) return null;
  const [left, right] = [props.x(places[0]), props.x(places.at(-1)! + 1)];
  return (
    <rect className={props.className} x={left} width={right - left} y={PLOT.top} height={props.height - PLOT.top} />
  );
}

/** Which buckets have their time written below: as many as fit, evenly. */
function ticks(spans: ISpan[], width: number): number[] {
  const most = Math.max(2, Math.floor(width / 62));
  const every = Math.max(1, Math.ceil(spans.length / most));
  return spans.flatMap((_, place) => (place % every === 0 && place + every / 2 <= spans.length ? [place] : []));
}
