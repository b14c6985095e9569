import React from 'react';
import { paint, smoothed } from './heat';

const SIZE = 112;

/** The contribution map, to lie over the aligned face. */
export function HeatMap(props: { map: number[][]; reach: number; opacity: number; label: string }): React.JSX.Element {
  const ref = React.useRef<HTMLCanvasElement>(null);
  React.useEffect(() => {
    const context = ref.current?.getContext('2d');
    if (!context) return;
    context.putImageData(new ImageData(paint(smoothed(props.map), props.reach, SIZE), SIZE, SIZE), 0, 0);
  }, [props.map, props.reach]);
  return (
    <canvas
      ref={ref}
      className="fg-HeatMap"
      width={SIZE}
      height={SIZE}
      style={{ opacity: props.opacity }}
      role="img"
      aria-label={props.label}
    />
  );
}
