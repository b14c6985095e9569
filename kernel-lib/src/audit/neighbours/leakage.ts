/** People that two data sets have in common: what is learnt on the one is then not tested on the other. */
import { NearestOf } from '../../engine';
import { gatherIdentities, supportedMeans, type Identities, type LabelFactsOf } from './identities';
import { fitOdds } from './odds';
import { halvesOfIdentities, leastAlike } from './split';
import type { Embeddings } from './vectors';

/** One of the two sets. */
export interface LabelledSet {
  embeddings: Embeddings;
  factsOf: LabelFactsOf;
}

/** An identity of the first set and one of the second that are probably one person. */
export interface SharedIdentity {
  first: string;
  second: string;
  /** Mean cosine of a usable picture of the one with a usable picture of the other. */
  similarity: number;
  /** That they are one person, 0..1; fitted on the two data sets themselves. */
  probability: number;
}

export interface IdentitiesInCommon {
  /** Names that occur in both, whoever they belong to; in the order of the first set. */
  sameName: string[];
  /** By face, whatever the names; most probable first, at least .5. */
  samePerson: SharedIdentity[];
  basis: {
    /** Identities with at least two usable pictures. */
    first: number;
    second: number;
    /** False where there were too few to fit a probability on: then nothing is said by face. */
    sufficient: boolean;
  };
}

/** Least identities of a set, and least halves of identities, for a fit. */
const LEAST = 3;
const ROWS = 4096;

/** @throws FacegaugeError INVALID_ARGUMENT (embeddings of several networks), ABORTED, ENGINE_CRASHED */
export async function identitiesInCommon(
  first: LabelledSet,
  second: LabelledSet,
  { qualityReject, signal }: { qualityReject: number; signal?: AbortSignal }
): Promise<IdentitiesInCommon> {
  const one = await gatherIdentities(first.embeddings, first.factsOf, qualityReject, signal);
  const two = await gatherIdentities(second.embeddings, second.factsOf, qualityReject, signal, one.size);
  const sameName = one.names.filter(name => two.numberOf(name) >= 0);
  const [a, b] = [supportedMeans(one), supportedMeans(two)];
  const made = [...halvesOfIdentities(one, a.labels), ...halvesOfIdentities(two, b.labels)];
  const sufficient = a.labels.length >= LEAST && b.labels.length >= LEAST && made.length >= LEAST;
  const basis = { first: a.labels.length, second: b.labels.length, sufficient };
  if (!sufficient) return { sameName, samePerson: [], basis };
  const inFirst = await best(a.means, a.means, one, true);
  const inSecond = await best(b.means, b.means, one, true);
  const across = await best(a.means, b.means, one, false);
  const odds = fitOdds(
    [...inFirst, ...inSecond].map(({ similarity }) => [similarity]),
    made
  );
  const probabilities = odds.ofOthers(across.map(({ similarity }) => [similarity]));
  const samePerson = across
    .map(({ column, similarity }, row) => ({
      first: one.names[a.labels[row]],
      second: two.names[b.labels[column]],
      similarity,
      probability: probabilities[row]
    }))
    .filter(({ probability, similarity }) => probability >= 0.5 && similarity >= leastAlike(made))
    .sort((x, y) => y.probability - x.probability || y.similarity - x.similarity);
  return { sameName, samePerson, basis };
}

/** The most similar column of each row; not its own, where both are the same set. */
async function best(
  rows: Float32Array,
  columns: Float32Array,
  { size }: Identities,
  same: boolean
): Promise<{ column: number; similarity: number }[]> {
  const nearestOf = await NearestOf.open(columns, size);
  const found: { column: number; similarity: number }[] = [];
  try {
    for (let first = 0; first < rows.length / size; first += ROWS) {
      const part = rows.slice(first * size, (first + ROWS) * size);
      const { index, score } = await nearestOf.nearest(part, 2);
      for (let i = 0; i < part.length / size; i++) {
        const at = same && index[2 * i] === first + i ? 2 * i + 1 : 2 * i;
        found.push({ column: index[at], similarity: score[at] });
      }
    }
    return found;
  } finally {
    await nearestOf.close();
  }
}
