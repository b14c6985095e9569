/** Runs a search for neighbours over several processes: hands out blocks, hears what they find, replaces processes that die. */
import { existsSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { FacegaugeError } from '../../errors';
import { writeGraphs } from './graphs';
import {
  blocksOf,
  columnsOf,
  FILES,
  rowsOf,
  type FoundPairs,
  type FromSearcher,
  type NeighbourSearch,
  type ToSearcher
} from './messages';
import { Searcher, type AnswerOf } from './searcher';

export interface SearchOptions {
  /** Blocks that are done already. */
  done?: ReadonlySet<number>;
  /** Pairs found in one block, in no order; the block is done when what this returns has resolved. Never called twice at a time. */
  onBlock: (block: number, pairs: FoundPairs) => void | Promise<void>;
  /** Comparisons made and to be made, including those of blocks done before; at most a few times a second for each process. */
  onProgress?: (made: number, all: number) => void;
  signal?: AbortSignal;
  /** Processes (default: as many as cores, at most 4, about 200 MB each); the cores are divided among them. */
  processes?: number;
  /** Width of the bounds (default: whichever is cheapest on a sample). The pairs found do not depend on it. */
  width?: number;
  /** Pairs that may be found in all (default 20,000,000). */
  most?: number;
}

const MOST_PROCESSES = 4;
const MOST_PAIRS = 20_000_000;
/** A block that takes so many processes with it is to blame itself. */
const MOST_DEATHS = 3;

/**
 * Every pair of rows whose cosine is at least `search.threshold`, exactly: as comparing each row with each in double precision.
 * The bounds are kept in the folder, so that a search that goes on does not make them again.
 * @throws FacegaugeError ABORTED, ENGINE_CRASHED, NO_SPACE, INVALID_ARGUMENT where more than `most` pairs are found
 */
export async function searchNeighbours(search: NeighbourSearch, options: SearchOptions): Promise<void> {
  const { done = new Set<number>(), signal } = options;
  const waiting = Array.from({ length: blocksOf(search) }, (_, block) => block).filter(block => !done.has(block));
  if (waiting.length === 0) return;
  stopIfAsked(signal);
  await writeGraphs(search.folder);
  await new Search(search, options, waiting).run();
}

type Process = Searcher<ToSearcher, FromSearcher>;

class Search {
  readonly #searchers = new Set<Process>();
  readonly #deaths = new Map<number, number>();
  readonly #all: number;
  /** Comparisons of the blocks that are done, and those made so far in the others. */
  #made: number;
  readonly #partly = new Map<number, number>();
  #found = 0;
  #recorded: Promise<void> = Promise.resolve();
  #stopped: Error | null = null;

  constructor(
    private readonly search: NeighbourSearch,
    private readonly options: SearchOptions,
    private readonly waiting: number[]
  ) {
    const sizes = Array.from({ length: blocksOf(search) }, (_, block) => this.#comparisons(block));
    this.#all = sizes.reduce((sum, size) => sum + size, 0);
    this.#made = this.#all - waiting.reduce((sum, block) => sum + sizes[block], 0);
    // The largest first, so that no process ends long after the others.
    waiting.sort((a, b) => sizes[a] - sizes[b]);
  }

  async run(): Promise<void> {
    const { signal } = this.options;
    const abort = (): void => this.#stop(aborted(signal));
    signal?.addEventListener('abort', abort, { once: true });
    try {
      const cores = os.availableParallelism();
      const processes = Math.min(this.options.processes ?? Math.min(cores, MOST_PROCESSES), this.waiting.length);
      const threads = Math.max(1, Math.floor(cores / processes));
      const first = await this.#prepare(threads);
      await Promise.all(Array.from({ length: processes }, (_, i) => this.#worker(threads, i === 0 ? first : null)));
      await this.#recorded;
      if (this.#stopped) throw this.#stopped;
    } catch (error) {
      this.#stop(error as Error);
      throw this.#stopped;
    } finally {
      signal?.removeEventListener('abort', abort);
      await Promise.all([...this.#searchers].map(one => one.kill()));
    }
  }

  /** Has the bounds made where they are not there. @returns the process that did it */
  async #prepare(threads: number): Promise<Process> {
    const searcher = this.#open(threads);
    if (!existsSync(path.join(this.search.folder, FILES.prepared)))
      await searcher.ask({ type: 'prepare', width: this.options.width ?? null });
    return searcher;
  }

  /** One place for a process, taken by another when it dies. */
  async #worker(threads: number, first: Process | null): Promise<void> {
    let searcher = first;
    while (!this.#stopped) {
      const block = this.waiting.pop();
      if (block === undefined) break;
      if (!searcher?.alive) searcher = this.#open(threads);
      try {
        const most = (this.options.most ?? MOST_PAIRS) - this.#found;
        const heard = (comparisons: number): void => this.#progress(block, comparisons);
        await this.#take(await searcher.ask({ type: 'block', block, most }, heard));
      } catch (error) {
        this.#partly.delete(block);
        if (this.#stopped) throw this.#stopped;
        if (!(error instanceof FacegaugeError) || error.code !== 'ENGINE_CRASHED') throw error;
        const deaths = (this.#deaths.get(block) ?? 0) + 1;
        if (deaths >= MOST_DEATHS) throw error;
        this.#deaths.set(block, deaths);
        this.waiting.push(block);
        this.#searchers.delete(searcher);
      }
    }
    if (searcher) await this.#close(searcher);
  }

  /** Records what was found in a block, one block after the other. */
  #take(answer: AnswerOf<FromSearcher>): Promise<void> {
    if (answer.type !== 'found') return Promise.resolve();
    this.#found += answer.pairs.a.length;
    if (this.#found > (this.options.most ?? MOST_PAIRS)) throw tooMany(this.options.most ?? MOST_PAIRS);
    const { block, pairs } = answer;
    this.#partly.delete(block);
    this.#made += this.#comparisons(block);
    this.#progress(block, 0);
    this.#recorded = this.#recorded.then(() => this.options.onBlock(block, pairs));
    return this.#recorded;
  }

  #open(threads: number): Process {
    const searcher = new Searcher<ToSearcher, FromSearcher>('worker', { type: 'start', search: this.search, threads });
    this.#searchers.add(searcher);
    return searcher;
  }

  async #close(searcher: Process): Promise<void> {
    await searcher.kill();
    this.#searchers.delete(searcher);
  }

  #progress(block: number, comparisons: number): void {
    if (comparisons > 0) this.#partly.set(block, (this.#partly.get(block) ?? 0) + comparisons);
    let made = this.#made;
    for (const part of this.#partly.values()) made += part;
    this.options.onProgress?.(Math.min(made, this.#all), this.#all);
  }

  #stop(error: Error): void {
    this.#stopped ??= error;
    for (const searcher of this.#searchers) void searcher.kill();
  }

  /** About as many as a block takes. */
  #comparisons(block: number): number {
    const [start, end] = rowsOf(this.search, block);
    return (end - start) * columnsOf(this.search, end);
  }
}

const tooMany = (most: number): FacegaugeError =>
  new FacegaugeError('INVALID_ARGUMENT', `There are more than ${most.toLocaleString('en')} pairs of neighbours.`, {
    action: 'Choose a higher threshold, or a part of the pictures.'
  });

const aborted = (signal?: AbortSignal): FacegaugeError =>
  new FacegaugeError('ABORTED', 'The search of neighbours was stopped; what was done is kept.', {
    cause: signal?.reason
  });

function stopIfAsked(signal?: AbortSignal): void {
  if (signal?.aborted) throw aborted(signal);
}
