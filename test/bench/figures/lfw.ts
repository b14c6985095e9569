/** Verification on pairs of the LFW protocol: whole pipeline, largest face, a failure to acquire counts as an error. */
import path from 'node:path';
import { bestAccuracy, thresholdAtFmr, type Trial } from '../../../kernel-lib/src/evaluation';
import { isSample, type OpenOptions } from '../../../kernel-lib/src/session';
import { cosine } from '../../../kernel-lib/src/verification';
import { EVALUATION, readCsv, scoreFolder } from './pictures';

const percent = (rate: number): string => `${(100 * rate).toFixed(2)} %`;

export async function lfw(options: OpenOptions): Promise<void> {
  const folder = path.join(EVALUATION, 'lfw-dev');
  const results = await scoreFolder(path.join(folder, 'images'), options);
  if (!results) return;
  const trials: Trial[] = readCsv(path.join(folder, 'pairs.csv')).map(({ a, b, mated }) => {
    const [first, second] = [results.get(a), results.get(b)];
    const similarity =
      first && second && isSample(first) && isSample(second) ? cosine(first.embedding, second.embedding) : null;
    return { similarity, mated: mated === '1' };
  });
  const failures = [...results.values()].filter(result => !isSample(result)).length;
  const { accuracy, threshold } = bestAccuracy(trials);
  const { gfrr } = thresholdAtFmr(0.01, trials);
  console.log(`lfw-dev: ${trials.length} pairs, ${results.size} pictures, ${failures} without a face`);
  console.log(`  accuracy at the best threshold (${threshold.toFixed(3)})  ${percent(accuracy.rate)}`);
  console.log(`  GFRR at FMR 10⁻²                      ${percent(gfrr.rate)}`);
}
