/**
 * The vocabulary. Every other file speaks these words, so that code, columns, documents and screens agree.
 * Terms follow ISO/IEC 2382-37 (biometric vocabulary) and ISO/IEC 29794-5 (face image quality); no conformance is claimed.
 */

/** Languages of sentences meant for people. Codes, names of columns and keys are English always. */
export type Language = 'en' | 'zh';

/** Axis-aligned rectangle in pixels of the EXIF-turned original; may reach outside the picture. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** [x, y] in pixels of the EXIF-turned original; the centre of the first pixel is (0, 0). */
export type Point = [x: number, y: number];

/** Image-left eye, image-right eye, nose, image-left mouth corner, image-right mouth corner. */
export type Landmarks = [Point, Point, Point, Point, Point];

/** 8-bit RGB, interleaved, row-major: `data.length === width * height * 3`. */
export interface Pixels {
  data: Uint8Array;
  width: number;
  height: number;
}

/**
 * A picture a session accepts: a path, a `file:` URL or the encoded bytes. A path whose bytes are not UTF-8 is a string as `walk`
 * gives it, see `names.ts`.
 */
export type ImageInput = string | URL | Uint8Array;

/** A decoded picture, at most 1920 px wide and 7.4 million pixels. Everything measured on it is divided by `scale` to speak of the original. */
export interface DecodedImage extends Pixels {
  /** Size of the EXIF-turned original in pixels. */
  originalWidth: number;
  originalHeight: number;
  /** Decoded pixels per original pixel, in (0, 1]. */
  scale: number;
  /** Lower-case hex SHA-256 of the encoded bytes. */
  sha256: string;
  /** `jpeg`, `png`, `webp`, `gif`, `avif`, `tiff`. */
  format: string;
  /** Time the picture was taken (EXIF DateTimeOriginal, taken as UTC when it names no zone), UTC ms, or null. */
  takenAt: number | null;
  provenance: Provenance;
  warnings: Warning[];
}

/** Structurally an onnxruntime tensor of type float32. */
export interface Tensor {
  data: Float32Array;
  dims: readonly number[];
}

/** One loaded network. The rooms that compute get it handed in, so none of them knows where inference runs. */
export interface Network {
  run(inputs: Record<string, Tensor>): Promise<Record<string, Tensor>>;
}

/** Something a reader should know about a result that is nevertheless valid. */
export interface Warning {
  code: WarningCode;
  message: string;
}

export type WarningCode =
  | 'ANIMATED_FIRST_FRAME'
  | 'FALLBACK_REGION'
  | 'SEVERAL_FACES'
  | 'RAW_ABOVE_ONE'
  | 'DEVICE_FALLBACK'
  | 'SMALLER_BATCHES'
  | 'CUDA_OUT_OF_MEMORY'
  | 'QUALITY_UNAVAILABLE'
  | 'THRESHOLDS_NOT_FOR_MODEL'
  | 'NOT_RECORDED'
  | 'RECORDING_DELAYED'
  | 'STORE_REPLACED'
  | 'POLICY_IGNORED'
  | 'OBSERVER_FAILED'
  | 'NOT_LOGGED'
  | 'WEBHOOK';

/** One detected face, in pixels of whatever picture it was detected on. */
export interface Face {
  box: Box;
  landmarks: Landmarks;
  /** Probability given by the last stage, 0..1. */
  score: number;
  /** True where only a weak candidate existed and its region is used for want of better. */
  fallback: boolean;
}

/** Which face of a picture with several is meant. */
export type FaceChoice = 'largest' | 'central';

/** ISO/IEC 29794-5 component names computed here. */
export type ComponentName =
  | 'HeadPoseYaw'
  | 'HeadPosePitch'
  | 'HeadPoseRoll'
  | 'InterEyeDistance'
  | 'HeadSize'
  | 'LeftwardCropOfTheFaceImage'
  | 'RightwardCropOfTheFaceImage'
  | 'MarginAboveOfTheFaceImage'
  | 'MarginBelowOfTheFaceImage'
  | 'LuminanceMean'
  | 'LuminanceVariance'
  | 'UnderExposurePrevention'
  | 'OverExposurePrevention'
  | 'DynamicRange'
  | 'IlluminationUniformity'
  | 'NaturalColour'
  | 'Sharpness'
  | 'CompressionArtifacts'
  | 'SingleFacePresent'
  | 'FaceOcclusionPrevention';

