/** A picture of an audit, as its tables have it. */
import { nameOf } from '../names';
import { decodeRow, type StoredSample } from '../store';
import { column } from '../tables';
import type { Assessment } from '../types';
import { assess, type QualityPolicy } from '../verification';

export interface AuditSample {
  id: number;
  /** Readable; null for a row of a list that named no picture: see `key`. */
  path: string | null;
  key: string | null;
  source: string;
  identity: string | null;
  tags: Record<string, unknown> | null;
  /** 0..1; null where there is none. */
  quality: number | null;
  /** By the thresholds in force when it was asked for; null for a picture that could not be processed. */
  assessment: Assessment | null;
  /** Codes, most important first. */
  findings: string[];
  /** Why there is no face, or why it could not be processed. */
  errorCode: string | null;
  errorMessage: string | null;
  /** Pixels of the EXIF-turned original. */
  width: number | null;
  height: number | null;
  camera: string | null;
  /** UTC ms. */
  takenAt: number | null;
  /** Lower-case hex, of the encoded bytes. */
  sha256: string | null;
}

export const SAMPLE_COLUMNS = [
  column('path', 'text'),
  column('key', 'text'),
  column('source', 'text'),
  column('identity', 'text'),
  column('tags', 'json'),
  column('quality', 'real'),
  column('assessment', 'text'),
  column('findings', 'codes'),
  column('errorCode', 'text'),
  column('errorMessage', 'text'),
  column('width', 'integer'),
  column('height', 'integer'),
  column('camera', 'text'),
  column('takenAt', 'time'),
  column('sha256', 'text')
];

export function toAuditSample(record: Record<string, unknown>, policy: QualityPolicy): AuditSample {
  const row = decodeRow(record);
  const { id, path, key, source, identity, tags, quality, findings, errorCode, errorMessage } = row;
  const { width, height, camera, takenAt, sha256 } = row;
  const assessment = errorCode === null ? assess(quality, policy) : errorCode === 'NO_FACE' ? 'not-acquired' : null;
  return {
    ...{ id, path, key, source, identity, tags, quality, assessment, findings, errorCode, errorMessage },
    ...{ width, height, camera, takenAt, sha256 }
  };
}

export const decoded = decodeRow;

/** The path that opens the file, as `names.ts` writes it. */
export function placeOf({ path, pathRaw }: Pick<StoredSample, 'path' | 'pathRaw'>): string | null {
  return pathRaw ? nameOf(pathRaw) : path;
}
