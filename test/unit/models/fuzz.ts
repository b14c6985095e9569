/** Mutated checkpoints by the hundred: what became of them, and what they cost. */
import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Told } from './checkpoint-reader';
import { VECTORS } from './formula-weights';
import { mutate } from './hostile-files';
import { writeTorchFile } from './torch-file';

export interface Fuzzed {
  files: number;
  read: number;
  refused: number;
  /** Of the processor. */
  slowestMs: number;
  /** Growth of the reading process, in lengths of the longest file; small files tell nothing. */
  growth: number;
}

/** Longest that a file may keep the processor busy. */
export const LONGEST_MS = 5000;

/** Longest silence: by then it hangs, on however busy a machine. */
const SILENCE_MS = 60_000;

/** mulberry32. */
function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const small = () =>
  ['zip.pt', 'legacy.pt', 'wrapped.pt'].map(name => fs.readFileSync(path.join(VECTORS, 'torch-checkpoints', name)));

/** 64 MB, of which a few thousand bytes say what the rest is. */
function large(file: string): Buffer[] {
  const names = Array.from({ length: 16 }, (_, i) => [`layer${i}.weight`, [1000, 1000]] as [string, number[]]);
  writeTorchFile(file, names, () => new Float32Array(1e6).fill(1));
  return [fs.readFileSync(file)];
}

/** One process that is asked for one file at a time. */
class Reader {
  private readonly child = fork(path.join(__dirname, 'checkpoint-reader.ts'), [], { execArgv: ['--import', 'tsx'] });

  /** @throws AssertionError where the process dies or falls silent */
  async read(file: string, what: string, silenceMs = SILENCE_MS): Promise<Told> {
    const stop = new AbortController();
    const watch = setTimeout(() => this.child.kill('SIGKILL'), silenceMs);
    try {
      const heard = once(this.child, 'message', stop);
      const gone = once(this.child, 'close', stop).then(([code, signal]) =>
        assert.fail(`the reader ended with ${signal ?? code} at ${what}`)
      );
      this.child.send(file);
      return (await Promise.race([heard, gone]))[0] as Told;
    } finally {
      clearTimeout(watch);
      stop.abort();
    }
  }

  end(): void {
    if (this.child.connected) this.child.disconnect();
  }
}

/**
 * Reads files number [from, to) in a process of its own. The same number makes the same file.
 * @throws AssertionError where the process dies or a file takes longer than 5 s, with the file's number
 */
export async function fuzz(from: number, to: number, size: 'small' | 'large' = 'small'): Promise<Fuzzed> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'facegauge-'));
  const file = path.join(folder, 'mutated.pt');
  const reader = new Reader();
  const result: Fuzzed = { files: to - from, read: 0, refused: 0, slowestMs: 0, growth: 0 };
  try {
    const originals = size === 'small' ? small() : large(file);
    fs.writeFileSync(file, small()[0]);
    // What the first file costs is the start of the process.
    const first = await reader.read(file, 'the start', 5 * SILENCE_MS);
    let longest = 0;
    for (let i = from; i < to; i++) {
      const bytes = mutate(originals[i % originals.length], random(i), size === 'large');
      fs.writeFileSync(file, bytes);
      longest = Math.max(longest, bytes.length);
      const { ms, outcome, peak } = await reader.read(file, `file ${i}`);
      assert.ok(ms < LONGEST_MS, `file ${i} took ${ms} ms`);
      if (outcome === 'read') result.read++;
      else result.refused++;
      result.slowestMs = Math.max(result.slowestMs, ms);
      result.growth = (peak - first.peak) / longest;
    }
    return result;
  } finally {
    reader.end();
    fs.rmSync(folder, { recursive: true });
  }
}
