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
  /** The networks that find the face; runs begun before this was kept do not say. */
  detector?: string;
}

const PICTURE_OPTIONS = ['aligned', 'face', 'minFace', 'copies', 'seed', 'detail'] as const;

/** What holds where nothing is said: to say it changes nothing. */
const AS_EVER: Record<string, unknown> = { aligned: false, face: 'largest' };

/** @param options of a single picture, the session's among them; others are left out */
export function specOf(
  what: readonly string[],
  rules: LabelRules,
  options: BatchOptions,
  detector?: string
): AuditSpec {
  const { source = null, identity = null, pattern } = rules;
  const picture: Record<string, unknown> = {};
  for (const name of PICTURE_OPTIONS)
    if (options[name] !== undefined && options[name] !== AS_EVER[name]) picture[name] = options[name];
  return {
    audit: 1,
    what: what.map(one => path.resolve(one)),
    source,
    identity,
    pattern:
      pattern === undefined ? null : typeof pattern === 'string' ? [pattern, 'u'] : [pattern.source, pattern.flags],
    picture,
    detector
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

/** Whether a run was begun with what is asked for now. */
export function sameSpec(before: AuditSpec, now: AuditSpec): boolean {
  return JSON.stringify({ ...before, detector: before.detector ?? now.detector }) === JSON.stringify(now);
}

/**
 * What is asked for otherwise than a run was begun with; what is not said is no difference.
 * @returns one sentence part each, such as `minFace 60, begun with 40`
 */
export function differences(spec: AuditSpec, rules: LabelRules, picture: BatchOptions): string[] {
  const { source, identity, pattern } = specOf([], rules, {});
  const labels = (['source', 'identity', 'pattern'] as const).map(name => {
    const given = { source, identity, pattern }[name];
    return given === null || given === undefined ? null : difference(name, given, spec[name]);
  });
  const options = PICTURE_OPTIONS.map(name =>
    picture[name] === undefined ? null : difference(name, picture[name], spec.picture[name] ?? AS_EVER[name])
  );
  return [...labels, ...options].filter((one): one is string => one !== null);
}

function difference(name: string, given: unknown, before: unknown): string | null {
  const [now, then] = [given, before ?? null].map(said);
  return now === then ? null : `${name} ${now}, begun with ${then}`;
}

function said(value: unknown): string {
  if (value === null) return 'none';
  if (Array.isArray(value)) return `/${value.join('/')}`;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** `samples`, `gate and 2 more`: what an audit without a name is called. */
export function nameOfSpec({ what }: AuditSpec): string {
  const name = path.basename(what[0]) || what[0];
  return what.length === 1 ? name : `${name} and ${what.length - 1} more`;
}
