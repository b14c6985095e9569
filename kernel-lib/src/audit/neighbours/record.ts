/**
 * What a search leaves in its folder. While it runs: the vectors, how far it has come, the pairs found so far. When it is done: the
 * ids, marks and pairs alone (no biometric data), so that the same search answers at once and a later one compares only what is new.
 */
import fs from 'node:fs';
import { createHash } from 'node:crypto';
import path from 'node:path';
import { FacegaugeError } from '../../errors';
import { NEIGHBOUR_FILES } from '../../engine';
import { packPairs, PAIR_BYTES, unpackPairs, type PairList } from './pair-list';
import type { Survey } from './vectors';

const VERSION = 1;
const NAMES = { lock: 'lock', state: 'state.json', found: 'found.bin', result: 'result.bin' } as const;

interface State {
  version: number;
  /** Of everything the pairs depend on. */
  fingerprint: string;
  done: number[];
  /** Length of the file of pairs when the last block was done. */
  bytes: number;
}

/** A search that was done. */
export interface Result {
  survey: Survey;
  /** Indices of the survey. */
  pairs: PairList;
}

export class SearchRecord {
  private state: State = { version: VERSION, fingerprint: '', done: [], bytes: 0 };

  /**
   * Takes the folder for this process, making it where it is not there.
   * @throws FacegaugeError STORE_BUSY where another process works in it
   */
  constructor(readonly folder: string) {
    fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.lock();
  }

  get done(): ReadonlySet<number> {
    return new Set(this.state.done);
  }

  /** Pairs recorded so far. */
  get found(): number {
    return this.state.bytes / PAIR_BYTES;
  }

  /** @returns true where the search that is meant was begun here: vectors, bounds and pairs of its blocks are there */
  resume(fingerprint: string): boolean {
    const state = this.readJson<State>(NAMES.state);
    const found = fs.statSync(this.at(NAMES.found), { throwIfNoEntry: false })?.size ?? 0;
    const usable = state?.version === VERSION && state.fingerprint === fingerprint && found >= state.bytes;
    if (!usable) return false;
    this.state = state;
    // A block that was being recorded when its process ended is compared again.
    fs.truncateSync(this.at(NAMES.found), state.bytes);
    return true;
  }

  /** Forgets whatever search was begun here; its vectors are to be written next, and then `begun` called. */
  clear(): void {
    for (const name of [NAMES.state, NAMES.found, ...Object.values(NEIGHBOUR_FILES)])
      fs.rmSync(this.at(name), { force: true });
  }

  begun(fingerprint: string): void {
    fs.writeFileSync(this.at(NAMES.found), '', { mode: 0o600 });
    this.state = { version: VERSION, fingerprint, done: [], bytes: 0 };
    this.save();
  }

  add(block: number, pairs: PairList): void {
    const bytes = packPairs(pairs);
    fs.appendFileSync(this.at(NAMES.found), bytes);
    this.state.bytes += bytes.length;
    this.state.done.push(block);
    this.save();
  }

  pairs(): PairList {
    return unpackPairs(fs.readFileSync(this.at(NAMES.found)));
  }

  /** Keeps the result and removes everything else, the vectors above all. */
  finish(result: Result | null): void {
    if (result) writeWhole(this.at(NAMES.result), packResult(result));
    this.clear();
  }

  /** What the last search that was done here found, or null. */
  result(): Result | null {
    try {
      return unpackResult(fs.readFileSync(this.at(NAMES.result)));
    } catch {
      // Absent or of another version: everything is compared anew.
      return null;
    }
  }

  /** Removes the folder where nothing is left in it to go on with. */
  release(): void {
    fs.rmSync(this.at(NAMES.lock), { force: true });
    if (fs.readdirSync(this.folder).length === 0) fs.rmdirSync(this.folder);
  }

  private lock(): void {
    for (let attempt = 0; attempt < 2; attempt++) {
      try {
        fs.writeFileSync(this.at(NAMES.lock), String(process.pid), { flag: 'wx' });
        return;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
      const owner = Number(fs.readFileSync(this.at(NAMES.lock), 'utf8'));
      if (owner !== process.pid && !isAlive(owner)) fs.rmSync(this.at(NAMES.lock), { force: true });
      else
        throw new FacegaugeError('STORE_BUSY', `Process ${owner} is searching neighbours in ${this.folder}.`, {
          action: 'Wait for it or end it first.',
          path: this.folder
        });
    }
  }

  private save(): void {
    writeWhole(this.at(NAMES.state), Buffer.from(JSON.stringify(this.state)));
  }

  private readJson<T>(name: string): T | null {
    try {
      return JSON.parse(fs.readFileSync(this.at(name), 'utf8')) as T;
    } catch {
      return null;
    }
  }

  private at(name: string): string {
    return path.join(this.folder, name);
  }
}

/** Of everything the pairs depend on, and the order of the rows. */
export function fingerprintOf(parts: readonly (string | number | Float64Array | Uint32Array)[]): string {
  const hash = createHash('sha256');
  for (const part of parts)
    hash.update(typeof part === 'object' ? new Uint8Array(part.buffer, part.byteOffset, part.byteLength) : `${part} `);
  return hash.digest('hex');
}

/** Version, size, number of embeddings and of pairs; then ids, pairs, marks. */
function packResult({ survey: { ids, marks, size }, pairs }: Result): Buffer {
  const head = Float64Array.of(VERSION, size, ids.length, pairs.a.length);
  return Buffer.concat(
    [head, ids, packPairs(pairs), marks].map(part => new Uint8Array(part.buffer, part.byteOffset, part.byteLength))
  );
}

function unpackResult(file: Buffer): Result {
  // Buffers of files may lie anywhere in memory; arrays of numbers need a beginning of their own.
  const { buffer } = new Uint8Array(file);
  const [version, size, n, pairs] = new Float64Array(buffer, 0, 4);
  if (version !== VERSION || buffer.byteLength !== 32 + 16 * n + PAIR_BYTES * pairs)
    throw new Error('of another version');
  return {
    survey: {
      size,
      ids: new Float64Array(buffer, 32, n),
      marks: new Uint32Array(buffer, 32 + 8 * n + PAIR_BYTES * pairs, 2 * n)
    },
    pairs: unpackPairs(new Uint8Array(buffer, 32 + 8 * n, PAIR_BYTES * pairs))
  };
}

/** The whole file or none of it. */
function writeWhole(file: string, bytes: Uint8Array): void {
  const draft = `${file}.part`;
  fs.writeFileSync(draft, bytes, { mode: 0o600 });
  fs.renameSync(draft, file);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
