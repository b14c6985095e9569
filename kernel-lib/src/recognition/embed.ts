import { FacegaugeError } from '../errors';
import type { Network, Pixels, Tensor } from '../types';
import { makeBlob } from './blob';
import type { RecogniserContract } from './contract';
import { takeOutput } from './run-face';

/**
 * Embeddings by a recogniser of the user's own.
 * @param crops 112×112 in the ArcFace template, at least one
 * @returns one unit vector of `contract.embeddingSize` values a crop
 * @throws INVALID_ARGUMENT for a crop of another size; MODEL_CONTRACT for an output of another size, all zero or not finite
 */
export async function embed(crops: Pixels[], network: Network, contract: RecogniserContract): Promise<Float32Array[]> {
  const embeddings: Float32Array[] = [];
  for (const batch of batches(crops, contract.batch)) {
    const outputs = await network.run({ [contract.input]: makeBlob(batch, contract) });
    embeddings.push(...split(takeOutput(outputs, contract.output), batch.length, contract));
  }
  return embeddings.slice(0, crops.length);
}

/** Crops in the numbers a graph takes; where that is fixed, the last batch is filled up with its last crop. */
function batches(crops: Pixels[], fixed: number | null): Pixels[][] {
  if (fixed === null) return [crops];
  const result: Pixels[][] = [];
  for (let i = 0; i < crops.length; i += fixed)
    result.push(Array.from({ length: fixed }, (_, k) => crops[Math.min(i + k, crops.length - 1)]));
  return result;
}

function split(output: Tensor, n: number, contract: RecogniserContract): Float32Array[] {
  const size = contract.embeddingSize;
  // [N,D] or [N,D,1,1]: only the number of values counts.
  if (output.data.length !== n * size || output.dims[0] !== n)
    throw new FacegaugeError('MODEL_CONTRACT', `The recogniser's output "${contract.output}" has an unexpected size.`, {
      found: `[${output.dims.join(', ')}] for ${n} crops`,
      action: `Expected [${n}, ${size}]: add it again with 'facegauge models add'.`
    });
  return Array.from({ length: n }, (_, i) => toUnit(output.data.subarray(i * size, (i + 1) * size)));
}

function toUnit(vector: Float32Array): Float32Array {
  const length = Math.sqrt(vector.reduce((sum, v) => sum + v * v, 0));
  if (!Number.isFinite(length) || length === 0)
    throw new FacegaugeError('MODEL_CONTRACT', 'The recogniser gave an embedding without a direction.', {
      found: `length ${length}`,
      action: 'Its mean, std, order or layout may be wrong; see its documentation.'
    });
  return vector.map(v => v / length);
}
