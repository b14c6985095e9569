import { asChart, count, settled, type Chart } from './chart';
import type { ChartOptions } from './ground';

/** Scores of one component, 0..100. */
export interface ComponentProfile {
  name: string;
  /** Median over pictures of low quality. */
  low: number;
  /** Median over the others. */
  rest: number;
}

const TEXT = {
  en: {
    title: 'What pictures of low quality lack',
    axis: 'median score (0–100, 100 is best)',
    component: 'component',
    low: 'low quality',
    rest: 'the others',
    summary: (low: string, rest: string) =>
      `${low} ${low === '1' ? 'picture' : 'pictures'} of low quality against ${rest} ${rest === '1' ? 'other' : 'others'}; the largest difference first`
  },
  zh: {
    title: '低质量图像差在哪里',
    axis: '得分中位数（0–100，100 最好）',
    component: '质量分量',
    low: '低质量',
    rest: '其余',
    summary: (low: string, rest: string) => `${low} 张低质量图像与其余 ${rest} 张对比，差距最大者在前`
  }
};

/** Component by component: the median score of pictures of low quality and of the others. */
export function componentProfile(
  components: readonly ComponentProfile[],
  pictures: { low: number; rest: number },
  options: ChartOptions = {}
): Chart {
  const { language, colours } = settled(options);
  const text = TEXT[language];
  const sorted = [...components].sort((a, b) => b.rest - b.low - (a.rest - a.low));
  const rows = sorted.flatMap(({ name, low, rest }) => [
    { name, kind: text.low, score: low, low, rest },
    { name, kind: text.rest, score: rest, low, rest }
  ]);
  const scale = { domain: [0, 100] };
  const y = {
    field: 'name',
    type: 'nominal',
    sort: null,
    axis: { title: text.component, labelLimit: 240, titleAngle: -90, maxExtent: 280, grid: true }
  };
  return asChart(
    {
      title: text.title,
      summary: text.summary(count(pictures.low), count(pictures.rest)),
      width: 400,
      height: { step: 22 },
      layer: [
        {
          data: { values: sorted },
          mark: { type: 'rule', color: colours.muted, strokeWidth: 2 },
          encoding: { y, x: { field: 'low', type: 'quantitative', scale }, x2: { field: 'rest' } }
        },
        {
          data: { values: rows },
          mark: { type: 'point', filled: true, size: 90, opacity: 1 },
          encoding: {
            y,
            x: { field: 'score', type: 'quantitative', scale, axis: { title: text.axis } },
            color: {
              field: 'kind',
              type: 'nominal',
              scale: { domain: [text.low, text.rest], range: [colours.other, colours.main] }
            },
            shape: {
              field: 'kind',
              type: 'nominal',
              scale: { domain: [text.low, text.rest], range: ['diamond', 'circle'] }
            },
            tooltip: [
              { field: 'name', title: text.component },
              { field: 'low', title: text.low, format: '.0f' },
              { field: 'rest', title: text.rest, format: '.0f' }
            ]
          }
        }
      ]
    },
    options
  );
}
