/** `facegauge evaluate`: error rates, thresholds and what quality is worth, on pictures of one's own or on scores made elsewhere. */
import { Command } from 'commander';
import { FacegaugeError } from '../errors';
import { describeEvaluation, evaluateScores, type Evaluation, type EvaluationInput } from '../evaluating';
import { DONE } from './exit';
import { inSession } from './in-session';
import { addPictureOptions, addSessionOptions, languageOf, type SessionFlags } from './session-options';
import { log, Output } from './streams';

interface Flags extends SessionFlags {
  identities?: string;
  scores?: string;
  maxPairs?: string;
}

/** Pictures between two lines that tell how far it has come. */
const TELL_EVERY = 500;

export function evaluateCommand(): Command {
  const command = new Command('evaluate')
    .description('Error rates and thresholds on your own pictures, or on scores made elsewhere.')
    .argument(
      '[pairs.csv]',
      'columns a, b, mated and, where known, subjectA, subjectB; paths from the file’s own folder'
    )
    .option('--identities <folder>', 'one folder a person, or a CSV with path, identity: all pairs')
    .option('--scores <file.csv>', 'columns similarity, mated and, where known, qualityA, qualityB, subjectA, subjectB')
    .option('--max-pairs <n>', 'of identities, compare at most so many pairs (default 10,000,000)');
  return addPictureOptions(addSessionOptions(command)).action(evaluateAction);
}

async function evaluateAction(pairs: string | undefined, flags: Flags): Promise<void> {
  const { identities, scores } = flags;
  if ([pairs, identities, scores].filter(given => given !== undefined).length !== 1)
    throw new FacegaugeError('INVALID_ARGUMENT', 'What should be evaluated?', {
      action: 'Give one of PAIRS.csv, --identities FOLDER and --scores FILE.csv.'
    });
  const language = languageOf(flags);
  if (scores !== undefined) {
    await print(new Output(), await evaluateScores(scores, { language }), flags);
    process.exitCode = DONE;
    return;
  }
  const what: EvaluationInput = pairs !== undefined ? { pairs } : { identities: identities as string };
  await inSession('evaluate', flags, async (session, output, signal) => {
    const evaluation = await session.evaluate(what, {
      signal,
      maxPairs: maxPairsOf(flags),
      onProgress: ({ done, total }) => {
        if (done % TELL_EVERY === 0) log(`${done} of ${total} pictures`);
      }
    });
    await print(output, evaluation, flags);
    return DONE;
  });
}

function maxPairsOf({ maxPairs }: Flags): number | undefined {
  if (maxPairs === undefined) return undefined;
  const value = Number(maxPairs);
  if (Number.isInteger(value) && value > 0) return value;
  throw new FacegaugeError('INVALID_ARGUMENT', '--max-pairs must be a whole number above 0.', { found: maxPairs });
}

async function print(output: Output, evaluation: Evaluation, flags: Flags): Promise<void> {
  if (flags.json) await output.json(evaluation);
  else await output.line(describeEvaluation(evaluation, languageOf(flags)));
}
