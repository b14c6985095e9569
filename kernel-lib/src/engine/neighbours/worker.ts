/** Entry of a process that searches neighbours: makes the bounds, then compares the blocks it is given. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { FacegaugeError, type SerializedError } from '../../errors';
import { endWithParent } from '../parent-watch';
import { BlockComparer, TooManyPairs } from './compare-block';
import { Products } from './matrix';
import { FILES, type FromSearcher, type NeighbourSearch, type StartSearch, type ToSearcher } from './messages';
import { prepareBounds } from './project';

/** Least time between two words about progress, ms. */
const PROGRESS_EVERY = 250;

let ready: Promise<{ search: NeighbourSearch; products: Products }> | null = null;
let comparer: BlockComparer | null = null;

function send(message: FromSearcher): void {
  if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
}

async function start({ search, threads }: StartSearch): Promise<{ search: NeighbourSearch; products: Products }> {
  return { search, products: await Products.open(search.folder, threads) };
}

async function compare(search: NeighbourSearch, products: Products, block: number, most: number): Promise<void> {
  if (!comparer) {
    const { width } = JSON.parse(readFileSync(path.join(search.folder, FILES.prepared), 'utf8')) as { width: number };
    comparer = new BlockComparer(search, products, width);
  }
  let comparisons = 0;
  let lastWord = performance.now();
  const pairs = await comparer.compare(block, most, made => {
    comparisons += made;
    if (performance.now() - lastWord < PROGRESS_EVERY) return;
    lastWord = performance.now();
    send({ type: 'progress', comparisons });
    comparisons = 0;
  });
  send({ type: 'found', block, pairs });
}

async function work(message: Exclude<ToSearcher, StartSearch>): Promise<void> {
  try {
    const { search, products } = await ready!;
    if (message.type === 'block') await compare(search, products, message.block, message.most);
    else {
      await prepareBounds(search, products, message.width);
      send({ type: 'prepared' });
    }
  } catch (error) {
    send({ type: 'error', error: sendable(error) });
  }
}

function sendable(error: unknown): SerializedError {
  if (error instanceof FacegaugeError) return error.toJSON();
  if (error instanceof TooManyPairs)
    return new FacegaugeError('INVALID_ARGUMENT', 'There are more pairs of neighbours than can be kept.', {
      action: 'Choose a higher threshold, or a part of the pictures.'
    }).toJSON();
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new FacegaugeError('NO_SPACE', 'There is no space left for the search of neighbours.', {
      found: message,
      action: 'Free some space and start again; what was done is kept.'
    }).toJSON();
  return { code: 'PROCESSING_FAILED', message: `The search of neighbours failed: ${message}`, found: message };
}

endWithParent();
process.on('message', (message: ToSearcher) => {
  if (message.type === 'start') {
    ready = start(message);
    // Whoever has work to do hears of it.
    ready.catch(() => undefined);
  } else void work(message);
});
