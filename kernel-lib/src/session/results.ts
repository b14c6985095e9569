/** From the engine's answers to results: what a picture may be used for, and what a photographer can do. */
import path from 'node:path';
import { adviseOn, adviseWithoutFace } from '../components';
import { FacegaugeError } from '../errors';
import { pathOfUrl, readable } from '../names';
import type { Device, Extraction, FailureToAcquire, ImageInput, Language, Policy, Provenance } from '../types';
import { assess } from '../verification';
import { FailedPicture, NotAcquired, Sample, type PictureResult } from './sample';

export interface ResultContext {
  image: ImageInput;
  key: string | null;
  source: string | undefined;
  sourceOf?: (provenance: Provenance) => string;
  aligned: boolean;
  model: { id: string; recogniser: string | null; mapScale: number };
  device: Device;
  policy: Policy;
  language: Language;
}

export function toResult(answer: Extraction | FailureToAcquire, context: ResultContext): PictureResult {
  const { aligned, model, device, policy, language } = context;
  const file = pathOf(context.image);
  const { sha256, width, height, takenAt, provenance, findings, warnings, elapsedMs } = answer;
  const picture = {
    path: file,
    key: context.key,
    source: context.source ?? (provenance && context.sourceOf?.(provenance)) ?? sourceOf(file),
    sha256,
    width,
    height,
    takenAt,
    provenance,
    findings,
    warnings,
    model: model.id,
    device,
    elapsedMs
  };
  if (!answer.acquired)
    return new NotAcquired(
      { ...picture, preview: answer.preview, thumbnail: answer.thumbnail, advice: adviseWithoutFace(findings) },
      language
    );
  const { recognition, face, components, faces, faceIndex, thumbnail, preview, timings } = answer;
  const { embedding, quality, rawQuality, logQuality, qualityMap, qualityBias, causes } = recognition;
  return new Sample(
    {
      ...picture,
      faces,
      faceIndex,
      box: face.box,
      landmarks: face.landmarks,
      detectionScore: aligned ? null : face.score,
      fallback: face.fallback,
      aligned,
      embedding,
      quality,
      rawQuality,
      logQuality,
      qualityMap,
      qualityBias,
      causes,
      mapScale: model.mapScale,
      components,
      assessment: assess(quality, policy),
      advice: adviseOn(findings, { quality, policy }),
      recogniser: model.recogniser,
      copies: recognition.copies ?? null,
      occlusionMap: recognition.occlusionMap ?? null,
      thumbnail,
      preview,
      timings,
      policy
    },
    language
  );
}

export function failedPicture(error: FacegaugeError, { image, key, source, language }: ResultContext): FailedPicture {
  const file = pathOf(image);
  return new FailedPicture(file, source ?? sourceOf(file), error, language, key);
}

/** A path as the caller gave it; null for bytes and for what is no picture at all. */
function pathOf(image: ImageInput): string | null {
  if (typeof image === 'string') return image;
  return image instanceof URL && image.protocol === 'file:' ? pathOfUrl(image) : null;
}

function sourceOf(file: string | null): string {
  return file === null ? 'bytes' : readable(path.basename(path.dirname(path.resolve(file))));
}
