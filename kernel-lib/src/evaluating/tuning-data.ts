/** Comparisons aggregated so that every policy on a grid can be counted from them, exactly, without the comparisons. */
import type { TuningData } from '../charts';
import { FacegaugeError } from '../errors';
import { inStretches, Places, UNKNOWN_QUALITY, type Steps, type TrialColumns } from '../evaluation';
import { planeBins } from './drawn';
import type { Evaluation } from './evaluation';
import type { VerdictPolicy } from './verdicts';
import { between, rate } from './words';

/** A policy one click away. */
export interface TuningPreset {
  name: string;
  policy: Pick<VerdictPolicy, 'similarityMatch' | 'similarityReview' | 'qualityTrust' | 'qualityReject'>;
}

/** Bytes that the cells may take; the display has 300 kB. */
const MOST_BYTES = 190_000;

/** Steps of similarity and quality, the finest that fits is taken. */
const GRIDS = [
  [0.005, 0.01],
  [0.005, 0.02],
  [0.01, 0.02],
  [0.02, 0.05]
] as const;

/**
 * @param presets their thresholds become edges of the grid, so that they are counted exactly too
 * @throws INVALID_ARGUMENT for similarities outside −1..1 and qualities outside 0..1
 */
export function* tuningData(evaluation: Evaluation, presets: readonly TuningPreset[]): Steps<TuningData> {
  const { columns, policy } = evaluation;
  yield* check(columns);
  const all = [policy, ...presets.map(preset => preset.policy)];
  for (const [similarityStep, qualityStep] of GRIDS) {
    const similarity = yield* grid(columns, similarityStep, all);
    const thousandths = [
      ...Array.from({ length: Math.round(1 / qualityStep) + 1 }, (_, i) => Math.round(i * qualityStep * 1000)),
      ...all.flatMap(({ qualityTrust, qualityReject }) => [qualityTrust, qualityReject].map(q => Math.round(q * 1000)))
    ];
    const quality = Int32Array.from(new Set(thousandths)).sort();
    const cells = yield* cellsOf(columns, similarity.edges, quality);
    const last = similarityStep === GRIDS[GRIDS.length - 1][0];
    if (cells.length > MOST_BYTES && !last) continue;
    const rates = yield* evaluation.ratesInSteps([...similarity.edges]);
    return {
      similarity: { ...similarity, edges: [...similarity.edges], step: similarityStep },
      quality: columns.hasQuality ? { edges: [...quality].map(k => k / 1000), step: qualityStep } : null,
      cells,
      rejected: yield* rejections(columns, quality),
      totals: { mated: evaluation.pairs.mated, nonMated: evaluation.pairs.nonMated },
      fmr: rates.map(({ fmr, intervals }) => `${rate(fmr.rate)} (${between(intervals.fmr)})`),
      fnmr: rates.map(({ fnmr, intervals }) => `${rate(fnmr.rate)} (${between(intervals.fnmr)})`),
      plane: columns.hasQuality ? yield* planeBins(columns) : [],
      policy,
      presets: [...presets]
    };
  }
  throw new Error('unreachable');
}

function* check(columns: TrialColumns): Steps<void> {
  let outside = false;
  yield* inStretches(columns.length, (from, to) => {
    for (let i = from; i < to && !outside; i++) outside = columns.similarity[i] < -1 || columns.similarity[i] > 1;
  });
  if (!outside && columns.qualityInRange) return;
  throw new FacegaugeError(
    'INVALID_ARGUMENT',
    'Thresholds are tuned for similarities from −1 to 1 and qualities from 0 to 1.',
    {
      found: outside ? 'similarities outside' : 'qualities outside',
      action: 'Scale the scores to these ranges.'
    }
  );
}

interface SimilarityGrid {
  /** Ascending. */
  edges: Float64Array;
  low: number;
  high: number;
  /** Of each step from `low` its place among the edges. */
  places: number[];
}

