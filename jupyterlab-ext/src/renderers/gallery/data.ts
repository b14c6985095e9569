import type { Assessment } from '../../contract';
import type { IPictureData } from '../picture';

export const GALLERY_MIME = 'application/vnd.facegauge.gallery+json';
export const GALLERY_VERSION = 1;

/** As `kernel-lib/src/cards/audit-data.ts` has it, pictures encoded in base64. */
export interface IGallery {
  version: number;
  name: string;
  run: number;
  title: string;
  filter?: {
    quality?: { from?: number; below?: number };
    assessment?: Assessment | 'failed';
    finding?: string;
    source?: string;
    identity?: string;
    tags?: Record<string, string | number | boolean>;
    text?: string;
  };
  sort?: 'worst' | 'best' | 'came';
  /** Ids of its pictures from the first on, where the routes cannot find them: of a gallery filtered by text. */
  ids?: number[];
  /** Qualities that the audit judges by, 0..1. */
  thresholds?: { reject: number; trust: number };
  tiles: {
    id: number;
    path: string | null;
    key: string | null;
    identity: string | null;
    source: string;
    quality: number | null;
    assessment: Assessment | null;
    findings: string[];
    errorCode: string | null;
    thumbnail: IPictureData | null;
  }[];
  total: number;
  /** From 1. */
  page: number;
  size: number;
}
