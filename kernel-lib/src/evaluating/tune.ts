import { tuningChart, type ChartOptions, type TuningChart } from '../charts';
import { inSlices } from '../evaluation';
import type { Language } from '../types';
import type { Evaluation } from './evaluation';
import { policiesFor } from './recommend';
import { tuningData, type TuningPreset } from './tuning-data';
import { power } from './words';

const NAMES: Record<Language, { inForce: string; least: (fmr: string) => string }> = {
  en: { inForce: 'in force', least: fmr => `FMR ${fmr}, least review` },
  zh: { inForce: '当前策略', least: fmr => `误识率 ${fmr}，复核最少` }
};

/** How a display to tune thresholds on is made. */
export interface TuneOptions extends ChartOptions {
  signal?: AbortSignal;
}

/** A display that is being made: awaited it is the chart, and it can be saved without. */
export interface Tuning extends Promise<TuningChart> {
  /** As the chart's own. */
  save(file: string): Promise<void>;
}

/**
 * One display to try thresholds on: sliders, error rates with intervals, and what becomes of comparisons, over the plane of similarity
 * and quality. It needs no kernel once it is shown; its numbers are those of `evaluation.verdicts` and `evaluation.at`. Timers and
 * messages are served while it is counted.
 * @throws FacegaugeError INVALID_ARGUMENT for similarities outside −1..1 and qualities outside 0..1; ABORTED
 */
export function tune(evaluation: Evaluation, options: TuneOptions = {}): Tuning {
  const chart = counted(evaluation, options);
  return Object.assign(chart, { save: async (file: string) => (await chart).save(file) });
}

async function counted(evaluation: Evaluation, { signal, ...options }: TuneOptions): Promise<TuningChart> {
  const language = options.language ?? evaluation.language;
  const { inForce, least } = NAMES[language];
  const { columns, scores, policy } = evaluation;
  const rates = [1e-3, 1e-4];
  const wishes = rates.map(fmr => ({ fmr }));
  const found = await inSlices(policiesFor(columns, scores, wishes, policy), signal);
  const presets: TuningPreset[] = [
    { name: inForce, policy },
    ...found.map((preset, i) => ({ name: least(power(rates[i])), policy: preset.policy }))
  ];
  const data = await inSlices(tuningData(evaluation, presets), signal);
  return tuningChart(data, { ...options, language });
}
