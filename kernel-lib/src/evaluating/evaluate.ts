import type { Session, Progress } from '../session';
import { FacegaugeError } from '../errors';
import {
  evaluateInSteps,
  inSlices,
  TrialColumns,
  type EvaluateOptions as CountingOptions,
  type TrialRow
} from '../evaluation';
import { resolvePolicy } from '../verification';
import { compareIdentities, comparePairs } from './compare';
import { Evaluation, type EvaluationFacts } from './evaluation';
import { readInput, type EvaluationInput, type IdentifiedPicture } from './input';
import { extractPictures, type ComparedPictures } from './pictures';

export interface EvaluateOptions extends CountingOptions {
  /**
   * Of identities at most so many pairs are compared: all mated ones, and of the others as many as are left, drawn by chance (default
   * 10,000,000).
   */
  maxPairs?: number;
  /** Stops between pictures, and within milliseconds while counting. */
  signal?: AbortSignal;
  /** After each picture. */
  onProgress?: (progress: Progress) => void;
}

const MOST_PAIRS = 10_000_000;

/**
 * Error rates of a session's networks on pictures of one's own, or of any system on scores made elsewhere.
 * @throws FacegaugeError MISSING for pictures that are not there; INVALID_ARGUMENT for lists that cannot be used, naming the line, and
 *   where mated or non-mated comparisons lack; as `Session.extractAll`
 */
export async function evaluate(
  session: Session,
  what: EvaluationInput,
  options: EvaluateOptions = {}
): Promise<Evaluation> {
  const { maxPairs = MOST_PAIRS, seed = 1, signal } = options;
  const input = await readInput(what);
  const facts = { policy: session.policy, language: session.language };
  if (input.kind === 'scores') return fromScores(input.scores, facts, options);
  if (input.kind === 'pairs') {
    const paths = new Set(input.pairs.flatMap(({ a, b }) => [a, b]));
    const pictures = await extractPictures(session, [...paths], options);
    const columns = await comparePairs(input.pairs, pictures, signal);
    return counted(columns, { ...facts, ...factsOf(pictures), sampling: null }, options);
  }
  expectOnce(input.pictures);
  const pictures = await extractPictures(
    session,
    input.pictures.map(({ path }) => path),
    options
  );
  const { columns, sampling } = await compareIdentities(input.pictures, pictures, { maxPairs, seed, signal });
  const complete = sampling.taken === sampling.nonMatedPairs;
  return counted(columns, { ...facts, ...factsOf(pictures), sampling: complete ? null : sampling }, options);
}

/**
 * The same for scores made elsewhere, without a session and without networks.
 * @param what a CSV file, rows, or columns that were filled already
 */
export async function evaluateScores(
  what: string | Iterable<TrialRow> | AsyncIterable<TrialRow> | TrialColumns,
  options: EvaluateOptions & Partial<Pick<EvaluationFacts, 'policy' | 'language'>> = {}
): Promise<Evaluation> {
  const { policy = resolvePolicy(), language = 'en' } = options;
  if (what instanceof TrialColumns) return counted(what, scoreFacts({ policy, language }), options);
  const input = await readInput({ scores: what });
  if (input.kind !== 'scores') throw new FacegaugeError('INVALID_ARGUMENT', 'These are no scores.');
  return fromScores(input.scores, { policy, language }, options);
}

type Common = Pick<EvaluationFacts, 'policy' | 'language'>;

async function fromScores(
  scores: Iterable<TrialRow> | AsyncIterable<TrialRow>,
  facts: Common,
  options: EvaluateOptions
): Promise<Evaluation> {
  const columns = new TrialColumns();
  if (Symbol.iterator in scores) for (const row of scores) columns.add(row);
  else for await (const row of scores) columns.add(row);
  return counted(columns, scoreFacts(facts), options);
}

/** Counts and draws intervals while timers, messages and signals are served. */
async function counted(columns: TrialColumns, facts: EvaluationFacts, options: EvaluateOptions): Promise<Evaluation> {
  return new Evaluation(columns, await inSlices(evaluateInSteps(columns, options), options.signal), facts, options);
}

const scoreFacts = (facts: Common): EvaluationFacts => ({
  ...facts,
  acquisition: null,
  qualities: null,
  sampling: null
});

function factsOf({ acquisition, qualities }: ComparedPictures): Pick<EvaluationFacts, 'acquisition' | 'qualities'> {
  return { acquisition, qualities: Float64Array.from(qualities.flatMap(quality => quality ?? [])) };
}

function expectOnce(pictures: readonly IdentifiedPicture[]): void {
  const seen = new Set<string>();
  for (const { path } of pictures) {
    if (seen.has(path))
      throw new FacegaugeError('INVALID_ARGUMENT', `The picture ${path} is in the list twice.`, {
        path,
        action: 'A picture belongs to one person, and is compared with others only.'
      });
    seen.add(path);
  }
}
