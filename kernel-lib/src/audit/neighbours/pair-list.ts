/** Pairs of neighbours in memory and in files. */

/** Pairs in columns: 16 bytes each. */
export interface PairList {
  /** Of the two members of each pair: where they stand in the lists they are taken from. */
  a: Uint32Array;
  b: Uint32Array;
  /** Cosine, −1..1. */
  similarity: Float64Array;
}

export const noPairs = (): PairList => ({
  a: new Uint32Array(0),
  b: new Uint32Array(0),
  similarity: new Float64Array(0)
});

/** Bytes a pair takes in a file: similarity, a, b (little-endian). */
export const PAIR_BYTES = 16;

/** Pairs as bytes, one after the other. */
export function packPairs({ a, b, similarity }: PairList): Uint8Array {
  const bytes = new Uint8Array(a.length * PAIR_BYTES);
  const floats = new Float64Array(bytes.buffer);
  const words = new Uint32Array(bytes.buffer);
  for (let i = 0; i < a.length; i++) {
    floats[2 * i] = similarity[i];
    words[4 * i + 2] = a[i];
    words[4 * i + 3] = b[i];
  }
  return bytes;
}

/** Inverse of {@link packPairs}. @param bytes a whole number of pairs, on memory of their own */
export function unpackPairs(bytes: Uint8Array): PairList {
  const n = bytes.length / PAIR_BYTES;
  const floats = new Float64Array(bytes.buffer, bytes.byteOffset, 2 * n);
  const words = new Uint32Array(bytes.buffer, bytes.byteOffset, 4 * n);
  const pairs: PairList = { a: new Uint32Array(n), b: new Uint32Array(n), similarity: new Float64Array(n) };
  for (let i = 0; i < n; i++) {
    pairs.similarity[i] = floats[2 * i];
    pairs.a[i] = words[4 * i + 2];
    pairs.b[i] = words[4 * i + 3];
  }
  return pairs;
}
