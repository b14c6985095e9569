/** Weights and inputs given by a formula on names, so that a network of any size can be compared without its file. */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import type { Checkpoint } from '../../../kernel-lib/src/models';

export const VECTORS = path.resolve(__dirname, '../../vectors');

/** n numbers u in [0, 1), changed by f: FNV-1a of the name, then a hash of each index. */
function fill(name: string, n: number, f: (u: number) => number): Float32Array {
  let seed = 0x811c9dc5;
  for (const byte of Buffer.from(name)) seed = Math.imul(seed ^ byte, 0x01000193) >>> 0;
  const result = new Float32Array(n);
  for (let i = 0; i < n; i++) {
    let x = (seed + Math.imul(i, 0x9e3779b9)) | 0;
    x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
    x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
    result[i] = f(((x ^ (x >>> 16)) >>> 0) / 2 ** 32);
  }
  return result;
}

export const uniform = (name: string, n: number) => fill(name, n, u => u);

export const input = (name: string, n: number) => fill(name, n, u => (u - 0.5) * 2);

export interface RtsOracle {
  outputs: { input: string; embedding: number[]; logvar: number[]; logvar_plus: number[] }[];
  state_dict: [string, number[]][];
  prelu: string[];
}

export const rtsOracle = (): RtsOracle =>
  JSON.parse(fs.readFileSync(path.join(VECTORS, 'rts/irse64.json'), 'utf8')) as RtsOracle;

export function rtsWeight(name: string, shape: number[], prelu: ReadonlySet<string>): Float32Array {
  const n = shape.reduce((product, axis) => product * axis, 1);
  if (name.endsWith('num_batches_tracked')) return new Float32Array(n);
  const make = (f: (u: number) => number) => fill(name, n, f);
  if (name.endsWith('running_var')) return make(u => 0.5 + u);
  if (name.endsWith('running_mean') || name.endsWith('.bias')) return make(u => (u - 0.5) * 0.2);
  if (shape.length >= 2) return make(u => (u - 0.5) * 2 * Math.sqrt((3 * shape[0]) / n));
  return prelu.has(name) ? make(u => 0.1 + 0.2 * u) : make(u => 0.8 + 0.4 * u);
}

/** The oracle's weights as an open checkpoint, without a file. */
export function rtsCheckpoint(): Checkpoint {
  const { state_dict, prelu } = rtsOracle();
  const shapes = new Map(state_dict);
  const slopes = new Set(prelu);
  const read = async (name: string) => rtsWeight(name, shapes.get(name) as number[], slopes);
  return {
    file: 'weights by formula',
    tensors: new Map(state_dict.map(([name, shape]) => [name, { dtype: 'float32' as const, shape }])),
    read,
    readExact: async name => Float64Array.from(await read(name)),
    close: async () => {}
  };
}

export const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
