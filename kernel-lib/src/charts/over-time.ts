import { asChart, count, percent, settled, type Chart } from './chart';
import type { ChartOptions } from './ground';

/** Pictures of one stretch of time. */
export interface TimeSlice {
  /** UTC ms of its beginning. */
  at: number;
  /** UTC ms where it ends (default: an hour later). */
  end?: number;
  pictures: number;
  /** null where none has a quality. */
  meanQuality: number | null;
  /** Pictures with a quality below qualityReject. */
  low: number;
}

/** How long a stretch is. */
export type Step = 'hour' | 'day' | 'week' | 'month' | 'year';

export interface OverTimeOptions extends ChartOptions {
  /** Default `hour`. */
  step?: Step;
  /**
   * `utc` and `camera`: these are times at which pictures were taken, with their zone, or by a camera's clock without one (written as
   * if it were UTC). Default: times of processing, shown by the reader's clock.
   */
  clock?: 'reader' | 'utc' | 'camera';
  /** Of times at which pictures were taken: all pictures with a quality, among which these say it. */
  of?: number;
  /** false: what is low is not known by the thresholds in force, and is not drawn. */
  low?: boolean;
}

const TEXT = {
  en: {
    title: 'Quality over time',
    taken: 'Quality by the time pictures were taken',
    time: 'time',
    clocks: { reader: 'time', utc: 'time taken (UTC)', camera: 'time taken (by the camera’s clock)' },
    mean: 'mean quality',
    low: 'rejected, share',
    pictures: {
      hour: 'pictures an hour',
      day: 'pictures a day',
      week: 'pictures a week',
      month: 'pictures a month',
      year: 'pictures a year'
    },
    summary: (n: string, low: string) => `${n} pictures, ${low} of them rejected for their quality`,
    says: {
      utc: (n: string, of: string) => `${n} of ${of} scored pictures say when they were taken, with its zone`,
      camera: (n: string, of: string) =>
        `${n} of ${of} scored pictures say when they were taken, by clocks without a zone`
    },
    lowOfThem: (low: string) => `; ${low} of these rejected`
  },
  zh: {
    title: '图像质量随时间的变化',
    taken: '图像质量与拍摄时间',
    time: '时间',
    clocks: { reader: '时间', utc: '拍摄时间（UTC）', camera: '拍摄时间（相机时钟）' },
    mean: '平均质量',
    low: '拒绝占比',
    pictures: { hour: '每小时图像数', day: '每天图像数', week: '每周图像数', month: '每月图像数', year: '每年图像数' },
    summary: (n: string, low: string) => `${n} 张图像，其中 ${low} 因质量过低被拒绝`,
    says: {
      utc: (n: string, of: string) => `${of} 张有质量分的图像中，${n} 张记录了拍摄时间及时区`,
      camera: (n: string, of: string) => `${of} 张有质量分的图像中，${n} 张记录了拍摄时间（相机时钟，无时区）`
    },
    lowOfThem: (low: string) => `；其中 ${low} 因质量过低被拒绝`
  }
};

const HOUR = 3_600_000;

/** Days and longer; hours by how many there are. */
const FORMATS: Partial<Record<Step, string>> = { day: '%Y-%m-%d', week: '%Y-%m-%d', month: '%Y-%m', year: '%Y' };

/** Letters of `2024-05-06 13:00` that name a stretch. */
const LENGTHS: Record<Step, number> = { hour: 16, day: 10, week: 10, month: 7, year: 4 };

/** Mean quality, share of low quality and number of pictures, stretch by stretch (of an hour by default), on one axis of time. */
export function qualityOverTime(hours: readonly TimeSlice[], options: OverTimeOptions = {}): Chart {
  const { language, colours } = settled(options);
  const { step = 'hour', clock = 'reader', of = 0, low: lowIsKnown = true } = options;
  const text = TEXT[language];
  const pictures = hours.reduce((sum, hour) => sum + hour.pictures, 0);
  const low = hours.reduce((sum, hour) => sum + hour.low, 0);
  const span = hours.length > 0 ? hours[hours.length - 1].at - hours[0].at : 0;
  const rows = hours.map(({ at, end = at + HOUR, pictures: n, meanQuality, low: rejected }) => ({
    ...{ at, middle: (at + end) / 2, end, pictures: n, mean: meanQuality },
    ...(clock === 'reader' ? {} : { when: new Date(at).toISOString().replace('T', ' ').slice(0, LENGTHS[step]) }),
    ...(lowIsKnown ? { low: n > 0 ? rejected / n : 0 } : {})
  }));
  // Times of cameras stay as they are, wherever the reader is.
  const scale = clock === 'reader' ? {} : { scale: { type: 'utc' } };
  const format = FORMATS[step] ?? (span > 2 * 24 * HOUR ? '%Y-%m-%d' : '%m-%d %H:%M');
  const x = (field: string, axis: boolean) => ({
    ...{ field, type: 'temporal', ...scale },
    axis: axis ? { title: text.clocks[clock], format, labelOverlap: true } : null
  });
  const tooltip = [
    clock === 'reader'
      ? { field: 'at', type: 'temporal', title: text.time, format: FORMATS[step] ?? '%Y-%m-%d %H:%M' }
      : { field: 'when', type: 'nominal', title: text.time },
    { field: 'mean', title: text.mean, format: '.3f' },
    ...(lowIsKnown ? [{ field: 'low', title: text.low, format: '.1%' }] : []),
    { field: 'pictures', title: text.pictures[step] }
  ];
  const panel = (height: number, mark: unknown, y: Record<string, unknown>, last = false) => ({
    ...{ width: 480, height, mark },
    encoding: {
      x: x((mark as { type: string }).type === 'rect' ? 'at' : 'middle', last),
      ...((mark as { type: string }).type === 'rect' ? { x2: { field: 'end' }, y2: { datum: 0 } } : {}),
      y,
      tooltip
    }
  });
  const lowShare = percent(pictures > 0 ? low / pictures : 0);
  const summary =
    clock === 'reader'
      ? text.summary(count(pictures), lowShare)
      : text.says[clock](count(pictures), count(of)) + (lowIsKnown ? text.lowOfThem(lowShare) : '');
  return asChart(
    {
      title: clock === 'reader' ? text.title : text.taken,
      summary,
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
        ...(lowIsKnown
          ? [
              panel(
                70,
                { type: 'rect', color: colours.other, stroke: colours.ground, strokeWidth: 1 },
                { field: 'low', type: 'quantitative', axis: { title: text.low, tickCount: 3, format: '%' } }
              )
            ]
          : []),
        panel(
          60,
          { type: 'rect', color: colours.muted, stroke: colours.ground, strokeWidth: 1 },
          {
            field: 'pictures',
            type: 'quantitative',
            axis: { title: text.pictures[step], tickCount: 2, tickMinStep: 1 }
          },
          true
        )
      ]
    },
    options
  );
}
