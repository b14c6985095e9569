/** Embeddings become comparisons: the pairs of a list, or all pairs of pictures of known people. */
import { setImmediate } from 'node:timers/promises';
import { FacegaugeError } from '../errors';
import { TrialColumns } from '../evaluation';
import { seededRandom } from '../random';
import { cosine } from '../verification';
import type { IdentifiedPicture, PicturePair } from './input';
import type { ComparedPictures } from './pictures';

/** How many of the pairs of different people were compared. */
export interface Sampling {
  nonMatedPairs: number;
  taken: number;
}

/** The event loop is given a turn after so many products. */
const TURN = 20_000_000;

export async function comparePairs(
  pairs: readonly PicturePair[],
  { numbers, embeddings, qualities }: ComparedPictures,
  signal?: AbortSignal
): Promise<TrialColumns> {
  const columns = new TrialColumns();
  const turn = turns(signal);
  for (const { a, b, mated, subjectA, subjectB } of pairs) {
    const [i, j] = [numbers.get(a) as number, numbers.get(b) as number];
    const [one, other] = [embeddings[i], embeddings[j]];
    const similarity = one && other ? cosine(one, other) : null;
    columns.add({ similarity, mated, qualityA: qualities[i], qualityB: qualities[j], subjectA, subjectB });
    const pause = one && turn(one.length);
    if (pause) await pause;
  }
  return columns;
}

/**
 * Every picture with every other; where there are more than `maxPairs`, all mated pairs and so many of the others, drawn by chance.
 * @throws INVALID_ARGUMENT where the mated pairs alone are more
 */
export async function compareIdentities(
  pictures: readonly IdentifiedPicture[],
  { numbers, embeddings, qualities }: ComparedPictures,
  { maxPairs, seed, signal }: { maxPairs: number; seed: number; signal?: AbortSignal }
): Promise<{ columns: TrialColumns; sampling: Sampling }> {
  const columns = new TrialColumns();
  const people = pictures.map(({ identity }) => columns.subject(identity));
  const place = pictures.map(({ path }) => numbers.get(path) as number);
  const { mated, nonMated } = countPairs(people, columns.subjects);
  if (mated > maxPairs)
    throw new FacegaugeError(
      'INVALID_ARGUMENT',
      `There are ${mated} pairs of the same person, more than ${maxPairs}.`,
      {
        found: String(mated),
        action: 'Raise maxPairs, or take fewer pictures of each person.'
      }
    );
  const share = Math.min(1, (maxPairs - mated) / nonMated);
  const random = seededRandom(seed);
  const turn = turns(signal);
  const sampling = { nonMatedPairs: nonMated, taken: 0 };
  for (let i = 0; i < pictures.length; i++)
    for (let j = i + 1; j < pictures.length; j++) {
      const same = people[i] === people[j];
      if (!same && share < 1 && random.uniform() >= share) continue;
      if (!same) sampling.taken++;
      const [one, other] = [embeddings[place[i]], embeddings[place[j]]];
      const similarity = one && other ? dot(one, other) : null;
      columns.push(similarity, same, qualities[place[i]], qualities[place[j]], people[i], people[j]);
      const pause = one && turn(one.length);
      if (pause) await pause;
    }
  return { columns, sampling };
}

function countPairs(people: readonly number[], count: number): { mated: number; nonMated: number } {
  const sizes = new Float64Array(count);
  for (const person of people) sizes[person]++;
  const mated = sizes.reduce((sum, n) => sum + (n * (n - 1)) / 2, 0);
  return { mated, nonMated: (people.length * (people.length - 1)) / 2 - mated };
}

/** Embeddings have unit length: the same as `cosine`, without measuring them again ten million times. */
function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return Math.max(-1, Math.min(1, sum));
}

/** @throws FacegaugeError ABORTED */
function turns(signal: AbortSignal | undefined): (work: number) => Promise<void> | undefined {
  let done = 0;
  return work => {
    done += work;
    if (done < TURN) return undefined;
    done = 0;
    return setImmediate().then(() => {
      if (signal?.aborted) throw new FacegaugeError('ABORTED', 'The evaluation was stopped.', { cause: signal.reason });
    });
  };
}
