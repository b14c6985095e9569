/** From results to rows of the store. */
import path from 'node:path';
import { bytesOf, isStray, readable } from '../names';
import type { SampleRow } from '../store';
import { isNotAcquired, isSample } from './guards';
import type { NotAcquired, PictureResult, Sample } from './sample';

export interface RowContext {
  /** Audit the picture belongs to, or null. */
  run: number | null;
  /** What a list said of the picture. */
  identity: string | null;
  tags: Record<string, unknown> | null;
  /** Id of the face network. */
  model: string;
  /** Id of the network of one's own that gives the embedding, or null. */
  recogniser: string | null;
  /** Newest change of the store's policy. */
  policyVersion: number | null;
  /** UTC ms. */
  processedAt: number;
}

export function toRow(result: PictureResult, context: RowContext): SampleRow {
  const row: SampleRow = {
    ...NOTHING_KNOWN,
    ...context,
    ...place(result.path),
    key: result.key,
    source: result.source
  };
  if (isSample(result)) {
    const { thumbnail, embedding, qualityMap, qualityBias, components, assessment, box, landmarks } = result;
    const { detectionScore, quality, rawQuality, logQuality, faces, timings, causes } = result;
    const seen = { acquired: true, faces, box, landmarks, detectionScore, thumbnail, embedding };
    const judged = {
      quality,
      rawQuality,
      logQuality,
      qualityMap,
      qualityBias,
      components,
      causes,
      assessment,
      timings
    };
    return { ...row, ...facts(result), ...seen, ...judged };
  }
  const { code: errorCode, message: errorMessage } = result.error;
  if (isNotAcquired(result))
    return {
      ...{ ...row, ...facts(result), faces: 0, assessment: 'not-acquired', errorCode, errorMessage },
      // So that what failed can be seen at a glance.
      thumbnail: result.thumbnail
    };
  return { ...row, errorCode, errorMessage };
}

/** People and other programs read `path`; where its bytes are not UTF-8, `pathRaw` has them. */
function place(given: string | null): Pick<SampleRow, 'path' | 'pathRaw'> {
  if (given === null) return { path: null, pathRaw: null };
  const file = path.resolve(given);
  return isStray(file) ? { path: readable(file), pathRaw: bytesOf(file) } : { path: file, pathRaw: null };
}

function facts(result: Sample | NotAcquired): Partial<SampleRow> {
  const { sha256, takenAt, provenance, width, height, warnings, elapsedMs, device } = result;
  const [findings, advice] = [result.findings, result.advice].map(list => list.map(({ code }) => code));
  return { ...provenance, sha256, takenAt, width, height, warnings, elapsedMs, device, findings, advice };
}

const NOTHING_KNOWN = {
  pathRaw: null,
  fileSize: null,
  fileMtime: null,
  sha256: null,
  pixelHash: null,
  perceptualHash: null,
  camera: null,
  takenAt: null,
  takenAtZoned: null,
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
  causes: null,
  assessment: null,
  findings: [],
  advice: [],
  warnings: [],
  errorCode: null,
  errorMessage: null,
  elapsedMs: null,
  timings: null,
  device: null,
  embedding: null,
  thumbnail: null
};
