/** Embeddings on their way from wherever they are kept into a search: which there are, and the file that the search reads. */
import { closeSync, constants, openSync, writeSync } from 'node:fs';
import { setImmediate as breathe } from 'node:timers/promises';
import { FacegaugeError } from '../../errors';
import type { EmbeddingBlock } from '../../store';

/** Gives the same embeddings at every call, in the order of their ids, as `() => store.embeddings(query)` does. */
export type Embeddings = () => Iterable<EmbeddingBlock>;

/** Which embeddings there are. */
export interface Survey {
  /** Ids, ascending. */
  ids: Float64Array;
  /** 64 bits for each embedding, as two numbers: another embedding has other bits, but for one case in 2⁶⁴. */
  marks: Uint32Array;
  /** Values of an embedding; 0 where there is none. */
  size: number;
}

/** @throws FacegaugeError INVALID_ARGUMENT where embeddings differ in size or ids do not ascend; ABORTED */
export async function survey(embeddings: Embeddings, signal?: AbortSignal): Promise<Survey> {
  const ids: Float64Array[] = [];
  const marks: Uint32Array[] = [];
  let [size, last] = [0, -Infinity];
  for (const block of embeddings()) {
    stopIfAborted(signal);
    if (size !== 0 && block.size !== size) throw mixed(size, block.size);
    size = block.size;
    for (const id of block.ids) {
      if (!(id > last))
        throw new FacegaugeError('INVALID_ARGUMENT', `The ids of embeddings must ascend: ${last}, ${id}.`);
      last = id;
    }
    ids.push(block.ids);
    marks.push(marksOf(block));
    await breathe();
  }
  return { ids: joined(Float64Array, ids), marks: joined(Uint32Array, marks), size };
}

/**
 * Writes embeddings as float32 rows into a file, made where it is not there, readable by its owner alone: they are biometric data.
 * @param place row of the file for the embedding that the survey has at an index
 * @throws FacegaugeError STORE_BUSY where embeddings have changed since the survey; NO_SPACE, ABORTED
 */
export async function writeVectors(
  file: string,
  embeddings: Embeddings,
  { ids, marks, size }: Survey,
  place: (index: number) => number,
  signal?: AbortSignal
): Promise<void> {
  const descriptor = openSync(file, constants.O_CREAT | constants.O_WRONLY, 0o600);
  try {
    let index = 0;
    for (const block of embeddings()) {
      stopIfAborted(signal);
      const now = marksOf(block);
      for (let from = 0; from < block.ids.length;) {
        // What was added meanwhile has an id that the survey does not know, or one above all of them.
        if (block.ids[from] !== ids[index]) {
          if (index < ids.length && block.ids[from] > ids[index]) throw changed();
          from++;
          continue;
        }
        let to = from;
        const start = place(index);
        while (to < block.ids.length && block.ids[to] === ids[index] && place(index) === start + (to - from)) {
          if (now[2 * to] !== marks[2 * index] || now[2 * to + 1] !== marks[2 * index + 1]) throw changed();
          index++;
          to++;
        }
        const values = block.vectors.subarray(from * size, to * size);
        writeAll(descriptor, new Uint8Array(values.buffer, values.byteOffset, values.byteLength), start * size * 4);
        from = to;
      }
      await breathe();
    }
    if (index < ids.length) throw changed();
  } finally {
    closeSync(descriptor);
  }
}

function writeAll(descriptor: number, bytes: Uint8Array, position: number): void {
  for (let done = 0; done < bytes.length;)
    done += writeSync(descriptor, bytes, done, bytes.length - done, position + done);
}

/** FNV-1a over the 32-bit patterns, and a second, differently mixed one. */
function marksOf({ ids, size, vectors }: EmbeddingBlock): Uint32Array {
  const words = new Uint32Array(vectors.buffer, vectors.byteOffset, vectors.length);
  const marks = new Uint32Array(2 * ids.length);
  for (let i = 0; i < ids.length; i++) {
    let [one, two] = [0x811c9dc5, 0x9e3779b9];
    for (let k = i * size; k < (i + 1) * size; k++) {
      one = Math.imul(one ^ words[k], 0x01000193);
      two = Math.imul((two << 13) | (two >>> 19), 5) + Math.imul(words[k], 0xcc9e2d51);
    }
    marks[2 * i] = one;
    marks[2 * i + 1] = two;
  }
  return marks;
}

function joined<T extends Float64Array | Uint32Array>(kind: new (length: number) => T, parts: readonly T[]): T {
  const whole = new kind(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export function stopIfAborted(signal?: AbortSignal): void {
  if (!signal?.aborted) return;
  throw new FacegaugeError('ABORTED', 'The search of neighbours was stopped; what was done is kept.', {
    cause: signal.reason
  });
}

const mixed = (one: number, other: number): FacegaugeError =>
  new FacegaugeError('INVALID_ARGUMENT', 'Embeddings of different networks cannot be compared.', {
    found: `${one} and ${other} values`,
    action: 'Name the network that is meant (embeddingModel).'
  });

const changed = (): FacegaugeError =>
  new FacegaugeError('STORE_BUSY', 'Embeddings were changed while they were being read.', {
    action: 'Start again once nothing is written any more.'
  });
