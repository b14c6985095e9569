/**
 * `npm run figures -- NAME… [--model ID] [--recogniser ID] [--detector ID]`: prints the figures that README and the model cards quote.
 * Names: lfw, quality, samples (default: these), celeb, detection, components, rotated, label-errors, findings and near-duplicates (some
 * minutes each; the last two with `--pictures N`).
 */
import { parseArgs } from 'node:util';
import { celeb } from './celeb';
import { components } from './components';
import { detection } from './detection';
import { findings } from './findings';
import { labelErrors } from './label-errors';
import { lfw } from './lfw';
import { nearDuplicates } from './near-duplicates';
import { quality } from './quality';
import { rotated } from './rotated';
import { samples } from './samples';

const FIGURES = {
  lfw,
  quality,
  samples,
  celeb,
  detection,
  components,
  findings,
  rotated,
  'label-errors': labelErrors,
  'near-duplicates': nearDuplicates
};
const USUAL = ['lfw', 'quality', 'samples'] as const;
type Name = keyof typeof FIGURES;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    model: { type: 'string' },
    recogniser: { type: 'string' },
    detector: { type: 'string' },
    pictures: { type: 'string' }
  }
});
const unknown = positionals.filter(name => !(name in FIGURES));

async function main(): Promise<void> {
  if (unknown.length) {
    console.error(`No figures are named ${unknown.join(', ')}; there are ${Object.keys(FIGURES).join(', ')}.`);
    process.exitCode = 2;
    return;
  }
  const names = (positionals.length ? positionals : USUAL) as Name[];
  const { pictures, ...options } = values;
  for (const name of names)
    await (name === 'findings' || name === 'near-duplicates'
      ? FIGURES[name]({ ...options, pictures: pictures ? Number(pictures) : undefined })
      : FIGURES[name](options));
}

void main();
