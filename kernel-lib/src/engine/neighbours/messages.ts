/** What the search for neighbours and its processes say to each other, and what lies in the folder they share. */
import type { SerializedError } from '../../errors';

/** Which vectors are compared with which. */
export interface NeighbourSearch {
  /** Holds `vectors.f32`: `count` × `size` float32, row-major, little-endian, of any length but compared by direction. */
  folder: string;
  count: number;
  /** Values of a vector. */
  size: number;
  /** Cosine from which two vectors are neighbours, in (0, 1]. */
  threshold: number;
  /** First row that is compared with those before it: 0 for all pairs; otherwise pairs of two earlier ones are left out. */
  from: number;
  /** Only with those before `from`: pairs across two sets. */
  across: boolean;
}

/** Files of the folder. */
export const FILES = {
  /** Written by whoever asks. */
  vectors: 'vectors.f32',
  /** `count` × `width` float32: what products of are upper bounds of the cosine, see `project.ts`. */
  bounds: 'bounds.f32',
  /** `{ width }`, written last: the bounds are complete. */
  prepared: 'bounds.json',
  product: 'product.onnx',
  bound: 'bound.onnx'
} as const;

/** Rows of one step of the work: it is done and recorded as a whole. */
export const BLOCK = 4096;

/** Columns that share one maximum: only where it reaches the threshold are they looked at one by one. */
export const PART = 128;

/** First message to a process. */
export interface StartSearch {
  type: 'start';
  search: NeighbourSearch;
  threads: number;
}

export type ToSearcher =
  | StartSearch
  /** Makes the bounds. @param width of a bound; null: whichever is cheapest */
  | { type: 'prepare'; width: number | null }
  /** Compares the rows of one block with the columns before them. @param most pairs that may be found in it */
  | { type: 'block'; block: number; most: number };

/** Pairs of row numbers with their cosine; a[i] > b[i]. */
export interface FoundPairs {
  a: Uint32Array;
  b: Uint32Array;
  /** Cosine, computed in double precision from the vectors as they lie in the file; −1..1. */
  similarity: Float64Array;
}

export type FromSearcher =
  | { type: 'prepared' }
  /** Comparisons made since the last message. */
  | { type: 'progress'; comparisons: number }
  | { type: 'found'; block: number; pairs: FoundPairs }
  | { type: 'error'; error: SerializedError };

/** Columns a row block is compared with: all those before its last row, or those of the first set. */
export function columnsOf({ from, across }: NeighbourSearch, rowsEnd: number): number {
  return across ? from : rowsEnd - 1;
}

/** Rows [start, end) of a block; blocks are counted from `from`. */
export function rowsOf({ from, count }: NeighbourSearch, block: number): [start: number, end: number] {
  const start = from + block * BLOCK;
  return [start, Math.min(start + BLOCK, count)];
}

export function blocksOf({ from, count }: NeighbourSearch): number {
  return Math.ceil(Math.max(0, count - from) / BLOCK);
}
