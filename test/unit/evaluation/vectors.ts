/** Scores made elsewhere: see test/vectors/evaluation/README.md. */
import fs from 'node:fs';
import path from 'node:path';

const FOLDER = path.join(__dirname, '..', '..', 'vectors', 'evaluation');
const json = (file: string) => JSON.parse(fs.readFileSync(path.join(FOLDER, file), 'utf8'));

interface Count {
  t: number;
  falseMatches: number;
  falseNonMatches: number;
}

export const expected: {
  rates: Record<string, Record<string, Count | number>>;
  edc: { file: string; startingError: number; pauc: Record<string, Record<string, number>> };
} = json('expected.json');

/** What TypeScript and Python agreed on, in this project. */
export const agreed: {
  scores: Record<
    string,
    {
      thresholdAtFmr: Record<string, number>;
      thresholdAtFnmr: Record<string, number>;
      bestAccuracy: [number, number];
    }
  >;
  ties: { missed: boolean[]; quality: number[]; points: [number, number][] };
  calibration: { predicted: number[]; accepted: number[]; error: number };
} = json('agreed.json');

export function scores(name: string, kind: 'mated' | 'non-mated'): number[] {
  return fs
    .readFileSync(path.join(FOLDER, `${name}-${kind}.txt`), 'utf8')
    .split(/\s+/)
    .filter(Boolean)
    .map(Number);
}

/** Mated pairs of the published example with the lower quality of both pictures, by each of its measures. */
export function edcExample(): Record<string, { similarity: number; quality: number }[]> {
  const example = json(expected.edc.file);
  const pairs = Object.entries<number>(example.similarity_scores.scores_by_pair_ids);
  return Object.fromEntries(
    Object.entries<Record<string, number>>(example.quality_scores_by_sample_id_per_algorithm).map(([name, quality]) => [
      name,
      pairs.map(([pair, similarity]) => ({
        similarity,
        quality: Math.min(...pair.split('-').map(sample => quality[sample]))
      }))
    ])
  );
}
