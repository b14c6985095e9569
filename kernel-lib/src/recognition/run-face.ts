import { FacegaugeError } from '../errors';
import type { Network, Pixels, Tensor } from '../types';
import { makeBlob } from './blob';
import { MAP_SIZE, type FaceContract } from './contract';

/** The outputs of a face network, checked for shape. */
export interface FaceOutputs {
  embedding: Tensor;
  logQuality: Tensor;
  qualityMap: Tensor;
  /** null where the contract names no causes: figures without names say nothing. */
  causes: Tensor | null;
}

/**
 * One forward pass over a batch of crops.
 * @throws MODEL_CONTRACT where an output is missing or has another shape than the contract says
 */
export async function runFace(
  crops: readonly Pixels[],
  network: Network,
  contract: FaceContract
): Promise<FaceOutputs> {
  const { input, order, mean, std, embeddingSize, causes } = contract;
  const n = crops.length;
  const outputs = await network.run({ [input]: makeBlob(crops, { layout: 'NCHW', order, scale: 1, mean, std }) });
  const logQuality = takeOutput(outputs, 'log_quality');
  refuseWideHead(logQuality);
  return {
    embedding: expectShape(takeOutput(outputs, 'embedding'), 'embedding', [n, embeddingSize]),
    logQuality: expectShape(logQuality, 'log_quality', [n, 1]),
    qualityMap: expectShape(takeOutput(outputs, 'quality_map'), 'quality_map', [n, MAP_SIZE, MAP_SIZE]),
    causes: causes ? expectShape(takeOutput(outputs, 'causes'), 'causes', [n, causes.length]) : null
  };
}

/** @throws MODEL_CONTRACT where an output is missing */
export function takeOutput(outputs: Record<string, Tensor>, name: string): Tensor {
  const tensor = outputs[name];
  if (tensor) return tensor;
  throw new FacegaugeError('MODEL_CONTRACT', `The network has no output "${name}".`, {
    found: `outputs: ${Object.keys(outputs).join(', ') || 'none'}`,
    action: 'The model card says what a network must give.'
  });
}

function refuseWideHead(logQuality: Tensor): void {
  const width = logQuality.dims[1];
  if (logQuality.dims.length !== 2 || width === 1) return;
  throw new FacegaugeError(
    'MODEL_CONTRACT',
    `The face network gives ${width} log_quality figures a face instead of one, so there is no single quality to report.`,
    {
      found: shape(logQuality),
      action: 'It was exported with --plus, which is for inspection only: convert the checkpoint again without --plus.'
    }
  );
}

function expectShape(tensor: Tensor, name: string, dims: number[]): Tensor {
  if (tensor.dims.length === dims.length && dims.every((d, i) => d === tensor.dims[i])) return tensor;
  throw new FacegaugeError('MODEL_CONTRACT', `The network's output "${name}" has an unexpected shape.`, {
    found: shape(tensor),
    action: `Expected [${dims.join(', ')}], found ${shape(tensor)}: the manifest and the network do not belong together.`
  });
}

function shape(tensor: Tensor): string {
  return `[${tensor.dims.join(', ')}]`;
}
