/** What a session says of its networks. */
import type { LoadedModels } from '../models';
import { mapScale } from '../recognition';
import type { Policy, Warning } from '../types';

/** The networks of a session. */
export interface ModelInfo {
  id: string;
  title: string;
  /** Values of an embedding. */
  embeddingSize: number;
  /** Id of the network of one's own that gives the embedding, or null. */
  recogniser: string | null;
  detector: string;
  /** Half-range of the colour scale of this model's contribution maps. */
  mapScale: number;
}

export function modelInfo({ face, recogniser, detector }: LoadedModels): ModelInfo {
  return {
    id: face.id,
    title: face.title,
    embeddingSize: (recogniser ?? face).contract.embeddingSize,
    recogniser: recogniser?.id ?? null,
    detector: detector.id,
    mapScale: mapScale(face.contract)
  };
}

/** What is to be said of a comparison whose thresholds were made for other networks. */
export function thresholdWarnings({ thresholds, face, recogniser }: LoadedModels, { origin }: Policy): Warning[] {
  if (thresholds || origin.similarityMatch !== 'built-in') return [];
  const message = `The similarity thresholds were not made for the network ${(recogniser ?? face).id}; \`facegauge models calibrate\` finds its own.`;
  return [{ code: 'THRESHOLDS_NOT_FOR_MODEL', message }];
}
