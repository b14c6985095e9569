/** What the embeddings say of the names in a data set: wrong labels, strangers, split and merged identities. */
import { NearestOf } from '../../engine';
import { seededRandom } from '../../random';
import { gatherIdentities, supportedMeans, usablePictures, type LabelFactsOf } from './identities';
import { judgeLabels, measure, nothingMeasured, type LabelError, type Stranger } from './labels';
import { findMerged, type MergedIdentity } from './merged';
import { findSplits, type SplitIdentity } from './split';
import type { Embeddings } from './vectors';

export interface ExamineOptions {
  /** Pictures of lower quality are left out: they are neither accused nor measured against. */
  qualityReject: number;
  signal?: AbortSignal;
  /** Share of the work that is done, 0..1. */
  onProgress?: (share: number) => void;
}

/** Each list ranked by probability, all of at least .5. */
export interface IdentityFindings {
  labelErrors: LabelError[];
  strangers: Stranger[];
  splitIdentities: SplitIdentity[];
  mergedIdentities: MergedIdentity[];
  /** What this rests on. */
  basis: {
    /** Pictures with an identity and a sufficient quality. */
    pictures: number;
    /** Of them, those that could be judged: with two others of their identity, and another identity of two pictures to compare with. */
    judged: number;
    /** Identities with at least two usable pictures. */
    identities: number;
    /** False where there were too few to fit a probability on: then nothing is said at all. */
    sufficient: boolean;
  };
}

/** Judged pictures and identities below which nothing is said: the probabilities are fitted on them. */
const LEAST = { judged: 30, identities: 3 };

/**
 * @param embeddings of the whole data set; gone through several times
 * @throws FacegaugeError INVALID_ARGUMENT (embeddings of several networks), ABORTED, ENGINE_CRASHED
 */
export async function examineIdentities(
  embeddings: Embeddings,
  factsOf: LabelFactsOf,
  { qualityReject, signal, onProgress }: ExamineOptions
): Promise<IdentityFindings> {
  const identities = await gatherIdentities(embeddings, factsOf, qualityReject, signal);
  const { labels, means } = supportedMeans(identities);
  const basis = { pictures: identities.pictures, judged: 0, identities: labels.length, sufficient: false };
  const nothing = { labelErrors: [], strangers: [], splitIdentities: [], mergedIdentities: [], basis };
  onProgress?.(0.2);
  if (labels.length < LEAST.identities) return nothing;
  const random = seededRandom(1);
  const measured = nothingMeasured();
  const nearestOf = await NearestOf.open(means, identities.size);
  try {
    let seen = 0;
    for await (const block of usablePictures(embeddings, identities, factsOf, qualityReject, signal)) {
      const rows = new Float32Array(block.length * identities.size);
      block.forEach(({ unit }, i) => rows.set(unit, i * identities.size));
      if (block.length > 0) measure(block, identities, labels, await nearestOf.nearest(rows, 2), random, measured);
      onProgress?.(0.2 + (0.4 * (seen += block.length)) / identities.pictures);
    }
    basis.judged = measured.ids.length;
    basis.sufficient = basis.judged >= LEAST.judged;
    if (!basis.sufficient) return nothing;
    const splits = await findSplits(identities, labels, means, nearestOf);
    onProgress?.(0.7);
    const same = new Set(splits.flatMap(({ a, b }) => [`${a} ${b}`, `${b} ${a}`]));
    const told = (share: number) => onProgress?.(0.7 + 0.3 * share);
    const merged = await findMerged(embeddings, identities, factsOf, qualityReject, random, signal, told);
    onProgress?.(1);
    return {
      ...judgeLabels(measured, identities.names, (a, b) => same.has(`${a} ${b}`)),
      splitIdentities: splits.map(({ a, b, similarity, probability }) => ({
        identities: [identities.names[a], identities.names[b]],
        similarity,
        probability
      })),
      mergedIdentities: merged,
      basis
    };
  } finally {
    await nearestOf.close();
  }
}
