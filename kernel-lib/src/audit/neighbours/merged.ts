/** One name under which there are probably two people. */
import type { Random } from '../../random';
import { dotAt, usablePictures, type Identities, type LabelFactsOf } from './identities';
import { fitOdds, quantile } from './odds';
import type { Embeddings } from './vectors';

export interface MergedIdentity {
  identity: string;
  /** Ids of the two parts, the larger first. */
  parts: [number[], number[]];
  /** Mean cosine of a picture of the one part with a picture of the other. */
  similarity: number;
  /** That the parts are two people, 0..1; fitted on the data set itself. */
  probability: number;
}

/** Pictures of one identity that are looked at; of more, every second, third … */
const MOST_PICTURES = 200;
/** Pictures held at a time: 50,000 of 512 values are 100 MB. */
const BATCH = 50_000;
/**
 * Pictures that a part must have: one or two alone are wrong labels or a pose, and no second person. (With two, one of celeb-ids-dev's
 * people was accused with certainty whose 24 pictures show one person.)
 */
const LEAST_PART = 3;

interface Member {
  id: number;
  unit: Float32Array;
}

interface Halves {
  parts: [number[], number[]];
  /** Mean cosine across the parts, and within the smaller one. */
  across: number;
  within: number;
}

/**
 * The best division of each identity in two (spherical 2-means), against that of two identities put together by lot: what tells two people
 * from two poses is how unlike the parts are and how alike the pictures within the smaller one.
 */
export async function findMerged(
  embeddings: Embeddings,
  identities: Identities,
  factsOf: LabelFactsOf,
  qualityReject: number,
  random: Random,
  signal?: AbortSignal,
  onProgress?: (share: number) => void
): Promise<MergedIdentity[]> {
  const { counts, names } = identities;
  const able = Array.from(counts.keys()).filter(label => counts[label] >= 2 * LEAST_PART);
  const found: { label: number; halves: Halves }[] = [];
  const made: number[][] = [];
  let looked = 0;
  for (const batch of batches(able, counts)) {
    const members = await collect(embeddings, identities, batch, factsOf, qualityReject, signal);
    for (const [label, pictures] of members) {
      const halves = divide(pictures);
      if (halves) found.push({ label, halves });
      onProgress?.(++looked / able.length);
    }
    const inBatch = [...members.values()];
    for (let i = 0; i < inBatch.length && inBatch.length > 1; i++) {
      const other = inBatch[(i + 1 + Math.floor(random.uniform() * (inBatch.length - 1))) % inBatch.length];
      const halves = divide([...inBatch[i], ...other]);
      if (halves) made.push([halves.across, halves.within]);
    }
  }
  if (found.length < 3 || made.length < 3) return [];
  const { probabilities } = fitOdds(
    found.map(({ halves }) => [halves.across, halves.within]),
    made
  );
  // Two wrong pictures of two people are no second person.
  const alike = quantile(
    made.map(([, within]) => within),
    0.05
  );
  return found
    .map(({ label, halves }, i) => ({
      identity: names[label],
      parts: halves.parts,
      similarity: halves.across,
      probability: halves.within >= alike ? probabilities[i] : 0
    }))
    .filter(({ probability }) => probability >= 0.5)
    .sort((a, b) => b.probability - a.probability || a.similarity - b.similarity);
}

function* batches(labels: readonly number[], counts: Uint32Array): Generator<Set<number>> {
  let batch = new Set<number>();
  let pictures = 0;
  for (const label of labels) {
    batch.add(label);
    pictures += Math.min(counts[label], MOST_PICTURES);
    if (pictures < BATCH) continue;
    yield batch;
    batch = new Set();
    pictures = 0;
  }
  if (batch.size > 0) yield batch;
}

async function collect(
  embeddings: Embeddings,
  identities: Identities,
  wanted: ReadonlySet<number>,
  factsOf: LabelFactsOf,
  qualityReject: number,
  signal?: AbortSignal
): Promise<Map<number, Member[]>> {
  const members = new Map<number, Member[]>();
  const seen = new Map<number, number>();
  for await (const block of usablePictures(embeddings, identities, factsOf, qualityReject, signal))
    for (const { id, label, unit } of block) {
      if (!wanted.has(label)) continue;
      const place = seen.get(label) ?? 0;
      seen.set(label, place + 1);
      if (place % Math.ceil(identities.counts[label] / MOST_PICTURES) !== 0) continue;
      const list = members.get(label) ?? [];
      list.push({ id, unit });
      members.set(label, list);
    }
  return members;
}

/** The better of two divisions, begun by the picture least like all others and by the one least like that; null where a part is too small. */
function divide(pictures: readonly Member[]): Halves | null {
  const units = pictures.map(({ unit }) => unit);
  const all = sumOf(units);
  const first = least(units, all);
  const second = least(units, units[first]);
  const starts = [
    [first, second],
    [second, least(units, units[second])]
  ];
  let best: { sides: boolean[]; tightness: number } | null = null;
  for (const [a, b] of starts) {
    const division = twoMeans(units, units[a], units[b]);
    if (!best || division.tightness > best.tightness) best = division;
  }
  const sides = best!.sides;
  const one = pictures.filter((_, i) => sides[i]);
  const two = pictures.filter((_, i) => !sides[i]);
  const [large, small] = one.length >= two.length ? [one, two] : [two, one];
  if (small.length < LEAST_PART) return null;
  const [sumLarge, sumSmall] = [sumOf(large.map(({ unit }) => unit)), sumOf(small.map(({ unit }) => unit))];
  return {
    parts: [large.map(({ id }) => id), small.map(({ id }) => id)],
    across: dotAt(sumLarge, 0, sumSmall) / (large.length * small.length),
    within: (dotAt(sumSmall, 0, sumSmall) - small.length) / (small.length * (small.length - 1))
  };
}

function twoMeans(
  units: readonly Float32Array[],
  a: Float32Array,
  b: Float32Array
): { sides: boolean[]; tightness: number } {
  let [one, two] = [a, b];
  let sides: boolean[] = [];
  for (let round = 0; round < 20; round++) {
    const [lengthOne, lengthTwo] = [lengthOf(one), lengthOf(two)];
    const next = units.map(unit => dotAt(unit, 0, one) / lengthOne >= dotAt(unit, 0, two) / lengthTwo);
    const settled = next.every((side, i) => side === sides[i]);
    sides = next;
    if (settled || sides.every(side => side) || !sides.includes(true)) break;
    one = sumOf(units.filter((_, i) => sides[i]));
    two = sumOf(units.filter((_, i) => !sides[i]));
  }
  const [sumOne, sumTwo] = [true, false].map(side => sumOf(units.filter((_, i) => sides[i] === side)));
  return { sides, tightness: lengthOf(sumOne) + lengthOf(sumTwo) };
}

function sumOf(units: readonly Float32Array[]): Float32Array {
  const sum = new Float32Array(units[0]?.length ?? 0);
  for (const unit of units) for (let k = 0; k < sum.length; k++) sum[k] += unit[k];
  return sum;
}

const lengthOf = (vector: Float32Array): number => Math.max(1e-9, Math.sqrt(dotAt(vector, 0, vector)));

/** Index of the vector whose product with another is least. */
function least(units: readonly Float32Array[], other: Float32Array): number {
  let [index, value] = [0, Infinity];
  units.forEach((unit, i) => {
    const product = dotAt(unit, 0, other);
    if (product < value) [index, value] = [i, product];
  });
  return index;
}
