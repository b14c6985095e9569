import React from 'react';
import { Bars, SIDE } from '../../charts/bars';
import type { Locale } from '../../locale';
import type { Movable } from './model';

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
  const { locale, reject, trust } = props;
  return (
    <Bars {...props} format={locale.format} label={locale.text.histogram}>
      {width => {
        const handle = { locale, width, onMove: props.onMove };
        return (
          <>
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
          </>
        );
      }}
    </Bars>
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
