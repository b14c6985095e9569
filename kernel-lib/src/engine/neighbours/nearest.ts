/** For each of many vectors, the few of a fixed set that are most like it. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { SerializedError } from '../../errors';
import { writeGraphs } from './graphs';
import { Searcher } from './searcher';

export type ToNearest =
  | { type: 'start'; folder: string; threads: number; size: number; columns: Float32Array }
  | { type: 'nearest'; rows: Float32Array; k: number };

export type NearestAnswer =
  { type: 'nearest'; index: Int32Array; score: Float32Array } | { type: 'error'; error: SerializedError };

/** Row-major, rows × k. */
export interface Nearest {
  /** Which of the set, the greatest product first; −1 where the set has fewer than k. */
  index: Int32Array;
  /** Product with it (float32). */
  score: Float32Array;
}

/** A set of vectors in a process of the engine; `close` it. */
export class NearestOf {
  private constructor(
    private readonly searcher: Searcher<ToNearest, NearestAnswer>,
    private readonly folder: string
  ) {}

  /** @param columns the set: vectors of `size` values, row-major, copied to the process (100,000 of 512 values are 200 MB) */
  static async open(columns: Float32Array, size: number): Promise<NearestOf> {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'facegauge-nearest-'));
    try {
      await writeGraphs(folder);
      const threads = os.availableParallelism();
      return new NearestOf(new Searcher('nearest-worker', { type: 'start', folder, threads, size, columns }), folder);
    } catch (error) {
      rmSync(folder, { recursive: true, force: true });
      throw error;
    }
  }

  /**
   * One call at a time.
   * @param rows vectors, row-major
   * @throws FacegaugeError ENGINE_CRASHED, PROCESSING_FAILED
   */
  async nearest(rows: Float32Array, k: number): Promise<Nearest> {
    const answer = await this.searcher.ask({ type: 'nearest', rows, k });
    return { index: answer.index, score: answer.score };
  }

  async close(): Promise<void> {
    await this.searcher.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
