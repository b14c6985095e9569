import { tuningChart, type ChartOptions, type TuningChart } from '../charts';
import type { Language } from '../types';
import type { Evaluation } from './evaluation';
import { policiesFor } from './recommend';
import { tuningData, type TuningPreset } from './tuning-data';
import { power } from './words';

const NAMES: Record<Language, { inForce: string; least: (fmr: string) => string }> = {
  en: { inForce: 'in force', least: fmr => `FMR ${fmr}, least review` },
  zh: { inForce: '当前策略', least: fmr => `误识率 ${fmr}，复核最少` }
};

/**
 * One display to try thresholds on: sliders, error rates with intervals, and what becomes of comparisons, over the plane of similarity
 * and quality. It needs no kernel once it is shown; its numbers are those of `evaluation.verdicts` and `evaluation.at`.
 * @throws FacegaugeError INVALID_ARGUMENT for similarities outside −1..1 and qualities outside 0..1
 */
export function tune(evaluation: Evaluation, options: ChartOptions = {}): TuningChart {
  const language = options.language ?? evaluation.language;
  const { inForce, least } = NAMES[language];
  const { columns, scores, policy } = evaluation;
  const rates = [1e-3, 1e-4];
  const found = policiesFor(
    columns,
    scores,
    rates.map(fmr => ({ fmr })),
    policy
  );
  const presets: TuningPreset[] = [
    { name: inForce, policy },
    ...found.map((preset, i) => ({ name: least(power(rates[i])), policy: preset.policy }))
  ];
  return tuningChart(tuningData(evaluation, presets), { ...options, language });
}
