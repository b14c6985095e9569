import { FacegaugeError } from '../errors';
import type { Network, Pixels } from '../types';
import { checkKnots } from './calibration';
import { CROP_SIZE, type FaceContract } from './contract';
import { runFace } from './run-face';

/** Largest accepted |sum(quality_map) + bias − log_quality|, for log_quality up to 1; grows with it beyond. */
export const MAP_TOLERANCE = 1e-4;

/**
 * Runs a face network once on two made-up crops and holds it to its contract: shapes, one log_quality a face, unit embeddings,
 * parts that add up, causes that are probabilities. To be called once after loading.
 * @throws MODEL_CONTRACT, saying which promise is broken and by how much
 */
export async function checkFaceNetwork(network: Network, contract: FaceContract): Promise<void> {
  if (contract.calibration) checkKnots(contract.calibration);
  const crops = [probe(0), probe(1)];
  const { embedding, logQuality, qualityMap, causes } = await runFace(crops, network, contract);
  crops.forEach((_, i) => {
    const log = logQuality.data[i];
    const parts = part(qualityMap.data, i, crops.length).reduce((sum, v) => sum + v, contract.bias);
    const gap = Math.abs(parts - log);
    if (!(gap <= MAP_TOLERANCE * Math.max(1, Math.abs(log))))
      throw broken(
        'the contribution map does not add up to log_quality',
        `sum(quality_map) + bias = ${parts.toFixed(5)}, log_quality = ${log.toFixed(5)}`
      );
    const length = Math.hypot(...part(embedding.data, i, crops.length));
    if (!(Math.abs(length - 1) <= 1e-3)) throw broken('an embedding is not of unit length', `length ${length}`);
    const wild = causes && part(causes.data, i, crops.length).find(p => !(p >= -1e-3 && p <= 1 + 1e-3));
    if (wild != null) throw broken('a cause is no probability', `${wild}, not within 0..1`);
  });
}

function part(data: Float32Array, i: number, n: number): Float32Array {
  const size = data.length / n;
  return data.subarray(i * size, (i + 1) * size);
}

/** A smooth ramp with a pattern on it: enough for every cell of the map to differ. */
function probe(kind: number): Pixels {
  const data = new Uint8Array(CROP_SIZE * CROP_SIZE * 3);
  for (let i = 0; i < data.length; i++) {
    const pixel = Math.floor(i / 3);
    const x = pixel % CROP_SIZE;
    const y = Math.floor(pixel / CROP_SIZE);
    data[i] = kind === 0 ? x + y : 127 + 100 * Math.sin(x / (4 + (i % 3))) * Math.cos(y / 9);
  }
  return { data, width: CROP_SIZE, height: CROP_SIZE };
}

function broken(what: string, found: string): FacegaugeError {
  return new FacegaugeError('MODEL_CONTRACT', `The face network breaks its contract: ${what}.`, {
    found,
    action: `Found ${found}. The manifest and the network do not belong together, or the file is damaged.`
  });
}
