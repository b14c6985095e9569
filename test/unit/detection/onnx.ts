import * as path from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { Network } from '../../../kernel-lib/src/types';
import type { CascadeNetworks } from '../../../kernel-lib/src/detection';

export const repository = path.resolve(__dirname, '../../..');
export const shared = path.resolve(repository, '../shared');
export const samples = path.join(repository, 'notebooks/samples');

/** A network for tests, on one CPU thread of this process. */
export async function loadNetwork(model: string | Uint8Array): Promise<Network> {
  const options: InferenceSession.SessionOptions = { intraOpNumThreads: 1, interOpNumThreads: 1 };
  const session = await (typeof model === 'string'
    ? InferenceSession.create(model, options)
    : InferenceSession.create(model, options));
  return {
    async run(inputs) {
      const feeds = Object.entries(inputs).map(([name, { data, dims }]) => [name, new Tensor('float32', data, dims)]);
      const outputs = await session.run(Object.fromEntries(feeds));
      return Object.fromEntries(
        Object.entries(outputs).map(([name, { data, dims }]) => [name, { data: data as Float32Array, dims }])
      );
    }
  };
}

/** The embedded cascade. */
export async function loadCascade(): Promise<CascadeNetworks> {
  const load = (name: string): Promise<Network> => loadNetwork(path.join(repository, 'models', `${name}.onnx`));
  return { pnet: await load('pnet'), rnet: await load('rnet'), onet: await load('onet') };
}
