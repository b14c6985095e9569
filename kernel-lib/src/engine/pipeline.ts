/**
 * One picture from its pixels to everything that is said of it: detect → align → recognise → components.
 * Runs in the worker. Decoding is a step of its own, so that the next picture can be decoded meanwhile.
 */
import { faceDetail, faultsWithoutFace, findFaults, gather, Luma, measureComponents } from '../components';
import { detectFaces, rankFaces } from '../detection';
import { decodeImage, encodePreview, encodeThumbnail, encodeWhole, Mipmap } from '../image';
import type { LoadedModels } from '../models';
import { embed, occlusionMap, recognise, summarise, withoutDoubt } from '../recognition';
import type {
  DecodedImage,
  ExtractOptions,
  Extraction,
  Face,
  FailureToAcquire,
  ImageInput,
  Pixels,
  PictureFacts,
  Recognition,
  Warning
} from '../types';
import { align, wholePicture, type Aligned } from './align';
import { toOriginal } from './coordinates';
import type { Answer } from './messages';
import type { Networks } from './networks';
import { RotatedLooks } from './rotated';

export interface Decoded {
  image: DecodedImage;
  /** Time from the call to the pixels. */
  decodeMs: number;
}

/** A face in the template, and what the networks say of it. */
interface Seen extends Aligned {
  recognition: Recognition;
  recogniseMs: number;
  /** Time for looks at the rotated picture. */
  rotateMs: number;
}

/** What is the same for every face of a picture. */
interface Scene {
  image: DecodedImage;
  picture: Mipmap;
  luma: Luma;
  rotated: RotatedLooks;
  options: ExtractOptions;
  all: boolean;
  /** Faces seen. */
  faces: number;
  decodeMs: number;
  detectMs: number;
}

/** What is said of a face, before its pictures are encoded. */
interface Described {
  said: Omit<Extraction, 'thumbnail' | 'preview'>;
  crop: Pixels;
}

export class Pipeline {
  constructor(
    private readonly models: LoadedModels,
    private readonly networks: Networks
  ) {}

  /** @throws FacegaugeError of the image room */
  async decode(input: ImageInput): Promise<Decoded> {
    const from = performance.now();
    const image = await decodeImage(input);
    return { image, decodeMs: performance.now() - from };
  }

  /**
   * @param all every face of the picture is asked for, not only the one that the options mean
   * @param signal looked at between phases and within the occlusion map
   * @returns a promise of the answer once all networks are done; what is left to wait for needs none of them
   */
  async process(
    { image, decodeMs }: Decoded,
    options: ExtractOptions,
    all: boolean,
    signal: AbortSignal
  ): Promise<{ answer: Promise<Answer> }> {
    const from = performance.now();
    const picture = new Mipmap(image);
    const rotated = this.#rotated(picture, options);
    let found = options.aligned ? [wholePicture(image)] : await this.#find(picture, image, options);
    if (found.length === 0) found = await rotated.anywhere();
    const detectMs = options.aligned ? 0 : performance.now() - from;
    if (found.length === 0) return { answer: notAcquired(image, picture, options, decodeMs + detectMs) };
    const scene: Scene = {
      image,
      picture,
      luma: new Luma(image),
      rotated,
      options,
      all,
      faces: found.length,
      decodeMs,
      detectMs
    };
    const described: Described[] = [];
    for (const [faceIndex, face] of (all ? found : found.slice(0, 1)).entries()) {
      signal.throwIfAborted();
      described.push(this.#describe(await this.#see(face, scene, signal), faceIndex, scene));
    }
    return { answer: withPictures(described, picture, options) };
  }

  /** Faces in the order in which they are meant. */
  async #find(picture: Mipmap, image: DecodedImage, { minFace, face }: ExtractOptions): Promise<Face[]> {
    const found = await detectFaces(picture, this.networks.detector, minFace);
    const { contract } = this.models.face;
    return rankFaces(await withoutDoubt(picture, found, this.networks.face, contract), face ?? 'largest', image);
  }

