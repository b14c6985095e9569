/** Distances of 64-bit perceptual hashes. */

/** A hash as two halves of 32 bits; null where the text is none. */
export function halvesOf(hash: string | null | undefined): [high: number, low: number] | null {
  if (!hash || !/^[0-9a-f]{16}$/i.test(hash)) return null;
  return [parseInt(hash.slice(0, 8), 16), parseInt(hash.slice(8), 16)];
}

/** Bits in which two hashes differ, 0..64. */
export function hamming(a: readonly [number, number], b: readonly [number, number]): number {
  return bits(a[0] ^ b[0]) + bits(a[1] ^ b[1]);
}

/** Ones among 32 bits (Warren, Hacker's Delight, 5-1). */
function bits(word: number): number {
  let v = word - ((word >>> 1) & 0x55555555);
  v = (v & 0x33333333) + ((v >>> 2) & 0x33333333);
  return Math.imul((v + (v >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
