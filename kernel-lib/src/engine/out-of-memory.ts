/** Memory of a device that is full: known by the words of those who ask for it. */

/**
 * onnxruntime's arena says "Failed to allocate memory for requested buffer of size …", CUDA "CUDA failure 2: out of memory", cuBLAS and
 * cuDNN "…_STATUS_ALLOC_FAILED" or "…_DEVICE_ALLOCATION_FAILED".
 */
const WORDS = /out of memory|failed to allocate memory|ALLOC(ATION)?_FAILED|bad_alloc|bad allocation/i;

/** A pass through a network that found no room; a smaller one may. */
export class OutOfMemory extends Error {
  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

export function saysOutOfMemory(words: string): boolean {
  return WORDS.test(words);
}
