/** Planted errors of labels, found again: wrong names, people under two names, two people under one. */
import path from 'node:path';
import { examineIdentities } from '../../../kernel-lib/src/audit/neighbours';
import { seededRandom } from '../../../kernel-lib/src/random';
import { isSample, type OpenOptions, type Sample } from '../../../kernel-lib/src/session';
import { EVALUATION, readCsv, scoreFolder } from './pictures';

const TRIALS = 10;
const WRONG = 0.05;
const PLANTED = 3;
const QUALITY_REJECT = 0.4;

const percent = (rate: number): string => `${(100 * rate).toFixed(1)} %`;

interface Picture {
  sample: Sample;
  truth: string;
}

/** Names of all pictures; what is planted changes them. */
type Names = string[];

export async function labelErrors(options: OpenOptions): Promise<void> {
  const folder = path.join(EVALUATION, 'celeb-ids-dev');
  const results = await scoreFolder(folder, options);
  if (!results) return;
  const pictures: Picture[] = [];
  for (const { file, identity } of readCsv(path.join(folder, 'identities.csv'))) {
    const result = results.get(file);
    if (result && isSample(result)) pictures.push({ sample: result, truth: identity });
  }
  const people = [...new Set(pictures.map(({ truth }) => truth))];
  console.log(
    `celeb-ids-dev: ${pictures.length} pictures of ${people.length} people, ${TRIALS} trials, embeddings of ${options.recogniser ?? 'rts-s'}`
  );
  await wrongLabels(pictures, people);
  await splitAndMerged(pictures, people);
}

/** 5 % of the pictures get the name of another person, drawn by lot. Those of low quality count as missed. */
async function wrongLabels(pictures: readonly Picture[], people: readonly string[]): Promise<void> {
  const totals = { planted: 0, accused: 0, right: 0, nearest: 0, probability: 0 };
  for (let trial = 1; trial <= TRIALS; trial++) {
    const { uniform } = seededRandom(100 + trial);
    const names = pictures.map(({ truth }) => truth);
    const planted = new Set<number>();
    while (planted.size < Math.round(WRONG * pictures.length)) planted.add(Math.floor(uniform() * pictures.length));
    for (const i of planted) names[i] = anyBut([names[i]], people, uniform);
    const { labelErrors: found } = await examine(pictures, names);
    totals.planted += planted.size;
    totals.accused += found.length;
    for (const { id, nearest, probability } of found) {
      totals.probability += probability;
      if (!planted.has(id)) continue;
      totals.right++;
      if (nearest === pictures[id].truth) totals.nearest++;
    }
  }
  const { planted, accused, right, nearest, probability } = totals;
  console.log(`  wrong labels, 5 % planted: precision ${percent(right / accused)}, recall ${percent(right / planted)}`);
  console.log(
    `    ${accused} accused with a mean probability of ${percent(probability / accused)}; ${nearest} of ${right} named rightly`
  );
}

/** Three people get a second name for every other picture, and three pairs of people a common one. */
async function splitAndMerged(pictures: readonly Picture[], people: readonly string[]): Promise<void> {
  const totals = { split: 0, splitFound: 0, splitRight: 0, merged: 0, mergedFound: 0, mergedRight: 0 };
  const others: string[] = [];
  for (let trial = 1; trial <= TRIALS; trial++) {
    const { uniform } = seededRandom(200 + trial);
    const lot: string[] = [];
    while (lot.length < 3 * PLANTED) lot.push(anyBut(lot, people, uniform));
    const split = new Set(lot.slice(0, PLANTED));
    const merged = new Map(lot.slice(PLANTED, 2 * PLANTED).map((name, i) => [name, lot[2 * PLANTED + i]]));
    const names = pictures.map(({ truth }, i) =>
      split.has(truth) && i % 2 ? `${truth}-2` : (merged.get(truth) ?? truth)
    );
    const found = await examine(pictures, names);
    totals.split += split.size;
    totals.splitFound += found.splitIdentities.length;
    for (const { identities } of found.splitIdentities) {
      const [a, b] = identities.map(name => name.replace(/-2$/, ''));
      if (a === b) totals.splitRight++;
      else others.push(identities.join(' and '));
    }
    totals.merged += merged.size;
    totals.mergedFound += found.mergedIdentities.length;
    for (const { identity } of found.mergedIdentities)
      if ([...merged.values()].includes(identity)) totals.mergedRight++;
      else others.push(identity);
  }
  const { split, splitFound, splitRight, merged, mergedFound, mergedRight } = totals;
  console.log(`  one person under two names: ${splitRight} of ${split} found, ${splitFound - splitRight} others`);
  console.log(`  two people under one name: ${mergedRight} of ${merged} found, ${mergedFound - mergedRight} others`);
  console.log(`  the others, which may be errors of the data set itself: ${others.join(', ')}`);
}

function examine(pictures: readonly Picture[], names: Names): ReturnType<typeof examineIdentities> {
  const size = pictures[0].sample.embedding.length;
  const vectors = new Float32Array(pictures.length * size);
  pictures.forEach(({ sample }, i) => vectors.set(sample.embedding, i * size));
  const block = { ids: Float64Array.from(pictures.keys()), size, vectors };
  return examineIdentities(
    () => [block],
    id => ({ identity: names[id], quality: pictures[id].sample.quality }),
    { qualityReject: QUALITY_REJECT }
  );
}

function anyBut(without: readonly string[], people: readonly string[], uniform: () => number): string {
  for (;;) {
    const one = people[Math.floor(uniform() * people.length)];
    if (!without.includes(one)) return one;
  }
}
