import type { Assessment, RunState } from '../../contract';
import type { IPictureData } from '../picture';

export const AUDIT_MIME = 'application/vnd.facegauge.audit+json';
export const AUDIT_VERSION = 1;

interface IGroups {
  groups: number;
  pictures: number;
}

/** As `kernel-lib/src/cards/audit-data.ts` has it, pictures encoded in base64. */
export interface IAudit {
  version: number;
  name: string;
  run: number;
  state: RunState;
  startedAt: number;
  endedAt: number | null;
  pictures: number;
  acquired: number;
  notAcquired: number;
  failed: number;
  passedOver: number | null;
  meanQuality: number | null;
  lowShare: number | null;
  /** Pictures by quality: bars of equal width from 0 to 1. */
  qualities: number[];
  thresholds: { reject: number; trust: number };
  assessments: Record<Assessment, number>;
  errors: { code: string; count: number }[];
  findings: { code: string; count: number; thumbnails: IPictureData[] }[];
  exactDuplicates: IGroups;
  nearDuplicates: IGroups | null;
  labelErrors: number | null;
  people: number;
  sources: { source: string; pictures: number; meanQuality: number | null; lowShare: number | null }[];
  sourceCount: number;
}
