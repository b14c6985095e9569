/**
 * One picture from its pixels to everything that is said of it: detect → align → recognise → components.
 * Runs in the worker. Decoding is a step of its own, so that the next picture can be decoded meanwhile.
 */
import { faceDetail, faultsWithoutFace, findFaults, gather, measureComponents } from '../components';
import { detectFaces, rankFaces } from '../detection';
import {
  ARCFACE_TEMPLATE,
  decodeImage,
  encodePreview,
  encodeThumbnail,
  encodeWhole,
  fitAligned,
  Mipmap,
  warpFace
} from '../image';
import type { LoadedModels } from '../models';
import { disturbedCrops, embed, occlusionMap, recognise, summarise, withoutDoubt } from '../recognition';
import type {
  DecodedImage,
  ExtractOptions,
  Extraction,
  Face,
  FailureToAcquire,
  ImageInput,
  Landmarks,
  Pixels,
  PictureFacts,
  Recognition,
  Warning
} from '../types';
import { toOriginal } from './coordinates';
import type { Answer } from './messages';
import type { Networks } from './networks';

const TEMPLATE_SIZE = 112;

export interface Decoded {
  image: DecodedImage;
  /** Time from the call to the pixels. */
  decodeMs: number;
}

/** One face found, in pixels of the decoded picture, and its crops: first the plain one, then the disturbed copies. */
interface Aligned {
  face: Face;
  crops: Pixels[];
  alignMs: number;
}

/** What is the same for every face of a picture. */
interface Scene {
  image: DecodedImage;
  options: ExtractOptions;
  /** Faces seen. */
  faces: number;
  warnings: Warning[];
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
    const found = options.aligned ? [wholePicture(image)] : await this.#find(picture, image, options);
    const detectMs = options.aligned ? 0 : performance.now() - from;
    if (found.length === 0) return { answer: notAcquired(image, picture, decodeMs + detectMs) };
    const warnings = detectionWarnings(found, options.face ?? 'largest', all);
    const scene: Scene = { image, options, faces: found.length, warnings, decodeMs, detectMs };
    const described: Described[] = [];
    for (const [faceIndex, face] of (all ? found : found.slice(0, 1)).entries()) {
      signal.throwIfAborted();
      described.push(await this.#describe(await align(picture, face, scene), faceIndex, scene, signal));
    }
    return { answer: withPictures(described, picture) };
  }

  /** Faces in the order in which they are meant. */
  async #find(picture: Mipmap, image: DecodedImage, { minFace, face }: ExtractOptions): Promise<Face[]> {
    const found = await detectFaces(picture, this.networks.detector, minFace);
    const { contract } = this.models.face;
    return rankFaces(await withoutDoubt(picture, found, this.networks.face, contract), face ?? 'largest', image);
  }

  async #describe(
    { face, crops, alignMs }: Aligned,
    faceIndex: number,
    { image, options, faces, warnings, decodeMs, detectMs }: Scene,
    signal: AbortSignal
  ): Promise<Described> {
    const [crop] = crops;
    const recogniseFrom = performance.now();
    const recognition = await this.#recognise(crops, options, signal);
    const componentsFrom = performance.now();
    const { causes } = recognition;
    const aligned = options.aligned === true;
    const detail = faceDetail(image, face.landmarks);
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
    const recogniseMs = componentsFrom - recogniseFrom;
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
      warnings: [...image.warnings, ...warnings, ...recognition.warnings],
      timings: {
        decode: decodeMs,
        detect: detectMs,
        align: alignMs,
        recognise: recogniseMs,
        components: componentsMs
      },
      elapsedMs: decodeMs + detectMs + alignMs + recogniseMs + componentsMs
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

/** The picture is the crop: its face fills it and lies where the template says. */
function wholePicture({ width, height }: DecodedImage): Face {
  const place = (value: number, side: number): number => ((value + 0.5) * side) / TEMPLATE_SIZE - 0.5;
  const landmarks = ARCFACE_TEMPLATE.map(([x, y]) => [place(x, width), place(y, height)]) as Landmarks;
  return { box: { x: 0, y: 0, width, height }, landmarks, score: 1, fallback: false };
}

async function align(picture: Mipmap, face: Face, { image, options }: Scene): Promise<Aligned> {
  const from = performance.now();
  const { copies = 1, seed = 0 } = options;
  let crops: Pixels[];
  if (options.aligned) crops = disturbedCrops(await fitAligned(image), null, { copies, seed });
  // The halvings made for detection serve alignment as well.
  else if (copies === 1) crops = [warpFace(picture, face.landmarks)];
  else crops = disturbedCrops(image, face.landmarks, { copies, seed });
  return { face, crops, alignMs: performance.now() - from };
}

async function withPictures(described: readonly Described[], picture: Mipmap): Promise<Extraction[]> {
  const preview = await encodePreview(picture);
  return Promise.all(
    described.map(async ({ said, crop }) => ({ ...said, thumbnail: await encodeThumbnail(crop), preview }))
  );
}

function facts({ sha256, originalWidth, originalHeight, takenAt, provenance }: DecodedImage): PictureFacts {
  return { sha256, width: originalWidth, height: originalHeight, takenAt, provenance };
}

async function notAcquired(image: DecodedImage, picture: Mipmap, elapsedMs: number): Promise<FailureToAcquire> {
  const [preview, thumbnail] = await Promise.all([encodePreview(picture), encodeWhole(picture)]);
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

function detectionWarnings(found: readonly Face[], choice: string, all: boolean): Warning[] {
  if (found[0].fallback)
    return [{ code: 'FALLBACK_REGION', message: 'Low confidence face crop, using fallback region' }];
  if (found.length > 1 && !all)
    return [{ code: 'SEVERAL_FACES', message: `${found.length} faces were seen; the ${choice} one is used.` }];
  return [];
}
