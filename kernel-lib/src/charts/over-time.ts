import { asChart, count, percent, settled, type Chart } from './chart';
import type { ChartOptions } from './ground';

/** Pictures of one stretch of time. */
export interface TimeSlice {
  /** UTC ms of its beginning. */
  at: number;
  pictures: number;
  /** null where none has a quality. */
  meanQuality: number | null;
  /** Pictures with a quality below qualityReject. */
  low: number;
}

const TEXT = {
  en: {
    title: 'Quality over time',
    time: 'time',
    mean: 'mean quality',
    low: 'rejected, share',
    pictures: 'pictures an hour',
    summary: (n: string, low: string) => `${n} pictures, ${low} of them rejected for their quality`
  },
  zh: {
    title: '图像质量随时间的变化',
    time: '时间',
    mean: '平均质量',
    low: '拒绝占比',
    pictures: '每小时图像数',
    summary: (n: string, low: string) => `${n} 张图像，其中 ${low} 因质量过低被拒绝`
  }
};

const HOUR = 3_600_000;

/** Mean quality, share of low quality and number of pictures, hour by hour, on one axis of time. */
export function qualityOverTime(hours: readonly TimeSlice[], options: ChartOptions = {}): Chart {
  const { language, colours } = settled(options);
  const text = TEXT[language];
  const pictures = hours.reduce((sum, hour) => sum + hour.pictures, 0);
  const low = hours.reduce((sum, hour) => sum + hour.low, 0);
  const span = hours.length > 0 ? hours[hours.length - 1].at - hours[0].at : 0;
  const rows = hours.map(({ at, pictures: n, meanQuality, low: rejected }) => ({
    ...{ at, end: at + HOUR, pictures: n, mean: meanQuality, low: n > 0 ? rejected / n : 0 }
  }));
  const x = (axis: boolean) => ({
    field: 'at',
    type: 'temporal',
    axis: axis
      ? { title: text.time, format: span > 2 * 24 * HOUR ? '%Y-%m-%d' : '%m-%d %H:%M', labelOverlap: true }
      : null
  });
  const tooltip = [
    { field: 'at', type: 'temporal', title: text.time, format: '%Y-%m-%d %H:%M' },
    { field: 'mean', title: text.mean, format: '.3f' },
    { field: 'low', title: text.low, format: '.1%' },
    { field: 'pictures', title: text.pictures }
  ];
  const panel = (height: number, mark: unknown, y: Record<string, unknown>, last = false) => ({
    ...{ width: 480, height, mark },
    encoding: {
      x: x(last),
      ...((mark as { type: string }).type === 'rect' ? { x2: { field: 'end' }, y2: { datum: 0 } } : {}),
      y,
      tooltip
    }
  });
  return asChart(
    {
      title: text.title,
      summary: text.summary(count(pictures), percent(pictures > 0 ? low / pictures : 0)),
      data: { values: rows },
      spacing: 14,
      resolve: { scale: { x: 'shared' } },
      vconcat: [
        panel(
          120,
          { type: 'line', color: colours.main, point: { filled: true, size: 28, color: colours.main } },
          {
            field: 'mean',
            type: 'quantitative',
            scale: { domain: [0, 1] },
            axis: { title: text.mean, tickCount: 3, format: '.1f' }
          }
        ),
        panel(
          70,
          { type: 'rect', color: colours.other, stroke: colours.ground, strokeWidth: 1 },
          { field: 'low', type: 'quantitative', axis: { title: text.low, tickCount: 3, format: '%' } }
        ),
        panel(
          60,
          { type: 'rect', color: colours.muted, stroke: colours.ground, strokeWidth: 1 },
          { field: 'pictures', type: 'quantitative', axis: { title: text.pictures, tickCount: 2, tickMinStep: 1 } },
          true
        )
      ]
    },
    options
  );
}
