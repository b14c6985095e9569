import { asChart, count, settled, thresholdRules, type Chart } from './chart';
import type { ChartOptions } from './ground';

/** Comparisons of one kind, counted in bins of equal width. */
export interface SimilarityBins {
  mated: readonly number[];
  nonMated: readonly number[];
  /** Where the first bin begins and the last one ends. */
  range: readonly [low: number, high: number];
}

const TEXT = {
  en: {
    title: 'Similarity of the same and of different people',
    axis: 'similarity (cosine)',
    share: 'share of comparisons',
    mated: 'same person',
    nonMated: 'different people',
    match: 'match',
    review: 'review',
    summary: (mated: string, nonMated: string) =>
      `${mated} comparisons of the same person, ${nonMated} of different people`
  },
  zh: {
    title: '同人与异人比对的相似度',
    axis: '相似度（余弦）',
    share: '比对占比',
    mated: '同一人',
    nonMated: '不同人',
    match: '匹配',
    review: '复核',
    summary: (mated: string, nonMated: string) => `同人比对 ${mated} 次，异人比对 ${nonMated} 次`
  }
};

/** How far comparisons of the same and of different people lie apart, each as shares of their kind. */
export function similarityDistributions(
  bins: SimilarityBins,
  thresholds: { similarityMatch: number; similarityReview: number },
  options: ChartOptions = {}
): Chart {
  const { language, colours } = settled(options);
  const text = TEXT[language];
  const [low, high] = bins.range;
  const width = (high - low) / bins.mated.length;
  const totals = { mated: sum(bins.mated), nonMated: sum(bins.nonMated) };
  const rows = (['nonMated', 'mated'] as const).flatMap(kind =>
    bins[kind].flatMap((n, i) => {
      const from = Number((low + i * width).toFixed(6));
      const to = Number((low + (i + 1) * width).toFixed(6));
      return n === 0 ? [] : [{ kind: text[kind], from, to, share: n / totals[kind], count: n }];
    })
  );
  const scale = { domain: [low, high], nice: false };
  const { similarityMatch, similarityReview } = thresholds;
  const same = similarityMatch === similarityReview;
  return asChart(
    {
      title: text.title,
      summary: text.summary(count(totals.mated), count(totals.nonMated)),
      width: 480,
      height: 200,
      layer: [
        {
          data: { values: rows },
          mark: { type: 'bar', opacity: 0.6, binSpacing: 0 },
          encoding: {
            x: {
              field: 'from',
              bin: 'binned',
              type: 'quantitative',
              scale,
              axis: { title: text.axis, format: '.1f', tickCount: 7 }
            },
            x2: { field: 'to' },
            y: {
              field: 'share',
              type: 'quantitative',
              stack: null,
              axis: { title: text.share, format: '%', tickCount: 5 }
            },
            color: {
              field: 'kind',
              type: 'nominal',
              scale: { domain: [text.nonMated, text.mated], range: [colours.nonMated, colours.mated] }
            },
            tooltip: [
              { field: 'kind', title: ' ' },
              { field: 'from', title: text.axis },
              { field: 'count', title: 'n' }
            ]
          }
        },
        ...thresholdRules(
          'x',
          [
            ...(same
              ? []
              : [{ at: similarityReview, name: `${text.review} ${similarityReview}`, align: 'right' as const }]),
            { at: similarityMatch, name: `${text.match} ${similarityMatch}` }
          ],
          scale,
          colours
        )
      ]
    },
    options
  );
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
