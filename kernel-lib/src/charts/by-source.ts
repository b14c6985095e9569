import { asChart, count, settled, thresholdRules, type Chart } from './chart';
import type { ChartOptions } from './ground';

/** Quality of the pictures of one source. */
export interface SourceQuality {
  source: string;
  pictures: number;
  /** Quality at 5, 25, 50, 75 and 95 % of the pictures. */
  quantiles: readonly [p5: number, p25: number, p50: number, p75: number, p95: number];
}

const MOST = 30;

const TEXT = {
  en: {
    title: 'Quality by source',
    axis: 'quality (0–1)',
    source: 'source',
    pictures: 'pictures',
    half: 'half of the pictures',
    most: '90 % of them',
    median: 'median',
    summary: (n: number, pictures: string, rest: number) =>
      `${pictures} pictures of ${n} ${n === 1 ? 'source' : 'sources'}, lowest median first${rest ? `; ${rest} more are not drawn` : ''}`
  },
  zh: {
    title: '各来源的图像质量',
    axis: '质量（0–1）',
    source: '来源',
    pictures: '图像数',
    half: '一半图像',
    most: '90 % 的图像',
    median: '中位数',
    summary: (n: number, pictures: string, rest: number) =>
      `${n} 个来源共 ${pictures} 张图像，按中位数由低到高${rest ? `；另有 ${rest} 个未画出` : ''}`
  }
};

/** Where each source's pictures lie: a strip a source, with the middle half, the middle nine tenths and the median. */
export function qualityBySource(
  sources: readonly SourceQuality[],
  thresholds: { qualityReject: number; qualityTrust: number },
  options: ChartOptions = {}
): Chart {
  const { language, colours } = settled(options);
  const text = TEXT[language];
  const sorted = [...sources].sort((a, b) => a.quantiles[2] - b.quantiles[2]);
  const rows = sorted.slice(0, MOST).map(({ source, pictures, quantiles: [p5, p25, p50, p75, p95] }) => ({
    ...{ name: `${source} (${count(pictures)})`, pictures },
    ...{ p5, p25, p50, p75, p95 }
  }));
  const scale = { domain: [0, 1], nice: false };
  const x = (field: string) => ({ field, type: 'quantitative', scale, axis: { title: text.axis, format: '.1f' } });
  const y = {
    field: 'name',
    type: 'nominal',
    sort: null,
    axis: { title: `${text.source} (${text.pictures})`, labelLimit: 220, titleAngle: -90, maxExtent: 280 }
  };
  const tooltip = [
    { field: 'name', title: text.source },
    { field: 'p50', title: text.median, format: '.3f' },
    { field: 'p5', title: '5 %', format: '.3f' },
    { field: 'p95', title: '95 %', format: '.3f' }
  ];
  const pictures = sources.reduce((sum, one) => sum + one.pictures, 0);
  return asChart(
    {
      title: text.title,
      summary: text.summary(sources.length, count(pictures), Math.max(0, sources.length - MOST)),
      width: 440,
      height: { step: 26 },
      data: { values: rows },
      layer: [
        {
          mark: { type: 'rule', color: colours.muted, strokeWidth: 2 },
          encoding: { x: x('p5'), x2: { field: 'p95' }, y, tooltip }
        },
        {
          mark: { type: 'bar', color: colours.main, height: 12 },
          encoding: { x: x('p25'), x2: { field: 'p75' }, y, tooltip }
        },
        {
          mark: { type: 'tick', color: colours.ground, thickness: 3, size: 12 },
          encoding: { x: x('p50'), y, tooltip }
        },
        ...thresholdRules(
          'x',
          [
            { at: thresholds.qualityReject, name: String(thresholds.qualityReject), align: 'right' },
            { at: thresholds.qualityTrust, name: String(thresholds.qualityTrust) }
          ],
          scale,
          colours
        )
      ]
    },
    options
  );
}