/** One measurable cause: the native measurement, its unit ('' for a plain ratio) and the standard's 0..100 scale (100 best). */
export interface ComponentValue {
  value: number;
  unit: string;
  score: number;
  /** Where one low score has several causes, the likeliest; of Sharpness: `defocus`, `motion` or `noise`. */
  cause?: string;
}

/**
 * Absent where nothing measures them: an aligned crop has no pose, size and margins and nobody else in it, a network without
 * causes knows of no covering.
 */
export type ConditionalComponentName =
  | 'HeadPoseYaw'
  | 'HeadPosePitch'
  | 'HeadPoseRoll'
  | 'HeadSize'
  | 'LeftwardCropOfTheFaceImage'
  | 'RightwardCropOfTheFaceImage'
  | 'MarginAboveOfTheFaceImage'
  | 'MarginBelowOfTheFaceImage'
  | 'SingleFacePresent'
  | 'FaceOcclusionPrevention';

/** What could be measured. */
export type Components = Record<Exclude<ComponentName, ConditionalComponentName>, ComponentValue> &
  Partial<Record<ConditionalComponentName, ComponentValue>>;

/** One sentence a photographer can follow. Lists of advice are sorted: what helps most comes first. */
export interface Advice {
  code: string;
  component: ComponentName | null;
  en: string;
  zh: string;
}

/**
 * What a person would see is wrong with the picture. `severity`: 1 slight, 2 plain, 3 gross. `confidence`: 0..1. Lists of findings are
 * sorted: what a person would name first comes first. A finding speaks of the capture; quality says whether it can be used all the same.
 */
export interface Finding {
  /** See `FINDING_CODES`. */
  code: string;
  severity: 1 | 2 | 3;
  confidence: number;
  /** The component that measures it, where one does. */
  component: ComponentName | null;
  /** A sentence of what is seen. */
  en: string;
  zh: string;
}

/** What one picture may be used for. */
export type Assessment = 'trusted' | 'review' | 'rejected' | 'not-acquired';

/** What a pair of pictures says. */
export type VerdictName = 'match' | 'no-match' | 'review' | 'recapture' | 'unreliable';

/** The device inference runs on. */
export type Device = 'cpu' | 'cuda' | 'webgpu';

/** What one forward pass of a face network says about one aligned crop. */
export interface Recognition {
  /** Unit length; 512 values for the embedded networks, any size for a recogniser of one's own. */
  embedding: Float32Array;
  /** The network's own output. */
  logQuality: number;
  /** exp(logQuality), unchanged. */
  rawQuality: number;
  /** Calibrated, 0..1; null where the network's quality cannot be used. */
  quality: number | null;
  /** 7×7 parts; sum + qualityBias = logQuality to 1e-4. */
  qualityMap: number[][];
  qualityBias: number;
  /** What the network itself says is wrong with the picture: name → probability 0..1; null where it has no such output. */
  causes: Record<string, number> | null;
  warnings: Warning[];
  /** Present where more than one disturbed copy was asked for. */
  copies?: Copies;
  /** Present where `detail: 'occlusion'` was asked for: 14×14, how much logQuality drops where a patch is covered. */
  occlusionMap?: number[][];
}

/** Means over n slightly disturbed copies and their standard errors. */
export interface Copies {
  n: number;
  quality: { mean: number; standardError: number } | null;
  logQuality: { mean: number; standardError: number };
  /** n unit embeddings, first the undisturbed one; for the standard error of a similarity. */
  embeddings: Float32Array[];
}

/** Milliseconds spent in each phase. */
export interface Timings {
  decode: number;
  detect: number;
  align: number;
  recognise: number;
  components: number;
}

