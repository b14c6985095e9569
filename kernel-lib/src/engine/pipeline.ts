/**
 * One picture from its pixels to everything that is said of it: detect → align → recognise → components.
 * Runs in the worker. Decoding is a step of its own, so that the next picture can be decoded meanwhile.
 */
import { faultsWithoutFace, findFaults, gather, measureComponents } from '../components';
import { chooseFace, detectFaces, EDGE_CONVENTION, ORIGINAL_CONVENTION } from '../detection';
import { ARCFACE_TEMPLATE, decodeImage, encodePreview, encodeThumbnail, fitAligned, Mipmap, warpFace } from '../image';
import type { LoadedModels } from '../models';
import { disturbedCrops, embed, occlusionMap, recognise, summarise } from '../recognition';
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
import type { Networks } from './networks';

export interface Decoded {
  image: DecodedImage;
  /** Time from the call to the pixels. */
  decodeMs: number;
}

/** One face found, in pixels of the decoded picture, and its crops: first the plain one, then the disturbed copies. */
interface Aligned {
  face: Face;
  faces: number;
  crops: Pixels[];
  warnings: Warning[];
  detectMs: number;
  alignMs: number;
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
   * @param signal looked at between phases and within the occlusion map
   * @returns a promise of the answer once all networks are done; what is left to wait for needs none of them
   */
  async process(
    { image, decodeMs }: Decoded,
    options: ExtractOptions,
    signal: AbortSignal
  ): Promise<{ answer: Promise<Extraction | FailureToAcquire> }> {
    const from = performance.now();
    const aligned = options.aligned ? await this.#fit(image, options) : await this.#find(image, options);
    if (!aligned) return { answer: notAcquired(image, decodeMs + performance.now() - from) };
    signal.throwIfAborted();
    const { face, faces, crops, detectMs, alignMs } = aligned;
    const [crop] = crops;

    const recogniseFrom = performance.now();
    const recognition = await this.#recognise(crops, options, signal);
    const componentsFrom = performance.now();
    const components = measureComponents({
      image,
      face,
      crop,
      faces,
      causes: recognition.causes,
      aligned: options.aligned === true,
      originalScale: image.scale
    });
    const evidence = gather({ image, face, aligned: options.aligned === true, components, causes: recognition.causes });
    const until = performance.now();
    const extraction: Omit<Extraction, 'thumbnail'> = {
      acquired: true,
      ...facts(image),
      faces,
      face: toOriginal(face, image),
      recognition,
      components,
      findings: findFaults(evidence),
      warnings: [...image.warnings, ...aligned.warnings, ...recognition.warnings],
      timings: {
        decode: decodeMs,
        detect: detectMs,
        align: alignMs,
        recognise: componentsFrom - recogniseFrom,
        components: until - componentsFrom
      },
      elapsedMs: decodeMs + until - from
    };
    return { answer: encodeThumbnail(crop).then(thumbnail => ({ ...extraction, thumbnail })) };
  }

  async #find(image: DecodedImage, options: ExtractOptions): Promise<Aligned | null> {
    const detectFrom = performance.now();
    const picture = new Mipmap(image);
    const { detector } = this.models;
    const original = detector.kind === 'cascade' && detector.convention === 'original';
    const convention = original ? ORIGINAL_CONVENTION : EDGE_CONVENTION;
    const found = await detectFaces(picture, this.networks, { minFace: options.minFace, convention });
    const choice = options.face ?? 'largest';
    const face = chooseFace(found, choice, image);
    const alignFrom = performance.now();
    if (!face) return null;
    // The halvings made for detection serve alignment as well.
    const plain = (options.copies ?? 1) === 1;
    const crops = plain
      ? [warpFace(picture, face.landmarks)]
      : disturbedCrops(image, face.landmarks, copiesOptions(options));
    return {
      face,
      faces: found.length,
      crops,
      warnings: detectionWarnings(face, found.length, choice),
      detectMs: alignFrom - detectFrom,
      alignMs: performance.now() - alignFrom
    };
  }

  /** The picture is the crop: its face fills it and lies where the template says. */
  async #fit(image: DecodedImage, options: ExtractOptions): Promise<Aligned> {
    const from = performance.now();
    const crop = await fitAligned(image);
    const place = (value: number, side: number): number => ((value + 0.5) * side) / crop.width - 0.5;
    const landmarks = ARCFACE_TEMPLATE.map(([x, y]) => [place(x, image.width), place(y, image.height)]) as Landmarks;
    const box = { x: 0, y: 0, width: image.width, height: image.height };
    return {
      face: { box, landmarks, score: 1, fallback: false },
      faces: 1,
      crops: disturbedCrops(crop, null, copiesOptions(options)),
      warnings: [],
      detectMs: 0,
      alignMs: performance.now() - from
    };
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

function copiesOptions({ copies = 1, seed = 0 }: ExtractOptions): { copies: number; seed: number } {
  return { copies, seed };
}

function facts({ sha256, originalWidth, originalHeight, takenAt, provenance }: DecodedImage): PictureFacts {
  return { sha256, width: originalWidth, height: originalHeight, takenAt, provenance };
}

async function notAcquired(image: DecodedImage, elapsedMs: number): Promise<FailureToAcquire> {
  const preview = await encodePreview(image);
  return {
    acquired: false,
    ...facts(image),
    faces: 0,
    findings: faultsWithoutFace(image),
    warnings: image.warnings,
    preview,
    elapsedMs
  };
}

function detectionWarnings(face: Face, faces: number, choice: string): Warning[] {
  if (face.fallback) return [{ code: 'FALLBACK_REGION', message: 'Low confidence face crop, using fallback region' }];
  if (faces > 1) return [{ code: 'SEVERAL_FACES', message: `${faces} faces were seen; the ${choice} one is used.` }];
  return [];
}
