/** What an audit was asked for, as its run keeps it: the same words again mean the same audit. */
import path from 'node:path';
import type { BatchOptions } from '../session';
import type { LabelRules } from './intake';

/** Everything about an audit that changes what comes out. */
export interface AuditSpec {
  audit: 1;
  what: string[];
  source: LabelRules['source'] | null;
  identity: LabelRules['identity'] | null;
  /** A regular expression's text, and its flags. */
  pattern: [string, string] | null;
  /** Options of a single picture: `face`, `minFace`, … */
  picture: Record<string, unknown>;
}

const PICTURE_OPTIONS = ['aligned', 'face', 'minFace', 'copies', 'seed', 'detail'] as const;

export function specOf(what: readonly string[], rules: LabelRules, options: BatchOptions): AuditSpec {
  const { source = null, identity = null, pattern } = rules;
  const picture: Record<string, unknown> = {};
  for (const name of PICTURE_OPTIONS) if (options[name] !== undefined) picture[name] = options[name];
  return {
    audit: 1,
    what: what.map(one => path.resolve(one)),
    source,
    identity,
    pattern:
      pattern === undefined ? null : typeof pattern === 'string' ? [pattern, 'u'] : [pattern.source, pattern.flags],
    picture
  };
}

export function rulesOf({ source, identity, pattern }: AuditSpec): LabelRules {
  return {
    source: source ?? undefined,
    identity: identity ?? undefined,
    pattern: pattern ? new RegExp(...pattern) : undefined
  };
}

/** What a run was begun with; null for one that is no audit. */
export function readSpec(options: unknown): AuditSpec | null {
  return (options as Partial<AuditSpec> | null)?.audit === 1 ? (options as AuditSpec) : null;
}

export function sameSpec(a: AuditSpec, b: AuditSpec): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** `samples`, `gate and 2 more`: what an audit without a name is called. */
export function nameOfSpec({ what }: AuditSpec): string {
  const name = path.basename(what[0]) || what[0];
  return what.length === 1 ? name : `${name} and ${what.length - 1} more`;
}
