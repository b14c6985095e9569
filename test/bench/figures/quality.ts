/** Does quality order pictures as a person would? Groups of pictures, and light from the side against light from the front. */
import path from 'node:path';
import { isSample, type OpenOptions, type PictureResult } from '../../../kernel-lib/src/session';
import { EVALUATION, scoreFolder } from './pictures';

const SETS = ['portraits', 'masked', 'lighting', 'non-face'];

interface Group {
  pictures: number;
  found: number;
  fallback: number;
  /** Mean quality, a failure to acquire counting as 0. */
  mean: number;
  /** Pictures with quality ≥ .4. */
  notRejected: number;
}

function group(results: PictureResult[]): Group {
  const samples = results.filter(isSample);
  const sum = samples.reduce((total, { quality }) => total + (quality ?? 0), 0);
  return {
    pictures: results.length,
    found: samples.length,
    fallback: samples.filter(({ fallback }) => fallback).length,
    mean: sum / results.length,
    notRejected: samples.filter(({ quality }) => (quality ?? 0) >= 0.4).length
  };
}

/** Azimuth of the lamp in degrees from the name of a picture (`…Am035Ep15…`: minus 35), or null. */
function azimuth(name: string): number | null {
  const found = /A([mp])(\d{3})E/.exec(name);
  return found ? (found[1] === 'm' ? -1 : 1) * Number(found[2]) : null;
}

function line(name: string, { pictures, found, fallback, mean, notRejected }: Group): string {
  const counts = `${found} of ${pictures} found${fallback ? ` (${fallback} by the fallback region)` : ''}`;
  return `  ${name.padEnd(30)} ${counts.padEnd(46)} mean quality ${mean.toFixed(3)}, ${notRejected} at .4 or above`;
}

export async function quality(options: OpenOptions): Promise<void> {
  console.log('quality: a failure to acquire counts as 0');
  for (const set of SETS) {
    const results = await scoreFolder(path.join(EVALUATION, 'quality', set), options);
    if (!results) continue;
    console.log(line(set, group([...results.values()])));
    if (set !== 'lighting') continue;
    const lit = (low: number, high: number): PictureResult[] =>
      [...results].filter(([name]) => inside(Math.abs(azimuth(name) ?? NaN), low, high)).map(([, result]) => result);
    console.log(line('  lamp within 25° of the front', group(lit(0, 25))));
    console.log(line('  lamp 26°–70° aside', group(lit(26, 70))));
    console.log(line('  lamp more than 70° aside', group(lit(71, 180))));
  }
}

const inside = (value: number, low: number, high: number): boolean => value >= low && value <= high;
