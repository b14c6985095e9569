/** What is known of one picture, as plain data. */
import type {
  Assessment,
  Box,
  Components,
  Device,
  Finding,
  Landmarks,
  Advice,
  Policy,
  Provenance,
  Copies,
  Timings,
  Warning
} from '../types';

export interface PictureData {
  /** As the caller gave it; null for bytes. */
  path: string | null;
  /** The caller's own name of the batch item, or null. */
  key: string | null;
  /** Camera, folder or label the picture came from. */
  source: string;
  /** Lower-case hex SHA-256 of the encoded bytes. */
  sha256: string;
  /** Pixels of the EXIF-turned original. */
  width: number;
  height: number;
  /** EXIF time, UTC ms, or null. */
  takenAt: number | null;
  provenance?: Provenance;
  warnings: Warning[];
  /** What is wrong with the picture, most important first. */
  findings: Finding[];
  /** What to do about the findings, in their order. */
  advice: Advice[];
  /** Id of the face network. */
  model: string;
  device: Device;
  elapsedMs: number;
}

export interface NotAcquiredData extends PictureData {
  /** The whole picture, at most 400 px on its longer side, WebP; empty where the option `preview` was false. */
  preview: Uint8Array;
  /** The whole picture, at most 112 px on its longer side, WebP: what the record keeps of it. */
  thumbnail: Uint8Array;
}

export interface SampleData extends PictureData {
  /** Faces seen. */
  faces: number;
  /** Which of them this is, in the order of the option `face`: 0 is the one taken where only one is. */
  faceIndex: number;
  /** Pixels of the EXIF-turned original, as `landmarks`. */
  box: Box;
  landmarks: Landmarks;
  /** 0..1; null where detection was skipped. */
  detectionScore: number | null;
  /** True where only a weak candidate was found and its region is used. */
  fallback: boolean;
  /** True where the picture was given as an aligned crop. */
  aligned: boolean;
  /** Unit length. */
  embedding: Float32Array;
  /** Calibrated, 0..1; null where the network's quality cannot be used. */
  quality: number | null;
  /** exp(logQuality), unchanged. */
  rawQuality: number;
  /** The network's own output. */
  logQuality: number;
  /** 7×7 parts; sum + qualityBias = logQuality. */
  qualityMap: number[][];
  qualityBias: number;
  /** What the network itself says is wrong: name → probability; null where it has no such output. */
  causes: Record<string, number> | null;
  /** Half-range of the colour scale of this model's maps. */
  mapScale: number;
  components: Components;
  assessment: Exclude<Assessment, 'not-acquired'>;
  /** Id of the network of one's own that gave the embedding, or null. */
  recogniser: string | null;
  copies: Copies | null;
  /** 14×14, or null where it was not asked for. */
  occlusionMap: number[][] | null;
  /** 112×112 aligned crop, WebP. */
  thumbnail: Uint8Array;
  /** The whole picture, at most 400 px on its longer side, WebP; empty where the option `preview` was false. */
  preview: Uint8Array;
  timings: Timings;
  /** Thresholds the assessment was made with. */
  policy: Policy;
}
