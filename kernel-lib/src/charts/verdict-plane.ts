import { asChart, count, settled, type Chart } from './chart';
import type { ChartOptions } from './ground';

/** Comparisons in one field of the plane. */
export interface PlaneBin {
  /** Similarity. */
  from: number;
  to: number;
  /** Lower quality of both pictures. */
  low: number;
  high: number;
  mated: number;
  nonMated: number;
}

export interface PlaneThresholds {
  similarityMatch: number;
  similarityReview: number;
  qualityTrust: number;
  qualityReject: number;
}

const TEXT = {
  en: {
    title: 'Verdicts over similarity and quality',
    x: 'similarity (cosine)',
    y: 'lower quality of both (0–1)',
    mated: 'same person',
    nonMated: 'different people',
    count: 'comparisons',
    match: 'match',
    noMatch: 'no match',
    review: 'review',
    retake: 'retake, or unreliable',
    summary: (mated: string, nonMated: string) =>
      `${mated} comparisons of the same person, ${nonMated} of different people`
  },
  zh: {
    title: '相似度与质量平面上的判定',
    x: '相似度（余弦）',
    y: '两图中较低的质量（0–1）',
    mated: '同一人',
    nonMated: '不同人',
    count: '比对次数',
    match: '匹配',
    noMatch: '不匹配',
    review: '复核',
    retake: '重拍或拒识',
    summary: (mated: string, nonMated: string) => `同人比对 ${mated} 次，异人比对 ${nonMated} 次`
  }
};

/** Where comparisons lie, side by side for the same and for different people, with the regions of the verdicts. */
export function verdictPlane(
  bins: readonly PlaneBin[],
  thresholds: PlaneThresholds,
  options: ChartOptions = {}
): Chart {
  const { language, colours } = settled(options);
  const text = TEXT[language];
  const [left, right] = [Math.min(...bins.map(({ from }) => from)), Math.max(...bins.map(({ to }) => to))];
  const total = (kind: 'mated' | 'nonMated') => bins.reduce((sum, bin) => sum + bin[kind], 0);
  const panel = (kind: 'mated' | 'nonMated') => ({
    title: { text: text[kind], fontSize: 12, anchor: 'middle', offset: 6 },
    width: 290,
    height: 260,
    layer: [
      {
        data: {
          values: bins
            .filter(bin => bin[kind] > 0)
            .map(({ from, to, low, high, [kind]: n }) => ({ from, to, low, high, n }))
        },
        mark: { type: 'rect' },
        encoding: {
          ...axes(text, left, right),
          color: {
            field: 'n',
            type: 'quantitative',
            scale: { type: 'log', range: colours.pale },
            legend: { title: text.count, format: ',d', gradientLength: 160, tickCount: 3 }
          },
          tooltip: [
            { field: 'n', title: text.count },
            { field: 'from', title: text.x },
            { field: 'low', title: text.y }
          ]
        }
      },
      ...regions(thresholds, text, left, right, colours.ink)
    ]
  });
  return asChart(
    {
      title: text.title,
      summary: text.summary(count(total('mated')), count(total('nonMated'))),
      spacing: 24,
      resolve: { scale: { color: 'independent' } },
      hconcat: [panel('mated'), panel('nonMated')]
    },
    options
  );
}

type Words = (typeof TEXT)['en'];

function axes(text: Words, left: number, right: number): Record<string, unknown> {
  return {
    x: {
      field: 'from',
      type: 'quantitative',
      scale: { domain: [left, right], nice: false },
      axis: { title: text.x, format: '.1f', grid: false }
    },
    x2: { field: 'to' },
    y: {
      field: 'low',
      type: 'quantitative',
      scale: { domain: [0, 1], nice: false },
      axis: { title: text.y, format: '.1f', grid: false }
    },
    y2: { field: 'high' }
  };
}

/** The borders of the verdicts, each with its name in the middle of its region. */
function regions(
  { similarityMatch, similarityReview, qualityTrust, qualityReject }: PlaneThresholds,
  text: Words,
  left: number,
  right: number,
  ink: string
): Record<string, unknown>[] {
  const lines = [
    { x: left, x2: right, y: qualityReject, y2: qualityReject },
    { x: left, x2: right, y: qualityTrust, y2: qualityTrust },
    { x: similarityReview, x2: similarityReview, y: qualityTrust, y2: 1 },
    { x: similarityMatch, x2: similarityMatch, y: qualityTrust, y2: 1 }
  ];
  const middle = (left + right) / 2;
  const names = [
    { x: (similarityMatch + right) / 2, y: (1 + qualityTrust) / 2, name: text.match },
    { x: (left + similarityReview) / 2, y: (1 + qualityTrust) / 2, name: text.noMatch },
    { x: middle, y: (qualityTrust + qualityReject) / 2, name: text.review },
    { x: middle, y: qualityReject / 2, name: text.retake }
  ];
  const x = { field: 'x', type: 'quantitative', scale: { domain: [left, right], nice: false } };
  const y = { field: 'y', type: 'quantitative', scale: { domain: [0, 1], nice: false } };
  return [
    {
      data: { values: lines },
      mark: { type: 'rule', color: ink, strokeWidth: 1.2, strokeDash: [5, 3] },
      encoding: { x, x2: { field: 'x2' }, y, y2: { field: 'y2' } }
    },
    {
      data: { values: names },
      mark: { type: 'text', color: ink, fontSize: 12, fontWeight: 'bold' },
      encoding: { x, y, text: { field: 'name' } }
    }
  ];
}
