import { FacegaugeError } from '../errors';
import { noNumber, SortedSimilarities, type Similarities } from './similarities';

/** One comparison of an evaluation. */
export interface Trial {
  /** Cosine, or null where a picture of the pair gave no face (failure to acquire): the comparison did not take place. */
  similarity: number | null;
  /** Whether both pictures show the same person. */
  mated: boolean;
  /** Who is on the two pictures; intervals over people need it. Equal exactly where the pair is mated. */
  subjects?: readonly [string, string];
}

/** What an evaluation counts. Made of trials by `scoresOf`, or of sketches where there are too many. */
export interface Scores {
  mated: Similarities;
  nonMated: Similarities;
  /** Pairs with a failure to acquire. */
  notCompared: { mated: number; nonMated: number };
}

/** @throws INVALID_ARGUMENT for a similarity that is no number, or subjects that contradict `mated` */
export function scoresOf(trials: Iterable<Trial>): Scores {
  const values = { mated: [] as number[], nonMated: [] as number[] };
  const notCompared = { mated: 0, nonMated: 0 };
  for (const { similarity, mated, subjects } of trials) {
    const kind = mated ? 'mated' : 'nonMated';
    if (subjects && (subjects[0] === subjects[1]) !== mated) throw contradiction(subjects, mated);
    if (similarity === null) notCompared[kind]++;
    else if (Number.isFinite(similarity)) values[kind].push(similarity);
    else throw noNumber(similarity);
  }
  return {
    mated: new SortedSimilarities(values.mated),
    nonMated: new SortedSimilarities(values.nonMated),
    notCompared
  };
}

/** Trials, or what was counted of them before. @throws INVALID_ARGUMENT where a kind that is wanted was never compared */
export function counted(what: Iterable<Trial> | Scores, ...wanted: ('mated' | 'nonMated')[]): Scores {
  const scores = Symbol.iterator in what ? scoresOf(what) : what;
  for (const kind of wanted)
    if (scores[kind].count === 0)
      throw new FacegaugeError(
        'INVALID_ARGUMENT',
        `There are no compared pairs of ${kind === 'mated' ? 'the same person' : 'different people'} to count.`,
        {
          found: `${scores.notCompared[kind]} pairs with a failure to acquire`,
          action: 'Check the column that says which pairs are mated.'
        }
      );
  return scores;
}

/** The error of subjects that say otherwise than `mated`. */
export function contradiction([a, b]: readonly [string, string], mated: boolean): FacegaugeError {
  return new FacegaugeError('INVALID_ARGUMENT', 'The subjects of a pair contradict whether it is mated.', {
    found: `${JSON.stringify(a)} and ${JSON.stringify(b)}, ${mated ? 'mated' : 'non-mated'}`,
    action: 'Check the columns of the subjects.'
  });
}
