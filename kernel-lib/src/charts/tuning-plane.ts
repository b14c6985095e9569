/** The plane of the tuning display: similarity × lower quality. */
import type { Colours } from './ground';
import type { TuningData } from './tuning-data';
import type { TuningWords } from './tuning-words';

/** Where comparisons of one truth lie, with the borders of the verdicts where the sliders put them. */
export function plane(
  { plane: bins }: TuningData,
  kind: 'mated' | 'nonMated',
  words: TuningWords,
  colours: Colours
): Record<string, unknown> {
  const [left, right] = [Math.min(...bins.map(({ from }) => from)), Math.max(...bins.map(({ to }) => to))];
  const xScale = { domain: [left, right], nice: false, zero: false };
  const yScale = { domain: [0, 1], nice: false };
  const x = {
    field: 'x',
    type: 'quantitative',
    scale: xScale,
    axis: { title: words.similarity, format: '.1f', grid: false, tickCount: 6 }
  };
  const y = {
    field: 'y',
    type: 'quantitative',
    scale: yScale,
    axis: { title: words.quality, format: '.1f', grid: false }
  };
  const line = (x1: string, x2: string, y1: string, y2: string) => ({
    data: { values: [{}] },
    transform: Object.entries({ x: x1, x2, y: y1, y2 }).map(([as, calculate]) => ({ calculate, as })),
    mark: { type: 'rule', color: colours.ink, strokeWidth: 1.4, strokeDash: [5, 3], clip: true },
    encoding: { x, x2: { field: 'x2' }, y, y2: { field: 'y2' } }
  });
  const [trust, reject] = ['qualityEdges[atTrust]', 'qualityEdges[atReject]'];
  return {
    title: { text: words[kind], fontSize: 12, anchor: 'middle', offset: 6 },
    width: 250,
    height: 190,
    layer: [
      {
        data: {
          values: bins.flatMap(({ from, to, low, high, [kind]: n }) =>
            n > 0 ? [{ x: from, x2: to, y: low, y2: high, n }] : []
          )
        },
        mark: { type: 'rect' },
        encoding: {
          x,
          x2: { field: 'x2' },
          y,
          y2: { field: 'y2' },
          color: { field: 'n', type: 'quantitative', scale: { type: 'log', range: colours.pale }, legend: null },
          tooltip: [{ field: 'n', title: words.count }]
        }
      },
      line(String(left), String(right), trust, trust),
      line(String(left), String(right), reject, reject),
      line('edges[atMatch]', 'edges[atMatch]', trust, '1'),
      line('edges[atReview]', 'edges[atReview]', trust, '1')
    ]
  };
}
