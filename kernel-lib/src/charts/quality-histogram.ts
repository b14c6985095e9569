import type { Language } from '../types';
import { assess, rejectBelow, type QualityPolicy } from '../verification';
import { COLOURS, nameOf, type Scored, SCORED } from './assessment-scale';
import { asChart, settled, type Chart } from './chart';
import type { ChartOptions } from './ground';

/** Anything with a quality: samples, stored rows. A quality of null is counted but not drawn. */
export interface WithQuality {
  quality: number | null;
}

/** Bars over 0..1; the built-in thresholds lie on their borders. */
const BINS = 40;

const TEXT = {
  en: {
    title: 'Quality',
    axis: 'quality',
    count: 'pictures',
    rejected: 'rejected',
    review: 'to review',
    trusted: 'trusted',
    reject: 'reject',
    trust: 'trust',
    separator: ', ',
    summary: (n: number, parts: string, none: number) =>
      `${n} ${n === 1 ? 'picture' : 'pictures'}${n ? `: ${parts}` : ''}${none ? ` · ${none} without a quality` : ''}`
  },
  zh: {
    title: '图像质量',
    axis: '质量',
    count: '图像数',
    rejected: '张拒绝',
    review: '张待复核',
    trusted: '张可信',
    reject: '拒绝',
    trust: '可信',
    separator: '，',
    summary: (n: number, parts: string, none: number) =>
      `${n} 张图像${n ? `：${parts}` : ''}${none ? ` · ${none} 张无质量分数` : ''}`
  }
};

/**
 * How good a set of pictures is: a histogram of quality, coloured by assessment (`assess`), with both thresholds drawn. Each picture is
 * coloured by its own quality, so a bar through which a threshold runs has both colours.
 *
 * @param given language, or options
 */
export function qualityHistogram(
  data: Iterable<WithQuality>,
  policy: QualityPolicy,
  given: Language | ChartOptions = 'en'
): Chart {
  const options = typeof given === 'string' ? { language: given } : given;
  const { language, colours } = settled(options);
  const text = TEXT[language];
  const { bars, totals, none } = count(data, policy, language);
  const parts = SCORED.map(a => `${totals[a]} ${text[a]}`).join(text.separator);
  const scored = SCORED.reduce((sum, a) => sum + totals[a], 0);
  const summary = text.summary(scored, parts, none);
  const reject = rejectBelow(policy);
  const thresholds = [
    { at: reject, name: `${text.reject} < ${reject}`, align: 'right' },
    { at: policy.qualityTrust, name: `${text.trust} ≥ ${policy.qualityTrust}`, align: 'left' }
  ];
  const x = { type: 'quantitative' as const, scale: { domain: [0, 1], nice: false } };
  return asChart(
    {
      title: text.title,
      summary,
      description: `${text.title}. ${summary}. ${thresholds.map(t => t.name).join(', ')}.`,
      width: 480,
      height: 200,
      layer: [
        {
          data: { values: bars },
          mark: { type: 'bar', stroke: colours.ground, strokeWidth: 0.5 },
          encoding: {
            x: {
              ...x,
              field: 'from',
              bin: 'binned',
              axis: { title: text.axis, values: [0, 0.2, 0.4, 0.6, 0.8, 1], format: '.1f' }
            },
            x2: { field: 'to' },
            y: {
              type: 'quantitative',
              field: 'pictures',
              stack: 'zero',
              axis: { title: text.count, tickMinStep: 1, format: 'd' }
            },
            color: {
              type: 'nominal',
              field: 'assessment',
              scale: {
                domain: SCORED.map(a => nameOf(a, language)),
                range: SCORED.map(a => COLOURS[a])
              }
            },
            order: { type: 'quantitative', field: 'rank' },
            tooltip: [
              { field: 'range', title: text.axis },
              { field: 'pictures', title: text.count },
              { field: 'assessment', title: ' ' }
            ]
          }
        },
        {
          data: { values: thresholds },
          mark: { type: 'rule', color: colours.ink, strokeWidth: 1.5, strokeDash: [5, 3] },
          encoding: { x: { ...x, field: 'at' } }
        },
        ...thresholds.map(threshold => ({
          data: { values: [threshold] },
          mark: {
            type: 'text' as const,
            color: colours.ink,
            fontSize: 11,
            align: threshold.align as 'left' | 'right',
            baseline: 'bottom' as const,
            dx: threshold.align === 'right' ? -4 : 4,
            dy: -3
          },
          encoding: { x: { ...x, field: 'at' }, y: { value: 0 }, text: { field: 'name' } }
        }))
      ]
    },
    options
  );
}

interface Bar {
  from: number;
  to: number;
  range: string;
  assessment: string;
  /** Worst at the bottom of a bar. */
  rank: number;
  pictures: number;
}

function count(
  data: Iterable<WithQuality>,
  policy: QualityPolicy,
  language: Language
): { bars: Bar[]; totals: Record<Scored, number>; none: number } {
  const totals: Record<Scored, number> = { rejected: 0, review: 0, trusted: 0 };
  const bars = new Map<string, Bar>();
  let none = 0;
  for (const { quality } of data) {
    if (quality === null) {
      none++;
      continue;
    }
    const assessment = assess(quality, policy);
    totals[assessment]++;
    const bin = Math.min(BINS - 1, Math.floor(quality * BINS));
    const key = `${bin} ${assessment}`;
    const bar = bars.get(key);
    if (bar) bar.pictures++;
    else bars.set(key, newBar(bin, assessment, language));
  }
  return { bars: [...bars.values()].sort((a, b) => a.from - b.from || a.rank - b.rank), totals, none };
}

function newBar(bin: number, assessment: Scored, language: Language): Bar {
  const [from, to] = [bin / BINS, (bin + 1) / BINS];
  return {
    from,
    to,
    range: `${from.toFixed(3)} – ${to.toFixed(3)}`,
    assessment: nameOf(assessment, language),
    rank: SCORED.indexOf(assessment),
    pictures: 1
  };
}
