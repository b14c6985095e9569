import { readdirSync } from 'node:fs';
import path from 'node:path';

const folder = path.resolve(__dirname, '../../../notebooks/samples');

/** Absolute path of one sample picture. */
export const sample = (name: string): string => path.join(folder, name);

/** Sample pictures that show a face well. */
export const goodSamples = readdirSync(folder)
  .filter(name => /-[ab]\.jpg$/.test(name))
  .map(sample);
