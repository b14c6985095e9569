import { asChart, percent, settled, type Chart } from './chart';
import type { ChartOptions } from './ground';

/** Error left behind a step. */
export interface DiscardStep {
  /** Share of pairs discarded. */
  discarded: number;
  fnmr: number;
}

/** An error-versus-discard characteristic, as `errorVersusDiscard` gives it. */
export interface DiscardCurve {
  threshold: number;
  startingError: number;
  points: readonly DiscardStep[];
  ideal: readonly DiscardStep[];
}

/** Steps drawn at most; the eye sees no more. */
const MOST = 300;

const TEXT = {
  en: {
    title: 'EDC: error left when pairs of low quality are discarded',
    x: 'discarded, share of pairs',
    y: 'FNMR of the pairs kept',
    measured: 'by quality',
    ideal: 'ideal',
    random: 'by chance',
    summary: (error: string, threshold: string) =>
      `FNMR ${error} at similarity > ${threshold} before anything is discarded`
  },
  zh: {
    title: 'EDC：舍弃低质量比对后剩余的错误',
    x: '舍弃的比对占比',
    y: '剩余比对的拒识率 FNMR',
    measured: '按质量',
    ideal: '理想',
    random: '随机',
    summary: (error: string, threshold: string) => `未舍弃时，相似度 > ${threshold} 处的 FNMR 为 ${error}`
  }
};

/** The measured curve between the ideal one and chance; the nearer to the ideal, the more quality says about errors. */
export function discardChart(edc: DiscardCurve, options: ChartOptions = {}): Chart {
  const { language, colours } = settled(options);
  const text = TEXT[language];
  const names = [text.measured, text.ideal, text.random];
  const rows = [
    ...thin(edc.points).map(step => ({ ...step, curve: text.measured })),
    ...thin(edc.ideal).map(step => ({ ...step, curve: text.ideal })),
    ...[0, 1].map(discarded => ({ discarded, fnmr: edc.startingError, curve: text.random }))
  ];
  return asChart(
    {
      title: text.title,
      summary: text.summary(percent(edc.startingError), edc.threshold.toFixed(4)),
      width: 440,
      height: 240,
      data: { values: rows },
      mark: { type: 'line', interpolate: 'step-after', strokeWidth: 2, clip: true },
      encoding: {
        x: {
          field: 'discarded',
          type: 'quantitative',
          scale: { domain: [0, 1] },
          axis: { title: text.x, format: '%' }
        },
        y: { field: 'fnmr', type: 'quantitative', axis: { title: text.y, format: '.1%', tickCount: 5 } },
        color: {
          field: 'curve',
          type: 'nominal',
          scale: { domain: names, range: [colours.main, colours.other, colours.muted] }
        },
        strokeDash: {
          field: 'curve',
          type: 'nominal',
          scale: {
            domain: names,
            range: [
              [1, 0],
              [6, 3],
              [2, 3]
            ]
          }
        },
        tooltip: [
          { field: 'curve', title: ' ' },
          { field: 'discarded', title: text.x, format: '.1%' },
          { field: 'fnmr', title: text.y, format: '.3%' }
        ]
      }
    },
    options
  );
}

function thin(points: readonly DiscardStep[]): readonly DiscardStep[] {
  if (points.length <= MOST) return points;
  const step = (points.length - 1) / (MOST - 1);
  return Array.from({ length: MOST }, (_, i) => points[Math.round(i * step)]);
}