/** What an engine may be asked about one picture. */
export interface ExtractOptions {
  /** The picture already is a crop in the ArcFace template: it is scaled to 112×112 and detection is skipped. */
  aligned?: boolean;
  face?: FaceChoice;
  /** Smallest face looked for, in pixels of the decoded picture. Default: 20, at least 1/40 of the shorter side. */
  minFace?: number;
  /** Number of slightly disturbed copies, 1..64 (default 1: the undisturbed crop alone). */
  copies?: number;
  /** Seed of the disturbance (default 0). */
  seed?: number;
  detail?: 'occlusion';
  /** False: results have an empty `preview`, which saves a tenth of the time where nobody looks at them (default true). */
  preview?: boolean;
}

/** Where a picture comes from, and what tells its copies. */
export interface Provenance {
  /** Bytes, and time of the last change (UTC ms), of the file; null for bytes. */
  fileSize: number | null;
  fileMtime: number | null;
  /** Lower-case hex SHA-256 of the decoded pixels and their size. */
  pixelHash: string;
  /** 64-bit difference hash, 16 hex digits. */
  perceptualHash: string;
  /** EXIF Make and Model, or null. */
  camera: string | null;
  /** Whether the time it was taken named its zone: without one it is a local time of day. null where there is no time. */
  takenAtZoned: boolean | null;
}

/** Facts about the picture itself, known before any face is looked for. */
export interface PictureFacts {
  sha256: string;
  width: number;
  height: number;
  takenAt: number | null;
  /** Absent where whoever made the answer did not look. */
  provenance?: Provenance;
}

/** The engine's answer for a picture with a face. Coordinates are pixels of the EXIF-turned original. */
export interface Extraction extends PictureFacts {
  acquired: true;
  /** Faces seen. */
  faces: number;
  /** Which of them this is, in the order of the option `face`: 0 is the one taken where only one is. */
  faceIndex: number;
  face: Face;
  recognition: Recognition;
  components: Components;
  /** Most important first. */
  findings: Finding[];
  warnings: Warning[];
  /** 112×112 aligned crop, WebP. */
  thumbnail: Uint8Array;
  /** The whole picture, at most 400 px on its longer side, WebP; empty where the option `preview` is false. */
  preview: Uint8Array;
  timings: Timings;
  elapsedMs: number;
}

/** The engine's answer for a picture without a usable face (failure to acquire). */
export interface FailureToAcquire extends PictureFacts {
  acquired: false;
  faces: 0;
  /** Why, as far as the whole picture shows it. */
  findings: Finding[];
  warnings: Warning[];
  /** The whole picture, at most 400 px on its longer side, WebP: what there is to show in place of a face. */
  preview: Uint8Array;
  /** The same for the record, at most 112 px on its longer side. */
  thumbnail: Uint8Array;
  elapsedMs: number;
}

/** Names of the policy's thresholds. */
export type PolicyKey = 'similarityMatch' | 'similarityReview' | 'qualityTrust' | 'qualityReject' | 'autoRejectBelow';

/** Where a policy value comes from, strongest first. */
export type PolicyOrigin = 'call' | 'environment' | 'config' | 'store' | 'manifest' | 'built-in';

/** The thresholds in force and, for each, where it comes from. */
export interface Policy {
  similarityMatch: number;
  similarityReview: number;
  qualityTrust: number;
  qualityReject: number;
  autoRejectBelow: number | null;
  origin: Record<PolicyKey, PolicyOrigin>;
}

/** Of the similarity thresholds: the share of pairs of different people that lies above each, 0..1; null where it is not known. */
export interface FalseMatchRates {
  similarityMatch: number | null;
  similarityReview: number | null;
}

/** Some thresholds given by a caller, a file or the environment. */
export type PolicyOverrides = Partial<Pick<Policy, PolicyKey>>;

/** What is said of one pair. */
export interface Verdict {
  verdict: VerdictName;
  /** Both qualities ≥ qualityTrust: the similarity can be believed, whatever the verdict. */
  reliable: boolean;
  /** For `recapture`: which picture. */
  recapture: 'a' | 'b' | null;
}
