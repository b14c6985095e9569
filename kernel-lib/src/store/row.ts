import type { Assessment, Box, Components, Device, Landmarks, Warning } from '../types';

/**
 * One processed picture as the store keeps it: plain data, one column (or a few) a field.
 * A picture that failed is a row as well: `errorCode` is set and everything not known is null.
 */
export interface SampleRow {
  /** Run (audit) it belongs to, as given by `beginRun`; null outside a run. */
  run: number | null;
  /** Path of the picture, absolute where it came from a file; `bytes` where it was handed over as bytes. */
  path: string;
  /** Lower-case hex SHA-256 of the encoded bytes; null where they could not be read. */
  sha256: string | null;
  /** Camera, folder or label it came from; the parent folder's name unless the caller said otherwise. */
  source: string;
  /** UTC ms. */
  takenAt: number | null;
  /** UTC ms. */
  processedAt: number;
  /** Pixels of the EXIF-turned original. */
  width: number | null;
  height: number | null;
  /** False where no usable face was found or the picture failed before one was looked for. */
  acquired: boolean;
  /** Faces seen; null where the picture failed before they were counted. */
  faces: number | null;
  /** Pixels of the EXIF-turned original, as `landmarks`. */
  box: Box | null;
  landmarks: Landmarks | null;
  /** Probability given by the detector's last stage, 0..1. */
  detectionScore: number | null;
  /** Calibrated, 0..1. */
  quality: number | null;
  /** exp(logQuality), unchanged. */
  rawQuality: number | null;
  logQuality: number | null;
  /** 7×7 parts; their sum + qualityBias = logQuality. */
  qualityMap: number[][] | null;
  qualityBias: number | null;
  components: Components | null;
  /** As judged when the picture was processed, by the thresholds then in force. */
  assessment: Assessment | null;
  warnings: Warning[];
  /** `NO_FACE` or any other error code; null where all went well. */
  errorCode: string | null;
  errorMessage: string | null;
  elapsedMs: number | null;
  /** Id of the face network. */
  model: string;
  device: Device | null;
  /** Any size; kept as float16. */
  embedding: Float32Array | null;
  /** 112×112 aligned crop, WebP. */
  thumbnail: Uint8Array | null;
}

/** A row read back. */
export interface StoredSample extends SampleRow {
  id: number;
}
