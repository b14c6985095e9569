/** The results of one picture: with a face, without one, or not to be processed at all. Plain data that can show itself. */
import path from 'node:path';
import { inspect } from 'node:util';
import type { FaceCardData, FailedCardData, NotAcquiredCardData } from '../cards';
import type { MimeBundle } from '../drawing';
import { errorText } from '../error-words';
import { FacegaugeError } from '../errors';
import type { Landmarks, Language, Copies } from '../types';
import { DISPLAY, DISPLAY_LIST, drawCard, drawList, type Listed } from './display';
import type { NotAcquiredData, SampleData } from './sample-data';
import { rounded, shortest, type FailedPictureJson, type NotAcquiredJson, type SampleJson } from './json';
import { describeFailure, describeNotAcquired, describeSample } from './describe';

export interface Sample extends SampleData {}

/** One picture with a face. */
export class Sample {
  readonly kind = 'sample';
  readonly acquired = true;
  readonly #language: Language;

  constructor(data: SampleData, language: Language) {
    Object.assign(this, data);
    this.#language = language;
  }

  toJSON(): SampleJson {
    const { box, landmarks, detectionScore, copies, occlusionMap, recogniser, causes } = this;
    const px = (value: number): number => rounded(value, 2);
    return {
      path: this.path,
      ...echo(this.key),
      sha256: this.sha256,
      width: this.width,
      height: this.height,
      faces: this.faces,
      faceIndex: this.faceIndex,
      box: { x: px(box.x), y: px(box.y), width: px(box.width), height: px(box.height) },
      landmarks: landmarks.map(([x, y]) => [px(x), px(y)]) as Landmarks,
      detectionScore: detectionScore === null ? null : shortest(detectionScore),
      embedding: Array.from(this.embedding, shortest),
      quality: this.quality === null ? null : rounded(this.quality, 6),
      rawQuality: shortest(this.rawQuality),
      logQuality: shortest(this.logQuality),
      qualityMap: this.qualityMap.map(row => row.map(shortest)),
      qualityBias: this.qualityBias,
      components: this.components,
      assessment: this.assessment,
      findings: this.findings,
      advice: this.advice,
      warnings: this.warnings,
      ...(causes === null ? {} : { causes: roundedAll(causes) }),
      model: this.model,
      ...(recogniser === null ? {} : { recogniser }),
      device: this.device,
      elapsedMs: rounded(this.elapsedMs, 1),
      ...(copies === null ? {} : { copies: withoutEmbeddings(copies) }),
      ...(occlusionMap === null ? {} : { occlusionMap: occlusionMap.map(row => row.map(shortest)) })
    };
  }

