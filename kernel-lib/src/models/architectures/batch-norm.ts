/** Batch normalisation of a trained network is a scale and a shift a channel; both can be folded into the layer before it. */
import type { Checkpoint } from '../checkpoint';

/** PyTorch's default. */
const EPSILON = 1e-5;

/** y = x · scale + shift, channel by channel. */
export interface Affine {
  scale: Float64Array;
  shift: Float64Array;
}

/** Shapes of the tensors a batch normalisation brings along. */
export function batchNormShapes(name: string, channels: number): [string, number[]][] {
  return ['weight', 'bias', 'running_mean', 'running_var'].map(part => [`${name}.${part}`, [channels]]);
}

export async function readBatchNorm(checkpoint: Checkpoint, name: string): Promise<Affine> {
  const [weight, bias, mean, variance] = [
    await checkpoint.readExact(`${name}.weight`),
    await checkpoint.readExact(`${name}.bias`),
    await checkpoint.readExact(`${name}.running_mean`),
    await checkpoint.readExact(`${name}.running_var`)
  ];
  const scale = weight.map((w, i) => w / Math.sqrt(variance[i] + EPSILON));
  return { scale, shift: bias.map((b, i) => b - mean[i] * scale[i]) };
}

/** Scales the rows of a weight [out, …] in place: the normalisation comes after the layer. */
export function scaleRows(weight: Float32Array, scale: Float64Array): Float32Array {
  const row = weight.length / scale.length;
  for (let out = 0, i = 0; out < scale.length; out++) for (let k = 0; k < row; k++, i++) weight[i] *= scale[out];
  return weight;
}
