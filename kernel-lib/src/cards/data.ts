import type {
  Advice,
  Assessment,
  Box,
  Components,
  Device,
  Finding,
  Landmarks,
  Language,
  Policy,
  Timings,
  VerdictName,
  Warning
} from '../types';

/** MIME type of a card as plain data, for whoever can draw it better than a picture. */
export const CARD_MIME = 'application/vnd.facegauge.card+json';

/** Version of that data; raised whenever a reader of the old form would misread the new one. */
export const CARD_VERSION = 1;

/** Facts about one picture, whatever came of it. */
export interface CardPicture {
  /** As the caller gave it; null for bytes. */
  path: string | null;
  /** Size of the EXIF-turned original in pixels; null where the picture could not be read. */
  width: number | null;
  height: number | null;
}

/** What the card of a picture with a face shows. Coordinates are pixels of the EXIF-turned original. */
export interface FaceCardData extends CardPicture {
  kind: 'face';
  width: number;
  height: number;
  /** Faces seen. */
  faces: number;
  box: Box;
  landmarks: Landmarks;
  detectionScore: number;
  /** True where detection was skipped. */
  aligned: boolean;
  /** The whole picture, encoded, any size; box and landmarks (pixels of the EXIF-turned original) are drawn into it. */
  original?: Uint8Array;
  /** The aligned crop, encoded (WebP, PNG or JPEG), 112×112. */
  crop: Uint8Array;
  quality: number | null;
  logQuality: number;
  rawQuality: number;
  qualityMap: number[][];
  qualityBias: number;
  /** Half-range of the model's colour scale for parts of the map: −mapScale over 0 to +mapScale; one a model. */
  mapScale: number;
  occlusionMap?: number[][];
  copies?: { n: number; quality: { mean: number; standardError: number } | null };
  components: Components;
  assessment: Assessment;
  /** What a person would see in the picture, most important first. Absent: it was not looked for. */
  findings?: Finding[];
  advice: Advice[];
  warnings: Warning[];
  policy: Policy;
  model: string;
  device: Device;
  timings: Timings;
  elapsedMs: number;
}

/** What the card of a picture without a usable face shows. */
export interface NotAcquiredCardData extends CardPicture {
  kind: 'not-acquired';
  width: number;
  height: number;
  /** The picture itself, encoded, any size; shown small. Null where there is none at hand. */
  picture: Uint8Array | null;
  findings?: Finding[];
  advice: Advice[];
  warnings: Warning[];
  model: string;
  device: Device;
  elapsedMs: number;
}

/** What the card of a picture that could not be processed shows. */
export interface FailedCardData extends CardPicture {
  kind: 'failed';
  error: { code: string; message: string };
}

/** What the card of a pair shows. */
export interface ComparisonCardData {
  kind: 'comparison';
  a: FaceCardData;
  b: FaceCardData;
  /** Cosine of the two embeddings, −1..1. */
  similarity: number;
  copies?: { n: number; mean: number; standardError: number };
  verdict: VerdictName;
  reliable: boolean;
  /** For `recapture`: which picture. */
  recapture: 'a' | 'b' | null;
  /** What the similarity thresholds mean, in words; null where that is not known or has no part in the verdict. */
  meaning: Record<Language, string> | null;
  advice: Advice[];
  warnings: Warning[];
  policy: Policy;
}

export type CardData = FaceCardData | NotAcquiredCardData | FailedCardData | ComparisonCardData;
