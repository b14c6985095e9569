/** One network run in this process, for conversions, self-tests and inspection. Pictures are scored by the engine, not here. */
import { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node';
import { FacegaugeError } from '../errors';
import type { Network, Tensor } from '../types';

/** An input or output as the graph declares it; a varying axis has a name or null. */
export interface Port {
  name: string;
  /** Element type in the runtime's words: `float32`, `float16`, `int64` … */
  type: string;
  shape: (number | string | null)[];
}

export interface LoadedNetwork extends Network {
  inputs: Port[];
  outputs: Port[];
  close(): Promise<void>;
}

const ports = (metadata: readonly InferenceSession.ValueMetadata[]): Port[] =>
  metadata.map(port =>
    port.isTensor
      ? { name: port.name, type: port.type, shape: port.shape.map(axis => (axis === '' ? null : axis)) }
      : { name: port.name, type: 'not a tensor', shape: [] }
  );

/**
 * Loads an ONNX file on the CPU.
 * @throws FacegaugeError MODEL_CORRUPT, with the runtime's reason
 */
export async function loadNetwork(file: string): Promise<LoadedNetwork> {
  const session = await InferenceSession.create(file, { executionProviders: ['cpu'], logSeverityLevel: 3 }).catch(
    (cause: Error) => {
      throw new FacegaugeError('MODEL_CORRUPT', `The network ${file} cannot be loaded.`, {
        cause,
        path: file,
        found: cause.message,
        action: `The runtime says: ${cause.message}`
      });
    }
  );
  return {
    inputs: ports(session.inputMetadata),
    outputs: ports(session.outputMetadata),
    async run(inputs) {
      const feeds = Object.entries(inputs).map(([name, { data, dims }]) => [
        name,
        new OrtTensor('float32', data, dims)
      ]);
      return (await session.run(Object.fromEntries(feeds))) as unknown as Record<string, Tensor>;
    },
    close: () => session.release()
  };
}