  #rotated(picture: Mipmap, { minFace, face }: ExtractOptions): RotatedLooks {
    const { detector, face: network } = this.networks;
    return new RotatedLooks(
      picture,
      { detector, face: network, contract: this.models.face.contract, minFace },
      face ?? 'largest'
    );
  }

  /** A face upright, whichever way it lies in the picture. */
  async #see(face: Face, scene: Scene, signal: AbortSignal): Promise<Seen> {
    const seen = await this.#look(face, scene, signal);
    if (scene.options.aligned) return seen;
    const from = performance.now();
    const rotated = await scene.rotated.insteadOf(face, seen.recognition.quality, scene.faces === 1);
    const rotateMs = performance.now() - from;
    return { ...(rotated ? await this.#look(rotated, scene, signal) : seen), rotateMs };
  }

  async #look(face: Face, { picture, image, options }: Scene, signal: AbortSignal): Promise<Seen> {
    const aligned = await align(picture, face, image, options);
    const from = performance.now();
    const recognition = await this.#recognise(aligned.crops, options, signal);
    return { ...aligned, recognition, recogniseMs: performance.now() - from, rotateMs: 0 };
  }

  #describe(
    { face, crops, recognition, alignMs, recogniseMs, rotateMs }: Seen,
    faceIndex: number,
    { image, luma, options, all, faces, decodeMs, detectMs }: Scene
  ): Described {
    const [crop] = crops;
    const componentsFrom = performance.now();
    const { causes } = recognition;
    const aligned = options.aligned === true;
    const detail = faceDetail(luma, face.landmarks);
    const components = measureComponents({
      image,
      face,
      crop,
      faces,
      causes,
      aligned,
      originalScale: image.scale,
      detail
    });
    const evidence = gather({ image, face, aligned, components, causes, detail });
    const findings = findFaults(evidence);
    const componentsMs = performance.now() - componentsFrom;
    const said: Described['said'] = {
      acquired: true,
      ...facts(image),
      faces,
      faceIndex,
      face: toOriginal(face, image),
      recognition,
      components,
      findings,
      warnings: [
        ...image.warnings,
        ...detectionWarnings(face, faces, options.face ?? 'largest', all),
        ...recognition.warnings
      ],
      timings: {
        decode: decodeMs,
        detect: detectMs + rotateMs,
        align: alignMs,
        recognise: recogniseMs,
        components: componentsMs
      },
      elapsedMs: decodeMs + detectMs + rotateMs + alignMs + recogniseMs + componentsMs
    };
    return { said, crop };
  }

  async #recognise(crops: Pixels[], options: ExtractOptions, signal: AbortSignal): Promise<Recognition> {
    const { face, recogniser } = this.models;
    const all = await recognise(crops, this.networks.face, face.contract);
    if (recogniser && this.networks.recogniser) {
      const embeddings = await embed(crops, this.networks.recogniser, recogniser.contract);
      all.forEach((recognition, i) => (recognition.embedding = embeddings[i]));
    }
    const recognition: Recognition = all.length === 1 ? all[0] : { ...all[0], copies: summarise(all) };
    if (options.detail !== 'occlusion') return recognition;
    const map = await occlusionMap(crops[0], this.networks.face, face.contract, { signal });
    return { ...recognition, occlusionMap: map };
  }
}

async function withPictures(
  described: readonly Described[],
  picture: Mipmap,
  options: ExtractOptions
): Promise<Extraction[]> {
  const preview = await previewOf(picture, options);
  return Promise.all(
    described.map(async ({ said, crop }) => ({ ...said, thumbnail: await encodeThumbnail(crop), preview }))
  );
}

function facts({ sha256, originalWidth, originalHeight, takenAt, provenance }: DecodedImage): PictureFacts {
  return { sha256, width: originalWidth, height: originalHeight, takenAt, provenance };
}

async function previewOf(picture: Mipmap, { preview }: ExtractOptions): Promise<Uint8Array> {
  return preview === false ? new Uint8Array(0) : encodePreview(picture);
}

async function notAcquired(
  image: DecodedImage,
  picture: Mipmap,
  options: ExtractOptions,
  elapsedMs: number
): Promise<FailureToAcquire> {
  const [preview, thumbnail] = await Promise.all([previewOf(picture, options), encodeWhole(picture)]);
  return {
    acquired: false,
    ...facts(image),
    faces: 0,
    findings: faultsWithoutFace(image),
    warnings: image.warnings,
    preview,
    thumbnail,
    elapsedMs
  };
}

function detectionWarnings({ fallback }: Face, faces: number, choice: string, all: boolean): Warning[] {
  if (fallback) return [{ code: 'FALLBACK_REGION', message: 'Low confidence face crop, using fallback region' }];
  if (faces > 1 && !all)
    return [{ code: 'SEVERAL_FACES', message: `${faces} faces were seen; the ${choice} one is used.` }];
  return [];
}
