import type { MimeBundle } from '../drawing';

/** An embedding as JSON to copy: numbers with the digits a float32 has. */
export function embeddingBundle(values: ArrayLike<number>): MimeBundle {
  const numbers = Array.from(values, value => Number(value.toPrecision(8)));
  return { 'application/json': numbers, 'text/plain': JSON.stringify(numbers) };
}

/** Numbers and nothing else, as many as make a vector. */
export function isEmbedding(value: unknown): value is ArrayLike<number> {
  if (value instanceof Float32Array || value instanceof Float64Array) return value.length > 0;
  return Array.isArray(value) && value.length > 0 && value.every(v => typeof v === 'number');
}
