/** An audit as one JSON object: what the command line ends with. */
import type { RunState } from '../store';
import type { Audit } from './audit';
import type { AuditSource, AuditSummary } from './summary';

export interface AuditJson {
  name: string;
  run: number;
  state: RunState;
  pictures: number;
  acquired: number;
  notAcquired: number;
  failed: number;
  meanQuality: number | null;
  lowShare: number | null;
  assessments: AuditSummary['assessments'];
  findings: { code: string; count: number }[];
  sources: AuditSource[];
  /** Paths with the same pixels. */
  exactDuplicates: string[][];
  nearDuplicates: { kind: 'copy' | 'burst'; paths: string[]; least: number }[];
  labelErrors: { path: string; identity: string; nearest: string; probability: number }[];
  splitIdentities: { identities: string[]; probability: number }[];
  mergedIdentities: unknown[];
  thinIdentities: { identity: string; pictures: number; good: number }[];
}

export async function auditJson(audit: Audit): Promise<AuditJson> {
  const {
    name,
    run,
    state,
    pictures,
    acquired,
    notAcquired,
    failed,
    meanQuality,
    lowShare,
    assessments,
    findings,
    sources
  } = audit.summary();
  return {
    ...{
      name,
      run,
      state,
      pictures,
      acquired,
      notAcquired,
      failed,
      meanQuality,
      lowShare,
      assessments,
      findings,
      sources
    },
    exactDuplicates: [...audit.exactDuplicates()].map(({ paths }) => paths),
    nearDuplicates: [],
    labelErrors: [],
    splitIdentities: [],
    mergedIdentities: [],
    thinIdentities: [...audit.thin()].map(({ identity, pictures: n, good }) => ({ identity, pictures: n, good }))
  };
}