function* grid(
  columns: TrialColumns,
  step: number,
  policies: readonly TuningPreset['policy'][]
): Steps<SimilarityGrid> {
  const thresholds = policies.flatMap(({ similarityMatch, similarityReview }) => [similarityMatch, similarityReview]);
  let [low, high] = [Math.min(...thresholds), Math.max(...thresholds)];
  yield* inStretches(columns.length, (from, to) => {
    for (let i = from; i < to; i++) {
      const value = columns.similarity[i];
      if (value < low) low = value;
      if (value > high) high = value;
    }
  });
  [low, high] = [Math.floor(low * 20 - 1e-9) / 20, Math.ceil(high * 20 + 1e-9) / 20];
  const steps = Array.from({ length: Math.round((high - low) / step) + 1 }, (_, i) =>
    Number((low + i * step).toFixed(4))
  );
  const edges = Float64Array.from(new Set([...steps, ...thresholds])).sort();
  return { edges, low, high: steps[steps.length - 1], places: steps.map(value => edges.indexOf(value)) };
}

/**
 * Cells as `similarity quality mated nonMated` with semicolons between them. A similarity is twice the number of edges below it, and
 * one more on an edge; a quality, the lower of both, is the number of edges it reaches, 0 where one is not known.
 */
function* cellsOf(
  { length, similarity, mated, qualityA, qualityB, hasQuality }: TrialColumns,
  edges: Float64Array,
  quality: Int32Array
): Steps<string> {
  const reached = new Uint16Array(1001);
  for (let k = 0; k <= 1000; k++) reached[k] = quality.filter(edge => edge <= k).length;
  const rows = quality.length + 1;
  const places = new Places(edges);
  const counts = [new Float64Array((2 * edges.length + 2) * rows), new Float64Array((2 * edges.length + 2) * rows)];
  yield* inStretches(length, (from, to) => {
    for (let i = from; i < to; i++) {
      const s = similarity[i];
      if (Number.isNaN(s)) continue;
      const below = places.below(s);
      const code = 2 * below + (edges[below] === s ? 1 : 0);
      const lower = Math.max(qualityA[i], qualityB[i]) === UNKNOWN_QUALITY ? -1 : Math.min(qualityA[i], qualityB[i]);
      const row = !hasQuality ? quality.length : lower < 0 ? 0 : reached[lower];
      counts[mated[i]][code * rows + row]++;
    }
  });
  const cells: string[] = [];
  counts[0].forEach((nonMated, cell) => {
    const same = counts[1][cell];
    if (nonMated + same > 0) cells.push(`${Math.floor(cell / rows)} ${cell % rows} ${same} ${nonMated}`);
  });
  return cells.join(';');
}

/** At each edge of quality: comparisons of which one picture, and of which both, lie below it. */
function* rejections(columns: TrialColumns, quality: Int32Array): Steps<TuningData['rejected']> {
  const { length, similarity, mated, qualityA, qualityB } = columns;
  const counts = [0, 1].map(() => ({ lower: new Float64Array(1001), higher: new Float64Array(1001) }));
  yield* inStretches(length, (from, to) => {
    for (let i = from; i < to; i++) {
      if (Number.isNaN(similarity[i])) continue;
      const [a, b] = [qualityA[i], qualityB[i]];
      const { lower, higher } = counts[mated[i]];
      // An unknown quality is not rejected.
      if (Math.min(a, b) <= 1000) lower[Math.min(a, b)]++;
      if (Math.max(a, b) <= 1000) higher[Math.max(a, b)]++;
    }
  });
  const below = (values: Float64Array, edge: number) => values.subarray(0, edge).reduce((sum, n) => sum + n, 0);
  const [nonMated, same] = counts.map(({ lower, higher }) => {
    const both = [...quality].map(edge => below(higher, edge));
    return { both, one: [...quality].map((edge, i) => below(lower, edge) - both[i]) };
  });
  return { mated: same, nonMated };
}
