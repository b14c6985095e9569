import React from 'react';
import type { Format } from '../format';
import { useWidth } from './use-width';

const HEIGHT = 96;
/** Room left and right of the scale, for whatever lies on its ends. */
export const SIDE = 10;

export interface IBarsProps {
  /** Pictures in equal parts of the quality from 0 to 1. */
  bars: number[];
  reject: number;
  trust: number;
  format: Format;
  label: string;
  /** What lies over the bars, for a width. */
  children?: (width: number) => React.ReactNode;
}

/** Qualities as bars, coloured by what the thresholds make of them. */
export function Bars(props: IBarsProps): React.JSX.Element {
  const { bars, reject, trust, format } = props;
  const [ref, width] = useWidth<HTMLDivElement>(280);
  const inner = Math.max(20, width - 2 * SIDE);
  const most = Math.max(1, ...bars);
  const step = inner / bars.length;
  const standing = (place: number) => {
    const middle = (place + 0.5) / bars.length;
    return middle < reject ? 'rejected' : middle < trust ? 'review' : 'trusted';
  };
  // A single picture among thousands is still seen.
  const tall = (pictures: number) => Math.max(1.5, (pictures / most) * (HEIGHT - 8));
  return (
    <div className="fg-Histogram" ref={ref}>
      <svg width={width} height={HEIGHT + 16} role="img" aria-label={props.label}>
        {bars.map((pictures, place) =>
          pictures > 0 ? (
            <rect
              key={place}
              className="fg-Histogram-bar"
              data-assessment={standing(place)}
              x={SIDE + place * step + 0.5}
              width={Math.max(0.5, step - 1)}
              y={HEIGHT - tall(pictures)}
              height={tall(pictures)}
            />
          ) : null
        )}
        <line className="fg-Chart-axis" x1={SIDE} x2={width - SIDE} y1={HEIGHT} y2={HEIGHT} />
        {[0, 0.2, 0.4, 0.6, 0.8, 1].map(value => (
          <text key={value} className="fg-Chart-tick" x={SIDE + value * inner} y={HEIGHT + 12} textAnchor="middle">
            {format.number(value)}
          </text>
        ))}
      </svg>
      {props.children?.(width)}
    </div>
  );
}
