/** Similarities of pairs of pictures, from their embeddings and who is on them. */
import { FacegaugeError } from '../../errors';
import { SortedSimilarities, type Similarities } from '../../evaluation';

/** What was extracted from one picture. */
export interface CalibrationRow {
  logQuality: number;
  /** Unit length. */
  embedding: Float32Array;
  identity: string;
}

/** Two rows by index and whether they show the same person. */
export type CalibrationPair = [a: number, b: number, mated: boolean];

export interface ComparedPairs {
  /** Similarity of each mated pair. */
  mated: { a: number; b: number; similarity: number }[];
  /** Similarities of pairs of different people. */
  nonMated: Similarities;
}

/** Beyond this many pairs of different people more of them change nothing. */
const MOST_NON_MATED = 4_000_000;

function cosine(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

function compareGiven(rows: CalibrationRow[], pairs: CalibrationPair[]): ComparedPairs {
  const mated: ComparedPairs['mated'] = [];
  const nonMated: number[] = [];
  for (const [a, b, same] of pairs) {
    const similarity = cosine(rows[a].embedding, rows[b].embedding);
    if (same) mated.push({ a, b, similarity });
    else nonMated.push(similarity);
  }
  return { mated, nonMated: new SortedSimilarities(nonMated) };
}

/** All mated pairs; of the others every k-th where there are too many, which is the same choice every time. */
function compareAll(rows: CalibrationRow[]): ComparedPairs {
  const mated: ComparedPairs['mated'] = [];
  const step = Math.max(1, Math.ceil((rows.length * (rows.length - 1)) / 2 / MOST_NON_MATED));
  const nonMated: number[] = [];
  let counter = 0;
  for (let a = 0; a < rows.length; a++)
    for (let b = a + 1; b < rows.length; b++) {
      const same = rows[a].identity === rows[b].identity;
      if (!same && counter++ % step !== 0) continue;
      const similarity = cosine(rows[a].embedding, rows[b].embedding);
      if (same) mated.push({ a, b, similarity });
      else nonMated.push(similarity);
    }
  return { mated, nonMated: new SortedSimilarities(nonMated) };
}

/**
 * @param pairs which rows to compare; default: all with all, by identity
 * @throws FacegaugeError INVALID_ARGUMENT where mated or non-mated pairs are lacking
 */
export function comparePairs(rows: CalibrationRow[], pairs?: CalibrationPair[]): ComparedPairs {
  const compared = pairs ? compareGiven(rows, pairs) : compareAll(rows);
  const { mated, nonMated } = compared;
  if (mated.length >= 50 && nonMated.count >= 1000) return compared;
  const found = `${mated.length} pairs of the same and ${nonMated.count} of different people`;
  throw new FacegaugeError('INVALID_ARGUMENT', `There is too little to calibrate with: ${found}.`, {
    found,
    action: 'At least 50 pairs of the same and 1,000 of different people are needed; several hundred people are better.'
  });
}
