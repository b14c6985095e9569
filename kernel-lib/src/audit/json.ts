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
  /** null, as the three after it, where it was not looked for: the audit was stopped. */
  nearDuplicates: { kind: 'copy' | 'burst'; paths: string[]; least: number }[] | null;
  labelErrors: { path: string; identity: string; nearest: string; probability: number }[] | null;
  splitIdentities: { identities: string[]; probability: number }[] | null;
  /** Two people under one name: their pictures, the larger part first. */
  mergedIdentities: { identity: string; parts: [string[], string[]]; probability: number }[] | null;
  thinIdentities: { identity: string; pictures: number; good: number }[];
}

export interface JsonOptions extends SearchOptions {
  /** false: nothing is searched, and what would be found is null. Default true. */
  search?: boolean;
}

/** @throws FacegaugeError as `Audit.nearDuplicates` and `Audit.labelErrors` */
export async function auditJson(audit: Audit, { search = true, ...options }: JsonOptions = {}): Promise<AuditJson> {
  const { name, run, state, pictures, acquired, notAcquired, failed } = audit.summary();
  const { meanQuality, lowShare, assessments, findings, sources } = audit.summary();
  return {
    ...{ name, run, state, pictures, acquired, notAcquired, failed },
    ...{ meanQuality, lowShare, assessments, findings, sources },
    exactDuplicates: [...audit.exactDuplicates()].map(({ paths }) => paths),
    ...(search ? await searched(audit, options) : NOTHING_SEARCHED),
    thinIdentities: [...audit.thin()].map(({ identity, pictures: n, good }) => ({ identity, pictures: n, good }))
  };
}

type Searched = Pick<AuditJson, 'nearDuplicates' | 'labelErrors' | 'splitIdentities' | 'mergedIdentities'>;

const NOTHING_SEARCHED: Searched = {
  nearDuplicates: null,
  labelErrors: null,
  splitIdentities: null,
  mergedIdentities: null
};

async function searched(audit: Audit, options: SearchOptions): Promise<Searched> {
  const near = [...(await audit.nearDuplicates(options))];
  const labels = [...(await audit.labelErrors(options))];
  const split = [...(await audit.splitIdentities(options))];
  const merged = [...(await audit.mergedIdentities(options))];
  return {
    nearDuplicates: near.map(({ kind, paths, least }) => ({ kind, paths, least })),
    labelErrors: labels.map(({ path, identity, nearest, probability }) => ({ path, identity, nearest, probability })),
    splitIdentities: split.map(({ identities, probability }) => ({ identities, probability })),
    mergedIdentities: merged.map(({ identity, parts, probability }) => ({ identity, parts, probability }))
  };
}
