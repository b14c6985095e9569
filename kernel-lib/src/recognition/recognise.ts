import { FacegaugeError } from '../errors';
import type { Network, Pixels, Recognition, Warning } from '../types';
import { calibrate } from './calibration';
import { MAP_SIZE, type FaceContract } from './contract';
import { runFace } from './run-face';

/**
 * Embedding, quality, contribution map and (where the network has them) causes of each crop, in one batch and one forward pass.
 * Method: RTS (Shang et al., "Improving Training and Inference of Face Recognition Models via Random Temperature Scaling",
 * AAAI 2023), whose score is exp(log_quality); `quality` is the manifest's calibration of log_quality.
 * @param crops 112×112 in the ArcFace template, at least one
 * @throws INVALID_ARGUMENT for a crop of another size; MODEL_CONTRACT where the network does not keep its contract
 */
export async function recognise(crops: Pixels[], network: Network, contract: FaceContract): Promise<Recognition[]> {
  const { embedding, logQuality, qualityMap, causes } = await runFace(crops, network, contract);
  const size = contract.embeddingSize;
  const cells = MAP_SIZE * MAP_SIZE;
  return crops.map((_, i) => ({
    // Copies: a view would keep the whole batch alive for as long as one face of it is.
    embedding: finite(embedding.data.slice(i * size, (i + 1) * size)),
    qualityMap: rows(qualityMap.data.subarray(i * cells, (i + 1) * cells)),
    qualityBias: contract.bias,
    causes: causes && named(causes.data, i, contract.causes ?? []),
    ...scores(logQuality.data[i], contract)
  }));
}

/** logQuality and what follows from it. */
export function scores(
  logQuality: number,
  contract: FaceContract
): Pick<Recognition, 'logQuality' | 'rawQuality' | 'quality' | 'warnings'> {
  if (!Number.isFinite(logQuality)) throw notFinite('log_quality', logQuality);
  const rawQuality = Math.exp(logQuality);
  const { quality, warnings } = qualityOf(logQuality, rawQuality, contract);
  return { logQuality, rawQuality, quality, warnings };
}

function qualityOf(
  logQuality: number,
  rawQuality: number,
  contract: FaceContract
): { quality: number | null; warnings: Warning[] } {
  if (!contract.qualityUsable) {
    const reason = contract.qualityReason ?? 'its self-test failed';
    return {
      quality: null,
      warnings: [
        { code: 'QUALITY_UNAVAILABLE', message: `This network's quality is not used: ${reason.replace(/\.$/, '')}.` }
      ]
    };
  }
  if (contract.calibration) return { quality: calibrate(logQuality, contract.calibration), warnings: [] };
  if (rawQuality <= 1) return { quality: rawQuality, warnings: [] };
  return {
    quality: 1,
    warnings: [
      {
        code: 'RAW_ABOVE_ONE',
        message: `The raw score ${rawQuality.toPrecision(4)} is above 1 and this network has no calibration: quality is shown as 1.`
      }
    ]
  };
}

function rows(flat: Float32Array): number[][] {
  return Array.from({ length: MAP_SIZE }, (_, r) => Array.from(flat.subarray(r * MAP_SIZE, (r + 1) * MAP_SIZE)));
}

/** Probabilities of picture `i` by name; rounding may carry one a hair beyond 0..1. */
function named(data: Float32Array, i: number, names: readonly string[]): Record<string, number> {
  return Object.fromEntries(
    names.map((name, k) => {
      const value = data[i * names.length + k];
      if (!Number.isFinite(value)) throw notFinite('causes', value);
      return [name, Math.max(0, Math.min(1, value))];
    })
  );
}

function finite(embedding: Float32Array): Float32Array {
  for (const v of embedding) if (!Number.isFinite(v)) throw notFinite('embedding', v);
  return embedding;
}

function notFinite(name: string, value: number): FacegaugeError {
  return new FacegaugeError('MODEL_CONTRACT', `The face network's "${name}" is not a finite number.`, {
    found: String(value),
    action: "Check the file with 'facegauge models verify'; on a GPU try device: 'cpu'."
  });
}
