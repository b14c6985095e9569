/** Two names that are probably one person. */
import type { NearestOf } from '../../engine';
import { dotAt, type Identities } from './identities';
import { fitOdds, quantile } from './odds';

export interface SplitIdentity {
  identities: [string, string];
  /** Mean cosine of a picture of the one with a picture of the other. */
  similarity: number;
  /** That they are one person, 0..1; fitted on the data set itself. */
  probability: number;
}

/** The same by numbers. */
export interface SplitPair {
  a: number;
  b: number;
  similarity: number;
  probability: number;
}

/** Other identities looked at for each: a person has seldom more names. */
const OTHERS = 4;

/**
 * The mean similarity of each identity with the most similar ones, against that of the two halves of identities, which are one person
 * (but for errors in the labels). Both grow surer with the number of pictures.
 */
export async function findSplits(
  identities: Identities,
  labels: readonly number[],
  means: Float32Array,
  nearestOf: NearestOf
): Promise<SplitPair[]> {
  const { size } = identities;
  const made = halvesOfIdentities(identities, labels);
  if (made.length < 3 || labels.length < 3) return [];
  const pairs = new Map<string, SplitPair>();
  const best: number[][] = [];
  const rows = 4096;
  for (let first = 0; first < labels.length; first += rows) {
    const count = Math.min(rows, labels.length - first);
    const { index, score } = await nearestOf.nearest(means.slice(first * size, (first + count) * size), OTHERS);
    for (let i = 0; i < count; i++) {
      const own = first + i;
      let greatest: number | null = null;
      for (let at = i * OTHERS; at < (i + 1) * OTHERS; at++) {
        const other = index[at];
        if (other < 0 || other === own) continue;
        const [a, b] = own < other ? [own, other] : [other, own];
        greatest ??= score[at];
        pairs.set(`${a} ${b}`, { a: labels[a], b: labels[b], similarity: score[at], probability: 0 });
      }
      if (greatest !== null) best.push([greatest]);
    }
  }
  if (best.length === 0) return [];
  const odds = fitOdds(best, made);
  return [...pairs.values()]
    .map(pair => ({ ...pair, probability: odds.probability([pair.similarity]) }))
    .filter(({ probability, similarity }) => probability >= 0.5 && similarity >= leastAlike(made))
    .sort((x, y) => y.probability - x.probability || y.similarity - x.similarity);
}

/** What two names of one person measure: the mean similarity of the two halves of each identity with four usable pictures. */
export function halvesOfIdentities(
  { size, counts, sums, halves, halfCounts }: Identities,
  labels: readonly number[]
): number[][] {
  const made: number[][] = [];
  for (const label of labels) {
    const [half, rest] = [halfCounts[label], counts[label] - halfCounts[label]];
    if (half < 2 || rest < 2) continue;
    const [from, to] = [label * size, (label + 1) * size];
    const both = dotAt(halves, from, sums.subarray(from, to));
    const within = dotAt(halves, from, halves.subarray(from, to));
    made.push([(both - within) / (half * rest)]);
  }
  return made;
}

/** Similarity that nineteen of twenty halves of identities reach: what lies between them and strangers is like neither, and no one person. */
export function leastAlike(made: readonly (readonly number[])[]): number {
  return quantile(
    made.map(([similarity]) => similarity),
    0.05
  );
}
