import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { FacegaugeError } from '../errors';
import { seededRandom } from '../random';
import type { Answer, Question } from './worker';

export interface LayoutOptions {
  /** `pca`: the two directions of most variance, at once. `umap`: who is near whom, in some seconds. Default `umap`. */
  method?: 'umap' | 'pca';
  /** Rows that get a place; where there are more, so many are drawn by chance. At most, and by default, 10,000. */
  sample?: number;
  /** Of UMAP, 2 … 100, default 15: more show more of the whole, fewer more of the detail. */
  neighbours?: number;
  /** The same seed gives the same map. Default 1. */
  seed?: number;
  signal?: AbortSignal;
}

export interface LayoutResult {
  /** Numbers of the rows that have a place, ascending. */
  rows: number[];
  x: Float64Array;
  y: Float64Array;
  method: 'umap' | 'pca';
}

export const MOST_POINTS = 10_000;

/**
 * Places for embeddings on a plane (UMAP: McInnes, Healy, Melville 2018, of exact neighbours in the first fifty principal components).
 * A thread of its own computes them, so that the caller's stays free.
 * @param embeddings row-major, rows × width
 * @throws FacegaugeError INVALID_ARGUMENT, ABORTED, PROCESSING_FAILED
 */
export async function layoutEmbeddings(
  embeddings: Float32Array,
  width: number,
  options: LayoutOptions = {}
): Promise<LayoutResult> {
  const { method = 'umap', sample = MOST_POINTS, neighbours = 15, seed = 1, signal } = options;
  const count = embeddings.length / width;
  check(count, width, sample, neighbours);
  if (signal?.aborted) throw aborted();
  const rows = choose(count, Math.min(sample, count), seed);
  const chosen = new Float32Array(rows.length * width);
  rows.forEach((row, i) => chosen.set(embeddings.subarray(row * width, (row + 1) * width), i * width));
  const { x, y } = await inThread({ embeddings: chosen, width, method, neighbours, seed }, signal);
  return { rows, x, y, method };
}

function check(count: number, width: number, sample: number, neighbours: number): void {
  const fail = (message: string, found: string): never => {
    throw new FacegaugeError('INVALID_ARGUMENT', message, { found });
  };
  if (!Number.isInteger(width) || width < 1 || !Number.isInteger(count))
    fail('Embeddings to place are rows of equal width.', `rows of ${width}`);
  if (count < 3) fail('A map needs three pictures or more.', `${count}`);
  if (!(Number.isInteger(sample) && sample >= 3 && sample <= MOST_POINTS))
    fail(`A map has 3 to ${MOST_POINTS} points.`, String(sample));
  if (!(Number.isInteger(neighbours) && neighbours >= 2 && neighbours <= 100))
    fail('UMAP looks at 2 to 100 neighbours.', String(neighbours));
}

/** So many of the rows, drawn without replacement, in their order. */
function choose(count: number, sample: number, seed: number): number[] {
  if (sample === count) return Array.from({ length: count }, (_, i) => i);
  const random = seededRandom(seed);
  const chosen: number[] = [];
  // Selection sampling: each row with the chance that is left (Knuth, The Art of Computer Programming 3.4.2 S).
  for (let i = 0; chosen.length < sample; i++)
    if (random.uniform() * (count - i) < sample - chosen.length) chosen.push(i);
  return chosen;
}

const aborted = () => new FacegaugeError('ABORTED', 'Making the map was stopped.');

async function inThread(question: Question, signal: AbortSignal | undefined): Promise<Answer> {
  const worker = start(question);
  let onAbort: (() => void) | undefined;
  try {
    return await new Promise<Answer>((resolve, reject) => {
      const failed = (found: string, cause?: unknown) =>
        reject(new FacegaugeError('PROCESSING_FAILED', 'The map could not be made.', { found, cause }));
      worker.once('message', resolve);
      worker.once('error', cause => failed(cause.message, cause));
      worker.once('exit', () => failed('the thread that made it ended'));
      onAbort = () => reject(aborted());
      signal?.addEventListener('abort', onAbort);
    });
  } finally {
    if (onAbort) signal?.removeEventListener('abort', onAbort);
    await worker.terminate();
  }
}

function start(question: Question): Worker {
  const file = path.join(__dirname, `worker${path.extname(__filename)}`);
  const options = { workerData: question, execArgv: [], transferList: [question.embeddings.buffer as ArrayBuffer] };
  if (path.extname(file) !== '.ts') return new Worker(file, options);
  // From TypeScript sources the thread needs a loader, which Node 20 gives to no thread's first file.
  const load = ['tsx/cjs', file].map(name => `require(${JSON.stringify(require.resolve(name))});`);
  return new Worker(load.join('\n'), { ...options, eval: true });
}
