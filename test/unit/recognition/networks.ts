import fs from 'node:fs';
import path from 'node:path';
import { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node';
import type { FaceContract, Rgb } from '../../../kernel-lib/src/recognition';
import type { Network, Pixels, Tensor } from '../../../kernel-lib/src/types';

/** Input of the embedded face networks. */
export const ARCFACE_INPUT = {
  input: 'face',
  order: 'RGB' as const,
  mean: [127.5, 127.5, 127.5] as Rgb,
  std: [127.5, 127.5, 127.5] as Rgb
};

const MODELS = path.resolve(__dirname, '../../../models');

/** Runs an ONNX file in this process; the product does it in another. */
export async function loadNetwork(file: string): Promise<Network> {
  const session = await InferenceSession.create(file, { intraOpNumThreads: 1, interOpNumThreads: 1 });
  return {
    async run(inputs) {
      const feeds: Record<string, OrtTensor> = {};
      for (const [name, t] of Object.entries(inputs)) feeds[name] = new OrtTensor('float32', t.data, [...t.dims]);
      return (await session.run(feeds)) as unknown as Record<string, Tensor>;
    }
  };
}

/** The embedded face network with the contract its manifest gives. */
export async function embeddedFace(): Promise<{ network: Network; contract: FaceContract }> {
  const manifest = JSON.parse(fs.readFileSync(path.join(MODELS, 'manifest.json'), 'utf8'));
  const entry = manifest.networks[manifest.defaults.face];
  return {
    network: await loadNetwork(path.join(MODELS, entry.file)),
    contract: {
      ...ARCFACE_INPUT,
      embeddingSize: entry.embeddingSize,
      causes: entry.causes ?? null,
      bias: entry.bias,
      calibration: entry.calibration,
      qualityUsable: true,
      qualityReason: null
    }
  };
}

export function embeddedFile(name: string): string {
  return path.join(MODELS, name);
}

/** A face network made of arithmetic: logQuality follows the crop's mean, the embedding its first bytes. */
export function arithmeticFace(overrides: { wideHead?: boolean; mapError?: number; length?: number } = {}): {
  network: Network;
  contract: FaceContract;
  batches: number[];
} {
  const batches: number[] = [];
  const contract: FaceContract = {
    ...ARCFACE_INPUT,
    embeddingSize: 2,
    causes: null,
    bias: 1,
    calibration: [
      [-1, 0],
      [1, 1]
    ],
    qualityUsable: true,
    qualityReason: null
  };
  const network: Network = {
    async run({ face }) {
      const n = face.dims[0];
      batches.push(n);
      const size = face.data.length / n;
      const embedding = new Float32Array(n * 2);
      const logQuality = new Float32Array(n);
      const map = new Float32Array(n * 49);
      for (let i = 0; i < n; i++) {
        const crop = face.data.subarray(i * size, (i + 1) * size);
        logQuality[i] = crop.reduce((sum, v) => sum + v, 0) / size;
        map.fill((logQuality[i] - contract.bias + (overrides.mapError ?? 0)) / 49, i * 49, (i + 1) * 49);
        const length = overrides.length ?? 1;
        embedding[2 * i] = length * Math.cos(crop[0]);
        embedding[2 * i + 1] = length * Math.sin(crop[0]);
      }
      const wide = overrides.wideHead ? 16 : 1;
      return {
        embedding: { data: embedding, dims: [n, 2] },
        log_quality: overrides.wideHead
          ? { data: new Float32Array(n * wide), dims: [n, wide] }
          : { data: logQuality, dims: [n, 1] },
        quality_map: { data: map, dims: [n, 7, 7] }
      };
    }
  };
  return { network, contract, batches };
}

/** A 112×112 crop filled by a formula of x, y and channel. */
export function crop(value: (x: number, y: number, channel: number) => number): Pixels {
  const data = new Uint8Array(112 * 112 * 3);
  for (let i = 0; i < data.length; i++) {
    const p = Math.floor(i / 3);
    data[i] = value(p % 112, Math.floor(p / 112), i % 3);
  }
  return { data, width: 112, height: 112 };
}
