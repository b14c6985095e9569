import type { ISpan } from './model';

/** SVG path of mean quality: it breaks where there is none, for nothing is known of a stretch without pictures. */
export function linePath(
  spans: Pick<ISpan, 'meanQuality'>[],
  x: (place: number) => number,
  y: (value: number) => number
): string {
  let pen = false;
  return spans
    .map(({ meanQuality }, place) => {
      const command =
        meanQuality === null ? '' : `${pen ? 'L' : 'M'}${x(place).toFixed(1)} ${y(meanQuality).toFixed(1)}`;
      pen = meanQuality !== null;
      return command;
    })
    .join('');
}
