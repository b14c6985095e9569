/** All pairs of celeb-ids-dev: whole pipeline, largest face, a failure to acquire counts as an error. */
import path from 'node:path';
import { thresholdAtFmr, type Trial } from '../../../kernel-lib/src/evaluation';
import { isSample, type OpenOptions } from '../../../kernel-lib/src/session';
import { cosine } from '../../../kernel-lib/src/verification';
import { EVALUATION, readCsv, scoreFolder } from './pictures';

const percent = (rate: number): string => `${(100 * rate).toFixed(1)} %`;

export async function celeb(options: OpenOptions): Promise<void> {
  const folder = path.join(EVALUATION, 'celeb-ids-dev');
  const results = await scoreFolder(folder, options);
  if (!results) return;
  const people = readCsv(path.join(folder, 'identities.csv')).map(({ file, identity }) => {
    const result = results.get(file);
    return { identity, embedding: result && isSample(result) ? result.embedding : null };
  });
  const trials: Trial[] = [];
  people.forEach((a, i) => {
    for (const b of people.slice(i + 1)) {
      const similarity = a.embedding && b.embedding ? cosine(a.embedding, b.embedding) : null;
      trials.push({ similarity, mated: a.identity === b.identity });
    }
  });
  const mated = trials.filter(trial => trial.mated);
  const without = people.filter(({ embedding }) => !embedding).length;
  console.log(`celeb-ids-dev: ${people.length} pictures, ${without} without a face, ${mated.length} mated pairs`);
  for (const [name, fmr] of [
    ['10⁻²', 0.01],
    ['10⁻³', 0.001],
    ['10⁻⁴', 0.0001]
  ] as const) {
    const { gfrr, fnmr } = thresholdAtFmr(fmr, trials);
    console.log(`  at FMR ${name}: FNMR ${percent(fnmr.rate)}, GFRR ${percent(gfrr.rate)}`);
  }
}
