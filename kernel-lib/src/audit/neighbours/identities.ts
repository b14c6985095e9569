/** Who is in a data set: sums of the unit embeddings of each identity, from which mean similarities follow without comparing pairs. */
import { setImmediate as breathe } from 'node:timers/promises';
import { FacegaugeError } from '../../errors';
import { stopIfAborted, type Embeddings } from './vectors';

/** What is known of a picture besides its embedding. */
export interface LabelFacts {
  /** Whom it is said to show; null where nothing is said. */
  identity: string | null;
  /** 0..1; null where it is not known, which is no reason to leave it out. */
  quality: number | null;
}

/** @returns undefined for a picture that is not to be considered */
export type LabelFactsOf = (id: number) => LabelFacts | undefined;

/** Usable pictures an identity must have before anything is said of it or measured against it. */
export const LEAST_PICTURES = 2;

export interface Identities {
  names: string[];
  /** Usable pictures of each. */
  counts: Uint32Array;
  /** Sums of unit embeddings, identities × size. */
  sums: Float32Array;
  /** The same over every second picture. */
  halves: Float32Array;
  halfCounts: Uint32Array;
  size: number;
  /** Usable pictures: with an identity and a quality that is not below `qualityReject`. */
  pictures: number;
  numberOf: (name: string) => number;
}

/** One usable picture on its way through a pass. */
export interface Labelled {
  id: number;
  /** Number of its identity. */
  label: number;
  /** Of length 1. */
  unit: Float32Array;
}

/**
 * @param expected values of an embedding (default: as the first has)
 * @throws FacegaugeError INVALID_ARGUMENT where embeddings differ in size; ABORTED
 */
export async function gatherIdentities(
  embeddings: Embeddings,
  factsOf: LabelFactsOf,
  qualityReject: number,
  signal?: AbortSignal,
  expected?: number
): Promise<Identities> {
  const numbers = new Map<string, number>();
  const names: string[] = [];
  for (const block of embeddings())
    for (const id of block.ids) {
      const name = usable(factsOf(id), qualityReject);
      if (name === null || numbers.has(name)) continue;
      numbers.set(name, names.length);
      names.push(name);
    }
  const size = expected || sizeOf(embeddings);
  const identities: Identities = {
    names,
    counts: new Uint32Array(names.length),
    sums: new Float32Array(names.length * size),
    halves: new Float32Array(names.length * size),
    halfCounts: new Uint32Array(names.length),
    size,
    pictures: 0,
    numberOf: name => numbers.get(name) ?? -1
  };
  const { counts, sums, halves, halfCounts } = identities;
  for await (const block of usablePictures(embeddings, identities, factsOf, qualityReject, signal))
    for (const { label, unit } of block) {
      const second = counts[label]++ % 2 === 1;
      if (second) halfCounts[label]++;
      identities.pictures++;
      for (let k = 0; k < size; k++) {
        sums[label * size + k] += unit[k];
        if (second) halves[label * size + k] += unit[k];
      }
    }
  return identities;
}

/** The usable pictures, block by block, in the order of their ids. */
export async function* usablePictures(
  embeddings: Embeddings,
  { numberOf, size }: Pick<Identities, 'numberOf' | 'size'>,
  factsOf: LabelFactsOf,
  qualityReject: number,
  signal?: AbortSignal
): AsyncGenerator<Labelled[], void, undefined> {
  for (const block of embeddings()) {
    stopIfAborted(signal);
    if (block.size !== size)
      throw new FacegaugeError('INVALID_ARGUMENT', 'Embeddings of different networks cannot be compared.', {
        found: `${size} and ${block.size} values`,
        action: 'Name the network that is meant (embeddingModel).'
      });
    const pictures: Labelled[] = [];
    block.ids.forEach((id, i) => {
      const name = usable(factsOf(id), qualityReject);
      const label = name === null ? -1 : numberOf(name);
      const unit = toUnit(block.vectors.slice(i * size, (i + 1) * size));
      if (label >= 0 && unit) pictures.push({ id, label, unit });
    });
    yield pictures;
    await breathe();
  }
}

/** Mean similarity of a picture with the *other* pictures of an identity it belongs to. */
export function similarityWithOwn({ sums, counts, size }: Identities, { label, unit }: Labelled): number {
  return (dotAt(sums, label * size, unit) - 1) / (counts[label] - 1);
}

/** Mean similarity of a picture with the pictures of an identity it does not belong to. */
export function similarityWith({ sums, counts, size }: Identities, unit: Float32Array, label: number): number {
  return dotAt(sums, label * size, unit) / counts[label];
}

/** Identities with enough pictures, and their mean vectors (whose product with a unit vector is the mean similarity). */
export function supportedMeans({ counts, sums, size }: Identities): { labels: number[]; means: Float32Array } {
  const labels = Array.from(counts.keys()).filter(label => counts[label] >= LEAST_PICTURES);
  const means = new Float32Array(labels.length * size);
  labels.forEach((label, row) => {
    for (let k = 0; k < size; k++) means[row * size + k] = sums[label * size + k] / counts[label];
  });
  return { labels, means };
}

export function dotAt(values: Float32Array, from: number, other: Float32Array, at = 0, size = other.length): number {
  let sum = 0;
  for (let k = 0; k < size; k++) sum += values[from + k] * other[at + k];
  return sum;
}

function usable(facts: LabelFacts | undefined, qualityReject: number): string | null {
  if (!facts || facts.identity === null) return null;
  return facts.quality !== null && facts.quality < qualityReject ? null : facts.identity;
}

function sizeOf(embeddings: Embeddings): number {
  for (const block of embeddings()) return block.size;
  return 0;
}

/** Null for what has no direction. */
function toUnit(vector: Float32Array): Float32Array | null {
  const length = Math.sqrt(dotAt(vector, 0, vector));
  if (!(length > 0) || !Number.isFinite(length)) return null;
  for (let k = 0; k < vector.length; k++) vector[k] /= length;
  return vector;
}
