import { asChart, count, settled, type Chart } from './chart';
import type { ChartOptions } from './ground';

/** Pictures of about one quality. */
export interface ReliabilityBin {
  /** Mean quality: the share that should be accepted. */
  predicted: number;
  /** Share accepted, with its 95 % interval. */
  observed: number;
  low: number;
  high: number;
  count: number;
}

const TEXT = {
  en: {
    title: 'Does quality keep its word?',
    x: 'quality: acceptance foretold',
    y: 'accepted, share of comparisons',
    count: 'comparisons',
    summary: (n: string) => `${n} comparisons; on the line as many are accepted as quality says`
  },
  zh: {
    title: '质量分数是否可信',
    x: '质量：预测的接受率',
    y: '实际接受占比',
    count: '比对次数',
    summary: (n: string) => `${n} 次比对；落在对角线上表示与质量分数所预测一致`
  }
};

/** Reliability diagram: what quality foretells against what happens. */
export function reliabilityDiagram(bins: readonly ReliabilityBin[], options: ChartOptions = {}): Chart {
  const { language, colours } = settled(options);
  const text = TEXT[language];
  const scale = { domain: [0, 1], nice: false };
  const x = { field: 'predicted', type: 'quantitative', scale, axis: { title: text.x, format: '.1f' } };
  const y = (field: string) => ({ field, type: 'quantitative', scale, axis: { title: text.y, format: '%' } });
  return asChart(
    {
      title: text.title,
      summary: text.summary(count(bins.reduce((sum, bin) => sum + bin.count, 0))),
      width: 320,
      height: 320,
      layer: [
        {
          data: { values: [0, 1].map(at => ({ predicted: at, observed: at })) },
          mark: { type: 'line', color: colours.muted, strokeDash: [5, 3], strokeWidth: 1.2 },
          encoding: { x, y: y('observed') }
        },
        {
          data: { values: bins },
          mark: { type: 'rule', color: colours.main, strokeWidth: 2 },
          encoding: { x, y: y('low'), y2: { field: 'high' } }
        },
        {
          data: { values: bins },
          mark: { type: 'point', filled: true, color: colours.main, size: 60, opacity: 1 },
          encoding: {
            x,
            y: y('observed'),
            tooltip: [
              { field: 'predicted', title: text.x, format: '.3f' },
              { field: 'observed', title: text.y, format: '.1%' },
              { field: 'count', title: text.count }
            ]
          }
        }
      ]
    },
    options
  );
}
