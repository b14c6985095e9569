/** Pictures under a name that is not theirs: nearer to another identity, or near to none. */
import type { Nearest } from '../../engine';
import type { Random } from '../../random';
import { similarityWith, similarityWithOwn, type Identities, type Labelled } from './identities';
import { fitOdds, quantile } from './odds';

/** A picture that is nearer to another identity than to its own. */
export interface LabelError {
  id: number;
  /** Whom it is said to show. */
  identity: string;
  /** Whom it is more like. */
  nearest: string;
  /** Mean cosine with the other usable pictures of its own identity, and with those of the nearest. */
  own: number;
  other: number;
  /** That it shows the nearest and not its own, 0..1; fitted on the data set itself. */
  probability: number;
}

/** A picture that is not like the others of its identity. */
export interface Stranger {
  id: number;
  identity: string;
  /** Mean cosine with the other usable pictures of its identity. */
  own: number;
  /** That it shows somebody else, 0..1; fitted on the data set itself. */
  probability: number;
}

/** Usable pictures an identity must have before one of them is accused: of two that differ none can be told to be the wrong one. */
export const LEAST_OWN = 3;

/** Share of well-labelled pictures that are more like some other identity than is asked of a wrong one. */
const STRANGERS_ABOVE = 0.05;

/** Similarities of the pictures that can be judged. */
export interface Measured {
  ids: number[];
  labels: number[];
  own: number[];
  /** The most similar other identity, or −1, and the mean similarity with it. */
  nearest: number[];
  other: number[];
  /** What the picture would measure under a name drawn by lot. */
  underLot: { own: number; other: number }[];
}

export const nothingMeasured = (): Measured => ({ ids: [], labels: [], own: [], nearest: [], other: [], underLot: [] });

/**
 * Adds the pictures of one block.
 * @param nearest the two most similar identities of each picture, as indices of `labels`
 */
export function measure(
  pictures: readonly Labelled[],
  identities: Identities,
  labels: readonly number[],
  { index, score }: Nearest,
  random: Random,
  to: Measured
): void {
  pictures.forEach((picture, i) => {
    if (identities.counts[picture.label] < LEAST_OWN) return;
    const own = similarityWithOwn(identities, picture);
    const others = [2 * i, 2 * i + 1]
      .filter(at => index[at] >= 0 && labels[index[at]] !== picture.label)
      .map(at => ({ label: labels[index[at]], similarity: score[at] }));
    if (others.length === 0) return;
    to.ids.push(picture.id);
    to.labels.push(picture.label);
    to.own.push(own);
    to.nearest.push(others[0].label);
    to.other.push(others[0].similarity);
    const lot = anyBut(picture.label, labels, random);
    const left = others.filter(({ label }) => label !== lot).map(({ similarity }) => similarity);
    to.underLot.push({
      own: similarityWith(identities, picture.unit, lot),
      other: Math.max(own, ...left)
    });
  });
}

/** @param samePerson pairs of names that are probably one person: a picture of one is not mislabelled for being like the other */
export function judgeLabels(
  { ids, labels, own, nearest, other, underLot }: Measured,
  names: readonly string[],
  samePerson: (a: number, b: number) => boolean
): { labelErrors: LabelError[]; strangers: Stranger[] } {
  const wrong = fitOdds(
    ids.map((_, i) => [own[i], other[i]]),
    underLot.map(made => [made.own, made.other])
  );
  const strange = fitOdds(
    own.map(similarity => [similarity]),
    underLot.map(made => [made.own])
  );
  // What is said to show the nearest must be more like it than pictures are like their nearest stranger.
  const strangersReach = quantile(
    other.filter((_, i) => wrong.probabilities[i] < 0.5),
    1 - STRANGERS_ABOVE
  );
  const labelErrors: LabelError[] = [];
  const strangers: Stranger[] = [];
  ids.forEach((id, i) => {
    const identity = names[labels[i]];
    const probability = wrong.probabilities[i];
    if (other[i] > Math.max(own[i], strangersReach) && probability >= 0.5) {
      if (samePerson(labels[i], nearest[i])) return;
      labelErrors.push({ id, identity, nearest: names[nearest[i]], own: own[i], other: other[i], probability });
    } else if (strange.probabilities[i] >= 0.5)
      strangers.push({ id, identity, own: own[i], probability: strange.probabilities[i] });
  });
  const ranked = <T extends { probability: number; own: number }>(list: T[]): T[] =>
    list.sort((a, b) => b.probability - a.probability || a.own - b.own);
  return { labelErrors: ranked(labelErrors), strangers: ranked(strangers) };
}

function anyBut(label: number, labels: readonly number[], { uniform }: Random): number {
  for (;;) {
    const other = labels[Math.floor(uniform() * labels.length)];
    if (other !== label) return other;
  }
}
