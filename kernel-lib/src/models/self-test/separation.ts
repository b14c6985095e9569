/** Does a recogniser tell the sample people apart? */
import { embed, type RecogniserContract } from '../../recognition';
import type { Network } from '../../types';
import type { SampleCrop } from './samples';

export interface Separation {
  /** Mean similarity of two pictures of one person. */
  mated: number;
  /** Mean similarity of two people. */
  nonMated: number;
  /** Their distance in standard deviations of the latter. */
  margin: number;
  /** Every person's two pictures are nearer to each other than to anybody else, by more than chance. */
  passed: boolean;
}

/** A network fed wrongly can still be in order by a hair. */
const LEAST_MARGIN = 2.5;

const cosine = (a: Float32Array, b: Float32Array) => a.reduce((sum, v, i) => sum + v * b[i], 0);
const mean = (values: number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;

/**
 * Compares all pairs of the sample crops.
 * @throws FacegaugeError MODEL_CONTRACT where the network gives no usable embedding
 */
export async function separation(
  samples: SampleCrop[],
  network: Network,
  contract: RecogniserContract
): Promise<Separation> {
  const crops = samples.map(({ crop }) => crop);
  const embeddings = await embed(crops, network, contract);
  const mated: number[] = [];
  const nonMated: number[] = [];
  let nearest = true;
  samples.forEach(({ person }, i) => {
    const own: number[] = [];
    const others: number[] = [];
    samples.forEach((other, j) => {
      if (j !== i) (other.person === person ? own : others).push(cosine(embeddings[i], embeddings[j]));
    });
    if (!(Math.min(...own) > Math.max(...others))) nearest = false;
    mated.push(...own);
    nonMated.push(...others);
  });
  const between = mean(nonMated);
  const deviation = Math.sqrt(mean(nonMated.map(v => (v - between) ** 2))) || 1e-6;
  const margin = (mean(mated) - between) / deviation;
  return { mated: mean(mated), nonMated: between, margin, passed: nearest && margin >= LEAST_MARGIN };
}
