import type { Assessment } from '../types';

/** MIME types of an audit and of a gallery as plain data, for whoever draws them natively and pages through the store itself. */
export const AUDIT_MIME = 'application/vnd.facegauge.audit+json';
export const GALLERY_MIME = 'application/vnd.facegauge.gallery+json';

/** Version of that data; raised whenever a reader of the old form would misread the new one. */
export const AUDIT_VERSION = 1;

/** Groups and the pictures in them. */
export interface Groups {
  groups: number;
  pictures: number;
}

export interface AuditCardData {
  name: string;
  run: number;
  state: 'running' | 'interrupted' | 'done' | 'aborted' | 'failed';
  /** UTC ms. */
  startedAt: number;
  endedAt: number | null;
  pictures: number;
  acquired: number;
  notAcquired: number;
  failed: number;
  passedOver: number | null;
  /** 0..1; null where no picture has a quality. */
  meanQuality: number | null;
  lowShare: number | null;
  /** Pictures by quality: bars of equal width from 0 to 1. */
  qualities: number[];
  thresholds: { reject: number; trust: number };
  assessments: Record<Assessment, number>;
  /** Commonest first. */
  errors: { code: string; count: number }[];
  /** The commonest, with up to six thumbnails each (WebP). */
  findings: { code: string; count: number; thumbnails: Uint8Array[] }[];
  exactDuplicates: Groups;
  /** null: not looked for. */
  nearDuplicates: Groups | null;
  labelErrors: number | null;
  /** Whether there are enough people and pictures to judge labels by; null: not looked. */
  labelsCanBeJudged: boolean | null;
  people: number;
  /** The largest, and how many there are in all. */
  sources: { source: string; pictures: number; meanQuality: number | null; lowShare: number | null }[];
  sourceCount: number;
}

/** A picture of a gallery. */
export interface GalleryTile {
  id: number;
  /** null for a row of a list that named no picture. */
  path: string | null;
  key: string | null;
  identity: string | null;
  source: string;
  quality: number | null;
  /** null: could not be processed. */
  assessment: Assessment | null;
  findings: string[];
  errorCode: string | null;
  /** WebP; null where there is none. */
  thumbnail: Uint8Array | null;
}

export interface GalleryData {
  name: string;
  run: number;
  /** Words for what is shown. */
  title: string;
  tiles: GalleryTile[];
  /** Pictures in all. */
  total: number;
  /** From 1. */
  page: number;
  size: number;
}