  [inspect.custom](): string {
    return describeSample(this, this.#language);
  }

  /** What a face card shows. */
  toCard(): FaceCardData {
    const { thumbnail, copies, occlusionMap, detectionScore } = this;
    return {
      kind: 'face',
      path: this.path,
      width: this.width,
      height: this.height,
      faces: this.faces,
      box: this.box,
      landmarks: this.landmarks,
      detectionScore: detectionScore ?? 1,
      aligned: this.aligned,
      ...(this.preview.length === 0 ? {} : { original: this.preview }),
      crop: thumbnail,
      quality: this.quality,
      logQuality: this.logQuality,
      rawQuality: this.rawQuality,
      qualityMap: this.qualityMap,
      qualityBias: this.qualityBias,
      mapScale: this.mapScale,
      ...(occlusionMap === null ? {} : { occlusionMap }),
      ...(copies === null ? {} : { copies: withoutEmbeddings(copies) }),
      components: this.components,
      assessment: this.assessment,
      findings: this.findings,
      advice: this.advice,
      warnings: this.warnings,
      policy: this.policy,
      model: this.model,
      device: this.device,
      timings: this.timings,
      elapsedMs: this.elapsedMs
    };
  }

  [DISPLAY](): Promise<MimeBundle> {
    return drawCard(this.toCard(), this.#language);
  }

  [DISPLAY_LIST](results: Listed[]): Promise<MimeBundle> {
    return drawList(results, this.#language);
  }
}

function roundedAll(causes: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(causes).map(([name, p]) => [name, rounded(p, 4)]));
}

function withoutEmbeddings({ n, quality, logQuality }: Copies): Omit<Copies, 'embeddings'> {
  return { n, quality, logQuality };
}

export interface NotAcquired extends NotAcquiredData {}

/** One picture without a usable face: a failure to acquire (FTA). */
export class NotAcquired {
  readonly kind = 'not-acquired';
  readonly acquired = false;
  readonly faces = 0;
  readonly assessment = 'not-acquired';
  readonly quality = null;
  readonly embedding = null;
  readonly error: FacegaugeError;
  readonly #language: Language;

  constructor(data: NotAcquiredData, language: Language) {
    Object.assign(this, data);
    this.#language = language;
    const why = data.findings.map(({ en }) => ` ${en}`).join('');
    const found = `${data.width} × ${data.height} pixels, no face`;
    this.error = new FacegaugeError('NO_FACE', `No face was found in ${nameOf(data.path)}.${why}`, {
      found,
      action: 'Use a picture that shows one face, upright and larger than the minimum face size.',
      path: data.path ?? undefined
    }).in(language);
  }

  toJSON(): NotAcquiredJson {
    const { path: file, key, sha256, width, height, findings, error } = this;
    const { message } = error;
    return {
      path: file,
      ...echo(key),
      sha256,
      width,
      height,
      faces: 0,
      assessment: 'not-acquired',
      findings,
      error: { code: 'NO_FACE', message }
    };
  }

  [inspect.custom](): string {
    return describeNotAcquired(this, this.#language);
  }

  toCard(): NotAcquiredCardData {
    const { path: file, width, height, preview, findings, advice, warnings, model, device, elapsedMs } = this;
    return {
      kind: 'not-acquired',
      path: file,
      width,
      height,
      picture: preview.length === 0 ? null : preview,
      findings,
      advice,
      warnings,
      model,
      device,
      elapsedMs
    };
  }

  [DISPLAY](): Promise<MimeBundle> {
    return drawCard(this.toCard(), this.#language);
  }

  [DISPLAY_LIST](results: Listed[]): Promise<MimeBundle> {
    return drawList(results, this.#language);
  }
}

/** One picture that could not be processed; the batch goes on without it. */
export class FailedPicture {
  readonly kind = 'failed';
  readonly acquired = false;
  readonly quality = null;
  readonly #language: Language;

  constructor(
    /** As the caller gave it; null for bytes. */
    readonly path: string | null,
    readonly source: string,
    readonly error: FacegaugeError,
    language: Language,
    /** The caller's own name of the batch item, or null. */
    readonly key: string | null = null
  ) {
    this.#language = language;
    error.in(language);
  }

  toJSON(): FailedPictureJson {
    return { path: this.path, ...echo(this.key), error: { code: this.error.code, message: this.error.message } };
  }

  [inspect.custom](): string {
    return describeFailure(this, this.#language);
  }

  toCard(): FailedCardData {
    const { path: file, error } = this;
    return {
      kind: 'failed',
      path: file,
      width: null,
      height: null,
      error: { code: error.code, message: errorText(error, this.#language) }
    };
  }

  [DISPLAY](): Promise<MimeBundle> {
    return drawCard(this.toCard(), this.#language);
  }

  [DISPLAY_LIST](results: Listed[]): Promise<MimeBundle> {
    return drawList(results, this.#language);
  }
}

/** Whatever came of one picture of a batch. */
export type PictureResult = Sample | NotAcquired | FailedPicture;

/** In JSON a key stands only where there is one. */
function echo(key: string | null): { key?: string } {
  return key === null ? {} : { key };
}

function nameOf(file: string | null): string {
  return file === null ? 'the picture given as bytes' : `"${path.basename(file)}"`;
}
