/**
 * `npm run figures -- NAME… [--model ID] [--recogniser ID] [--detector ID]`: prints the figures that README and the model cards quote.
 * Names: lfw, quality, samples (default: all).
 */
import { parseArgs } from 'node:util';
import { lfw } from './lfw';
import { quality } from './quality';
import { samples } from './samples';

const FIGURES = { lfw, quality, samples };
type Name = keyof typeof FIGURES;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { model: { type: 'string' }, recogniser: { type: 'string' }, detector: { type: 'string' } }
});
const unknown = positionals.filter(name => !(name in FIGURES));

async function main(): Promise<void> {
  if (unknown.length) {
    console.error(`No figures are named ${unknown.join(', ')}; there are ${Object.keys(FIGURES).join(', ')}.`);
    process.exitCode = 2;
    return;
  }
  const names = (positionals.length ? positionals : Object.keys(FIGURES)) as Name[];
  for (const name of names) await FIGURES[name](values);
}

void main();
