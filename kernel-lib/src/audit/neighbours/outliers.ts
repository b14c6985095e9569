/** Pictures unlike anything else in their data set, whatever their names. */
import { setImmediate as breathe } from 'node:timers/promises';
import { NearestOf } from '../../engine';
import { dotAt } from './identities';
import { stopIfAborted, type Embeddings } from './vectors';

/** A picture that is like no other. */
export interface Outlier {
  id: number;
  /** The picture most like it among those it was compared with, and the cosine. */
  nearest: number;
  similarity: number;
}

export interface Outliers {
  /** Least similar first. */
  outliers: Outlier[];
  /**
   * Cosine that one in a hundred pairs of different people exceeds in this data set. A picture that reaches it with none, of hundreds, is
   * an outlier. 0 where there were too few pictures to say so.
   */
  limit: number;
  /** Pictures that each was compared with: all of them, or so many equally spaced ones. */
  comparedWith: number;
  pictures: number;
}

/** Pictures each is compared with at most: finding its true neighbours is no aim here. */
const REFERENCES = 4096;
/** Pictures to compare with below which nothing is called unusual: .99^460 = .01. */
const LEAST = 461;
/** Pictures whose similarities with each other are looked at for the limit. */
const SAMPLE = 400;

/**
 * @param usable false for pictures that are to be left out: of low quality, above all
 * @param onProgress told the share that is done, 0..1
 * @throws FacegaugeError ABORTED, ENGINE_CRASHED
 */
export async function findOutliers(
  embeddings: Embeddings,
  usable: (id: number) => boolean,
  { signal, onProgress }: { signal?: AbortSignal; onProgress?: (share: number) => void } = {}
): Promise<Outliers> {
  let [pictures, size] = [0, 0];
  for (const block of embeddings()) {
    size = block.size;
    for (const id of block.ids) if (usable(id)) pictures++;
  }
  const nothing = { outliers: [], limit: 0, comparedWith: 0, pictures };
  if (pictures < LEAST) return nothing;
  const step = Math.ceil(pictures / REFERENCES);
  const references: { id: number; unit: Float32Array }[] = [];
  let place = 0;
  for (const block of units(embeddings, usable, size))
    for (const picture of block) if (place++ % step === 0) references.push(picture);
  const columns = new Float32Array(references.length * size);
  references.forEach(({ unit }, i) => columns.set(unit, i * size));
  const nearestOf = await NearestOf.open(columns, size);
  const all: Outlier[] = [];
  try {
    for (const block of units(embeddings, usable, size)) {
      stopIfAborted(signal);
      const rows = new Float32Array(block.length * size);
      block.forEach(({ unit }, i) => rows.set(unit, i * size));
      if (block.length === 0) continue;
      const { index, score } = await nearestOf.nearest(rows, 2);
      block.forEach(({ id }, i) => {
        const at = references[index[2 * i]]?.id === id ? 2 * i + 1 : 2 * i;
        all.push({ id, nearest: references[index[at]].id, similarity: score[at] });
      });
      onProgress?.(Math.min(1, all.length / pictures));
      await breathe();
    }
  } finally {
    await nearestOf.close();
  }
  const limit = limitOf(references.map(({ unit }) => unit));
  const outliers = all.filter(({ similarity }) => similarity < limit).sort((a, b) => a.similarity - b.similarity);
  return { outliers, limit, comparedWith: references.length, pictures };
}

/** From the lower half of the distribution, where no pairs of one person are: median + 2.33 standard deviations of a normal one. */
function limitOf(references: readonly Float32Array[]): number {
  const step = Math.ceil(references.length / SAMPLE);
  const sample = references.filter((_, i) => i % step === 0);
  const similarities: number[] = [];
  sample.forEach((unit, i) => {
    for (let j = 0; j < i; j++) similarities.push(dotAt(unit, 0, sample[j]));
  });
  const sorted = Float64Array.from(similarities).sort();
  const [quarter, median] = [0.25, 0.5].map(share => sorted[Math.floor(share * sorted.length)]);
  return median + (2.326 * (median - quarter)) / 0.6745;
}

function* units(
  embeddings: Embeddings,
  usable: (id: number) => boolean,
  size: number
): Generator<{ id: number; unit: Float32Array }[]> {
  for (const block of embeddings()) {
    const pictures: { id: number; unit: Float32Array }[] = [];
    block.ids.forEach((id, i) => {
      if (!usable(id)) return;
      const unit = block.vectors.slice(i * size, (i + 1) * size);
      const length = Math.sqrt(unit.reduce((sum, value) => sum + value * value, 0));
      if (length > 0) pictures.push({ id, unit: unit.map(value => value / length) });
    });
    yield pictures;
  }
}
