import type { Assessment, Box, Components, Device, Landmarks, Timings, Warning } from '../types';

/**
 * One processed picture as the store keeps it: plain data, one column (or a few) a field; see `columns.ts`.
 * A picture that failed is a row as well: `errorCode` is set and everything not known is null.
 */
export interface SampleRow {
  /** Run (audit) it belongs to, as given by `beginRun`; null outside a run. */
  run: number | null;
  /** The caller's own name of a batch item. */
  key: string | null;
  /** Path of the picture, absolute; readable where the name is not UTF-8. Null where it was handed over as bytes. */
  path: string | null;
  /** The path's exact bytes where they are not UTF-8. */
  pathRaw: Uint8Array | null;
  /** Camera, folder or label it came from; the parent folder's name unless the caller said otherwise. */
  source: string;
  /** Whom it shows, where the caller said so. */
  identity: string | null;
  /** Whatever else a list says of it. */
  tags: Record<string, unknown> | null;
  /** Bytes, and time of the last change (UTC ms), of the file. */
  fileSize: number | null;
  fileMtime: number | null;
  /** Lower-case hex SHA-256 of the encoded bytes; null where they could not be read. */
  sha256: string | null;
  /** Lower-case hex SHA-256 of the decoded pixels and their size. */
  pixelHash: string | null;
  /** 64-bit difference hash, 16 hex digits. */
  perceptualHash: string | null;
  /** EXIF Make and Model. */
  camera: string | null;
  /** UTC ms. Without a zone (`takenAtZoned` false) it is the camera's local time of day, written as if it were UTC. */
  takenAt: number | null;
  takenAtZoned: boolean | null;
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
  components: Partial<Components> | null;
  /** What the face network itself says is wrong: probabilities by name. */
  causes: Record<string, number> | null;
  /** As judged when the picture was processed, by the thresholds then in force. */
  assessment: Assessment | null;
  /** Codes, most important first. */
  findings: string[];
  advice: string[];
  warnings: Warning[];
  /** `NO_FACE` or any other error code; null where all went well. */
  errorCode: string | null;
  errorMessage: string | null;
  elapsedMs: number | null;
  timings: Timings | null;
  /** Id of the face network. */
  model: string;
  /** Id of the network of one's own that gave the embedding; null where the face network did. */
  recogniser: string | null;
  /** Newest change of the store's policy when the picture was judged; null where there was none. */
  policyVersion: number | null;
  device: Device | null;
  /** Any size; kept as float16. */
  embedding: Float32Array | null;
  /** 112×112 aligned crop, or, where no face was found, the whole picture at most as large, WebP. */
  thumbnail: Uint8Array | null;
}

/** A row read back. */
export interface StoredSample extends SampleRow {
  id: number;
  /** Day of `processedAt` in the time zone of the machine that wrote it, YYYY-MM-DD. */
  day: string;
  /** How often it was processed, and when last (UTC ms); `processedAt` stays what it was the first time. */
  times: number;
  lastProcessedAt: number;
  /** Id of the network that gave the embedding, and its length; null where there is none or nobody noted it. */
  embeddingModel: string | null;
  embeddingSize: number | null;
}
