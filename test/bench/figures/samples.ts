/** The sample pictures of the notebooks, condition by condition. */
import path from 'node:path';
import { isSample, type OpenOptions } from '../../../kernel-lib/src/session';
import { readCsv, scoreFolder } from './pictures';

export async function samples(options: OpenOptions): Promise<void> {
  const folder = path.resolve(__dirname, '../../../notebooks/samples');
  const results = await scoreFolder(folder, options);
  if (!results) return;
  const groups = new Map<string, (number | null)[]>();
  for (const { file, condition, severity } of readCsv(path.join(folder, 'samples.csv'))) {
    const result = results.get(file);
    const name = severity === '0' ? condition : `${condition} ${severity}`;
    groups.set(name, [...(groups.get(name) ?? []), result && isSample(result) ? result.quality : null]);
  }
  console.log('samples: mean quality (a failure to acquire counts as 0)');
  for (const [name, values] of groups) {
    const mean = values.reduce<number>((sum, value) => sum + (value ?? 0), 0) / values.length;
    const lost = values.filter(value => value === null).length;
    console.log(
      `  ${name.padEnd(20)} ${mean.toFixed(2)}  of ${values.length}${lost ? `, ${lost} without a face` : ''}`
    );
  }
}
