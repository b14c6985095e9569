/** An evaluation aggregated for its charts: a few kilobytes, however many comparisons there are. */
import {
  discardChart,
  detChart,
  rocChart,
  similarityDistributions,
  verdictPlane,
  type Chart,
  type ChartOptions,
  type ErrorCurve,
  type PlaneBin,
  type SimilarityBins
} from '../charts';
import { atOnce, detPoints, inStretches, UNKNOWN_QUALITY, type Steps, type TrialColumns } from '../evaluation';
import type { Evaluation } from './evaluation';

/** The charts of an evaluation. */
export interface EvaluationCharts {
  similarities: Chart;
  roc: Chart;
  det: Chart;
  /** null where no quality is known. */
  edc: Chart | null;
  /** null where no quality is known, or one lies outside 0..1. */
  plane: Chart | null;
}

export function chartsOf(evaluation: Evaluation, options: ChartOptions): EvaluationCharts {
  const { columns, edc, policy } = evaluation;
  const curve = errorCurve(evaluation);
  return {
    similarities: similarityDistributions(atOnce(similarityBins(columns)), policy, options),
    roc: rocChart(curve, options),
    det: detChart(curve, options),
    edc: edc && discardChart(edc, options),
    plane:
      columns.hasQuality && columns.qualityInRange ? verdictPlane(atOnce(planeBins(columns)), policy, options) : null
  };
}

/** Operating points over the powers of ten with the intervals of the FNMR. */
export function errorCurve(evaluation: Evaluation): ErrorCurve {
  const { mated, nonMated } = evaluation.pairs;
  const points = detPoints(evaluation.scores, 6);
  const rates = evaluation.atAll(points.map(({ threshold }) => threshold));
  return {
    points: points.map((point, i) => ({
      ...point,
      low: rates[i].intervals.fnmr.low,
      high: rates[i].intervals.fnmr.high
    })),
    mated,
    nonMated
  };
}

const BIN = 0.02;

/** Counts in bins of .02, or in a hundred bins where similarities are no cosines. */
export function* similarityBins(columns: TrialColumns): Steps<SimilarityBins> {
  const { low, high, width } = yield* span(columns);
  const bins = Math.round((high - low) / width);
  const counts = { mated: new Array<number>(bins).fill(0), nonMated: new Array<number>(bins).fill(0) };
  yield* inStretches(columns.length, (from, to) => {
    for (let i = from; i < to; i++) {
      const similarity = columns.similarity[i];
      if (Number.isNaN(similarity)) continue;
      const bin = Math.max(0, Math.min(bins - 1, Math.floor((similarity - low) / width)));
      counts[columns.mated[i] ? 'mated' : 'nonMated'][bin]++;
    }
  });
  return { ...counts, range: [low, high] };
}

/** Fields of .05 × .05 with what lies in them; pairs with an unknown quality are in none. */
export function* planeBins(columns: TrialColumns): Steps<PlaneBin[]> {
  const { low, high } = yield* span(columns);
  const width = Math.max(0.05, (high - low) / 40);
  const last = Math.ceil((high - low) / width - 1e-9) - 1;
  const { length, similarity: similarities, mated, qualityA, qualityB } = columns;
  const counts = [0, 1].map(() => new Float64Array(20 * (last + 1)));
  yield* inStretches(length, (from, to) => {
    for (let i = from; i < to; i++) {
      const similarity = similarities[i];
      const [a, b] = [qualityA[i], qualityB[i]];
      if (Number.isNaN(similarity) || a === UNKNOWN_QUALITY || b === UNKNOWN_QUALITY) continue;
      const x = Math.min(last, Math.floor((similarity - low) / width + 1e-9));
      counts[mated[i]][20 * x + Math.min(19, Math.floor(Math.min(a, b) / 50))]++;
    }
  });
  return Array.from(counts[0], (nonMated, field): PlaneBin[] => {
    const same = counts[1][field];
    const [x, y] = [Math.floor(field / 20), field % 20];
    const from = rounded(low + x * width);
    const place = { from, to: rounded(from + width), low: y / 20, high: (y + 1) / 20 };
    return nonMated + same === 0 ? [] : [{ ...place, mated: same, nonMated }];
  }).flat();
}

/** The similarities that are there, widened to round figures. */
function* span(columns: TrialColumns): Steps<{ low: number; high: number; width: number }> {
  let [low, high] = [Infinity, -Infinity];
  yield* inStretches(columns.length, (from, to) => {
    for (let i = from; i < to; i++) {
      const similarity = columns.similarity[i];
      if (similarity < low) low = similarity;
      if (similarity > high) high = similarity;
    }
  });
  if (low >= -1 && high <= 1) {
    const step = 0.1;
    const [from, to] = [rounded(Math.floor(low / step) * step), rounded(Math.ceil(high / step) * step)];
    return { low: from, high: Math.max(to, rounded(from + step)), width: BIN };
  }
  return { low, high: high > low ? high : low + 1, width: (high > low ? high - low : 1) / 100 };
}

const rounded = (value: number): number => Number(value.toFixed(6));
