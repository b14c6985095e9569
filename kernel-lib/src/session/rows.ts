/** From results to rows of the store. */
import path from 'node:path';
import type { SampleRow } from '../store';
import { NotAcquired, Sample, type PictureResult } from './sample';

export interface RowContext {
  /** Audit the picture belongs to, or null. */
  run: number | null;
  /** Id of the face network. */
  model: string;
  /** UTC ms. */
  processedAt: number;
}

export function toRow(result: PictureResult, { run, model, processedAt }: RowContext): SampleRow {
  const row: SampleRow = {
    ...NOTHING_KNOWN,
    run,
    path: result.path === null ? 'bytes' : path.resolve(result.path),
    source: result.source,
    processedAt,
    model
  };
  if (result instanceof Sample) {
    const { thumbnail, embedding, qualityMap, qualityBias, components, assessment, box, landmarks } = result;
    const { detectionScore, quality, rawQuality, logQuality, faces } = result;
    const seen = { acquired: true, faces, box, landmarks, detectionScore, thumbnail, embedding };
    return {
      ...row,
      ...facts(result),
      ...seen,
      quality,
      rawQuality,
      logQuality,
      qualityMap,
      qualityBias,
      components,
      assessment
    };
  }
  const { code: errorCode, message: errorMessage } = result.error;
  if (result instanceof NotAcquired)
    return { ...row, ...facts(result), faces: 0, assessment: 'not-acquired', errorCode, errorMessage };
  return { ...row, errorCode, errorMessage };
}

function facts({
  sha256,
  takenAt,
  width,
  height,
  warnings,
  elapsedMs,
  device
}: Sample | NotAcquired): Partial<SampleRow> {
  return { sha256, takenAt, width, height, warnings, elapsedMs, device };
}

const NOTHING_KNOWN = {
  sha256: null,
  takenAt: null,
  width: null,
  height: null,
  acquired: false,
  faces: null,
  box: null,
  landmarks: null,
  detectionScore: null,
  quality: null,
  rawQuality: null,
  logQuality: null,
  qualityMap: null,
  qualityBias: null,
  components: null,
  assessment: null,
  warnings: [],
  errorCode: null,
  errorMessage: null,
  elapsedMs: null,
  device: null,
  embedding: null,
  thumbnail: null
};
