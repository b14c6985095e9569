import { FacegaugeError } from '../errors';
import type { Network, Pixels } from '../types';
import { CROP_SIZE, type FaceContract } from './contract';
import { recognise } from './recognise';

/** Rows and columns of the finer map. */
export const OCCLUSION_SIZE = 14;

const STEP = CROP_SIZE / OCCLUSION_SIZE;
/** Side of the covering patch: twice the step, so that neighbouring patches overlap and no feature falls between two. */
const PATCH = 2 * STEP;

export interface OcclusionOptions {
  signal?: AbortSignal;
  /** Called after each row with the share done, up to 1. */
  onProgress?: (done: number) => void;
}

/**
 * Occlusion sensitivity (Zeiler & Fergus, 2014): a 16×16 patch in the crop's mean colour is moved over the face in steps of 8 px.
 * 197 forward passes, a row of 14 a batch.
 * @param crop 112×112, aligned
 * @returns 14×14: by how much logQuality drops where the patch covers the face; above 0 = that place raises the quality
 * @throws ABORTED between two batches once `signal` is aborted; else as `recognise`
 */
export async function occlusionMap(
  crop: Pixels,
  network: Network,
  contract: FaceContract,
  options: OcclusionOptions = {}
): Promise<number[][]> {
  const { signal, onProgress } = options;
  throwIfAborted(signal);
  const [whole] = await recognise([crop], network, contract);
  const fill = meanColour(crop);
  const map: number[][] = [];
  for (let row = 0; row < OCCLUSION_SIZE; row++) {
    throwIfAborted(signal);
    const covered = Array.from({ length: OCCLUSION_SIZE }, (_, column) => cover(crop, row, column, fill));
    const results = await recognise(covered, network, contract);
    map.push(results.map(r => whole.logQuality - r.logQuality));
    onProgress?.((row + 1) / OCCLUSION_SIZE);
  }
  return map;
}

function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted)
    throw new FacegaugeError('ABORTED', 'The occlusion map was stopped before it was complete.', {
      cause: signal.reason
    });
}

function meanColour(crop: Pixels): [number, number, number] {
  const sums = [0, 0, 0];
  for (let i = 0; i < crop.data.length; i++) sums[i % 3] += crop.data[i];
  const n = crop.data.length / 3;
  return [Math.round(sums[0] / n), Math.round(sums[1] / n), Math.round(sums[2] / n)];
}

/** A copy of the crop with the patch centred on cell (row, column). */
function cover(crop: Pixels, row: number, column: number, fill: readonly number[]): Pixels {
  const data = crop.data.slice();
  const start = (cell: number): number => Math.max(0, cell * STEP + (STEP - PATCH) / 2);
  const end = (cell: number): number => Math.min(CROP_SIZE, cell * STEP + (STEP + PATCH) / 2);
  for (let y = start(row); y < end(row); y++)
    for (let x = start(column); x < end(column); x++) data.set(fill, (y * CROP_SIZE + x) * 3);
  return { ...crop, data };
}
