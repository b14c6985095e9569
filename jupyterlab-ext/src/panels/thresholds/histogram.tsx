import React from 'react';
import { useWidth } from '../../charts/use-width';
import type { Locale } from '../../locale';
import type { Movable } from './model';

const HEIGHT = 96;
const SIDE = 10;

export interface IHistogramProps {
  locale: Locale;
  /** Pictures in equal parts of the quality from 0 to 1. */
  bars: number[];
  reject: number;
  trust: number;
  onMove: (key: Movable, to: number) => void;
}

/** Qualities as bars, with a handle for each threshold that can be dragged or moved by the arrow keys. */
export function Histogram(props: IHistogramProps): React.JSX.Element {
  const { locale, bars, reject, trust } = props;
  const [ref, width] = useWidth<HTMLDivElement>(280);
  const inner = Math.max(20, width - 2 * SIDE);
  const most = Math.max(1, ...bars);
  const step = inner / bars.length;
  const x = (quality: number) => SIDE + quality * inner;
  const standing = (place: number) => {
    const middle = (place + 0.5) / bars.length;
    return middle < reject ? 'rejected' : middle < trust ? 'review' : 'trusted';
  };
  const handle = { locale, width, onMove: props.onMove };
  return (
    <div className="fg-Histogram" ref={ref}>
      <svg width={width} height={HEIGHT + 16} role="img" aria-label={locale.text.histogram}>
        {bars.map((pictures, place) =>
          pictures > 0 ? (
            <rect
              key={place}
              className="fg-Histogram-bar"
              data-assessment={standing(place)}
              x={SIDE + place * step + 0.5}
              width={Math.max(0.5, step - 1)}
              // A single picture among thousands is still seen.
              y={HEIGHT - Math.max(1.5, (pictures / most) * (HEIGHT - 8))}
              height={Math.max(1.5, (pictures / most) * (HEIGHT - 8))}
            />
          ) : null
        )}
        <line className="fg-Chart-axis" x1={SIDE} x2={width - SIDE} y1={HEIGHT} y2={HEIGHT} />
        {[0, 0.2, 0.4, 0.6, 0.8, 1].map(value => (
          <text key={value} className="fg-Chart-tick" x={x(value)} y={HEIGHT + 12} textAnchor="middle">
            {locale.format.number(value)}
          </text>
        ))}
      </svg>
      <Handle
        {...handle}
        name="qualityReject"
        label={locale.text.rejectThreshold}
        value={reject}
        least={0}
        most={trust}
      />
      <Handle
        {...handle}
        name="qualityTrust"
        label={locale.text.trustThreshold}
        value={trust}
        least={reject}
        most={1}
      />
    </div>
  );
}

function Handle(props: {
  locale: Locale;
  name: Movable;
  label: string;
  value: number;
  least: number;
  most: number;
  width: number;
  onMove: (key: Movable, to: number) => void;
}): React.JSX.Element {
  const { locale, name, label, value, width, onMove } = props;
  const inner = Math.max(20, width - 2 * SIDE);
  const written = locale.format.threshold(value);
  const onKeyDown = (event: React.KeyboardEvent) => {
    const fine = event.shiftKey ? 0.001 : 0.01;
    const goals: Record<string, number> = {
      ArrowLeft: value - fine,
      ArrowDown: value - fine,
      ArrowRight: value + fine,
      ArrowUp: value + fine,
      PageDown: value - 0.05,
      PageUp: value + 0.05,
      Home: props.least,
      End: props.most
    };
    if (!(event.key in goals)) return;
    onMove(name, goals[event.key]);
    event.preventDefault();
    event.stopPropagation();
  };
  const drag = (event: React.PointerEvent<HTMLElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const { left } = event.currentTarget.parentElement!.getBoundingClientRect();
    onMove(name, Math.round(((event.clientX - left - SIDE) / inner) * 100) / 100);
  };
  return (
    <div
      className="fg-Handle"
      data-threshold={name}
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={props.least}
      aria-valuemax={props.most}
      aria-valuenow={value}
      aria-valuetext={written}
      title={`${label} ${written}`}
      style={{ left: SIDE + value * inner }}
      onKeyDown={onKeyDown}
      onPointerDown={event => {
        event.currentTarget.setPointerCapture(event.pointerId);
        event.currentTarget.focus();
        event.preventDefault();
      }}
      onPointerMove={drag}
    >
      <span className="fg-Handle-label">{written}</span>
    </div>
  );
}
