/** An audit as one JSON object: what the command line ends with. */
import type { RunState } from '../store';
import type { Audit } from './audit';
import type { SearchOptions } from './searches';
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
  /** Two people under one name: their pictures, the larger part first. */
  mergedIdentities: { identity: string; parts: [string[], string[]]; probability: number }[];
  thinIdentities: { identity: string; pictures: number; good: number }[];
}

/** Carries out the searches where they were not yet. @throws FacegaugeError as `Audit.nearDuplicates` and `Audit.labelErrors` */
export async function auditJson(audit: Audit, options: SearchOptions = {}): Promise<AuditJson> {
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
  const near = [...(await audit.nearDuplicates(options))];
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
    nearDuplicates: near.map(({ kind, paths, least }) => ({ kind, paths, least })),
    labelErrors: [...(await audit.labelErrors(options))].map(({ path, identity, nearest, probability }) => ({
      ...{ path, identity, nearest, probability }
    })),
    splitIdentities: [...(await audit.splitIdentities(options))].map(({ identities, probability }) => ({
      ...{ identities, probability }
    })),
    mergedIdentities: [...(await audit.mergedIdentities(options))].map(({ identity, parts, probability }) => ({
      ...{ identity, parts, probability }
    })),
    thinIdentities: [...audit.thin()].map(({ identity, pictures: n, good }) => ({ identity, pictures: n, good }))
  };
}
