/** Asks a thread of its own what a checkpoint holds, and ends it where that takes too long, too much, or is not wanted any more. */
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { FacegaugeError } from '../../errors';
import type { TensorView } from './tensor';
import type { Answer, Question } from './worker';

export interface Limits {
  signal?: AbortSignal;
  /** Default 60 s; a checkpoint of fifty thousand tensors takes about two. */
  timeoutMs?: number;
}

/** For what a file makes of itself beside its bytes, in MB; fifty thousand tensors take some 100. */
const MOST_HEAP_MB = 1024;

function start(question: Question): Worker {
  const file = path.join(__dirname, `worker${path.extname(__filename)}`);
  const options = { workerData: question, execArgv: [], resourceLimits: { maxOldGenerationSizeMb: MOST_HEAP_MB } };
  if (path.extname(file) !== '.ts') return new Worker(file, options);
  // From TypeScript sources the thread needs a loader, which Node 20 gives to no thread's first file.
  const load = ['tsx/cjs', file].map(name => `require(${JSON.stringify(require.resolve(name))});`);
  return new Worker(load.join('\n'), { ...options, eval: true });
}

const given = (file: string, what: string, cause?: unknown) =>
  new FacegaugeError('CHECKPOINT_UNSUPPORTED', `${file} cannot be read: ${what}.`, {
    cause,
    path: file,
    found: what,
    action: 'It is no honest checkpoint; get it again from where you trust it.'
  });

export const aborted = (file: string) => new FacegaugeError('ABORTED', `Reading ${file} was stopped.`, { path: file });

/**
 * @throws FacegaugeError CHECKPOINT_UNSAFE, CHECKPOINT_TRUNCATED, CHECKPOINT_UNSUPPORTED, ABORTED
 */
export async function readInThread(
  question: Question,
  { signal, timeoutMs = 60_000 }: Limits
): Promise<[string, TensorView][]> {
  const { file } = question;
  if (signal?.aborted) throw aborted(file);
  const worker = start(question);
  let timer: NodeJS.Timeout | undefined;
  let onAbort: (() => void) | undefined;
  try {
    const answer = await new Promise<Answer>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', cause => reject(given(file, cause.message, cause)));
      worker.once('exit', () => reject(given(file, 'the thread that read it ended')));
      timer = setTimeout(() => reject(given(file, `it was not understood within ${timeoutMs / 1000} s`)), timeoutMs);
      onAbort = () => reject(aborted(file));
      signal?.addEventListener('abort', onAbort);
    });
    if ('error' in answer) throw FacegaugeError.fromJSON(answer.error);
    return answer.tensors;
  } finally {
    clearTimeout(timer);
    if (onAbort) signal?.removeEventListener('abort', onAbort);
    // Waited for: the descriptor is about to be closed, and its number given to another file.
    await worker.terminate();
  }
}
