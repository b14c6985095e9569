/** Embeddings made for tests: people along a few directions, so that bounds of every width have something to do. */
import type { EmbeddingBlock } from '../../../../kernel-lib/src/store';
import { seededRandom } from '../../../../kernel-lib/src/random';

/** n unit vectors: each near one of n / `each` people, who lie in the first `rank` of `size` directions. */
export function people(n: number, size: number, { each = 5, rank = 24, noise = 0.5, seed = 1 } = {}): Float32Array[] {
  const { normal, uniform } = seededRandom(seed);
  const centres = Array.from({ length: Math.ceil(n / each) }, () =>
    unit(Float32Array.from({ length: size }, (_, k) => (k < rank ? normal() : 0.2 * normal())))
  );
  return Array.from({ length: n }, (_, i) => {
    const far = (noise * uniform()) / Math.sqrt(size);
    return unit(centres[i % centres.length].map(value => value + 2 * far * normal()));
  });
}

export function unit(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector);
  return vector.map(value => value / length);
}

/** As a store gives them: ids ascend from `firstId` in steps of 3, in blocks of 1000. */
export function blocks(
  vectors: readonly Float32Array[],
  ids?: readonly number[],
  firstId = 10
): () => EmbeddingBlock[] {
  const size = vectors[0]?.length ?? 0;
  const numbers = ids ?? vectors.map((_, i) => firstId + 3 * i);
  return () =>
    Array.from({ length: Math.ceil(vectors.length / 1000) }, (_, block) => {
      const part = vectors.slice(1000 * block, 1000 * (block + 1));
      const whole = new Float32Array(part.length * size);
      part.forEach((vector, i) => whole.set(vector, i * size));
      return { ids: Float64Array.from(numbers.slice(1000 * block, 1000 * (block + 1))), size, vectors: whole };
    });
}

/** Every pair with at least that cosine, in double precision: "a b" → cosine. */
export function bruteForce(vectors: readonly Float32Array[], threshold: number): Map<string, number> {
  const squares = vectors.map(v => v.reduce((sum, value) => sum + value * value, 0));
  const pairs = new Map<string, number>();
  for (let b = 0; b < vectors.length; b++)
    for (let a = 0; a < b; a++) {
      const [x, y] = [vectors[a], vectors[b]];
      let dot = 0;
      for (let k = 0; k < x.length; k++) dot += x[k] * y[k];
      const cosine = dot / Math.sqrt(squares[a] * squares[b]);
      if (cosine >= threshold) pairs.set(`${a} ${b}`, cosine);
    }
  return pairs;
}
