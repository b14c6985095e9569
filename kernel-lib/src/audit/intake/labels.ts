/** What a data set says of a picture: where it came from, whom it shows, and whatever else. */
import path from 'node:path';
import { FacegaugeError } from '../../errors';
import { readable } from '../../names';
import type { AuditItem, Found } from './item';

export interface LabelRules {
  /**
   * Where a picture came from: its `folder`, the EXIF `camera`, the group `source` of the `pattern`, or a column of the list.
   * Default: the group, else the column `source`, else the folder (with `identity: 'folder'` the one above it).
   */
  source?: 'folder' | 'camera' | 'pattern' | { column: string };
  /**
   * Whom it shows: its `folder`, the group `identity` of the `pattern`, or a column. Default: the group, else the column
   * `identity`, else nobody knows.
   */
  identity?: 'folder' | 'pattern' | { column: string };
  /**
   * Matched with the path below the folder or list (with `/`); its named groups `source` and `identity` are taken as such, any
   * others as tags.
   */
  pattern?: RegExp | string;
}

export type Labeller = (found: Found) => AuditItem;

/** @throws FacegaugeError INVALID_ARGUMENT for rules that contradict themselves */
export function labeller(rules: LabelRules): Labeller {
  const pattern = compiled(rules.pattern);
  for (const key of ['source', 'identity'] as const)
    if (rules[key] === 'pattern' && !pattern?.source.includes(`(?<${key}>`))
      throw wrong(
        `The ${key} is to come from the pattern, which has no group ${key}.`,
        pattern ? pattern.source : 'no pattern',
        `Name one: (?<${key}>…).`
      );
  return found => {
    const groups = { ...pattern?.exec(found.relative)?.groups };
    const row = { ...found.row };
    const folders = path.dirname(found.path).split(path.sep);
    const identity = pick('identity', rules.identity, groups, row, () => folders.at(-1)!, null);
    const folder = (): string => folders.at(rules.identity === 'folder' ? -2 : -1) || '/';
    const source = rules.source === 'camera' ? null : pick('source', rules.source, groups, row, folder, folder);
    const tags = { ...row, ...groups };
    for (const [name, value] of Object.entries(tags))
      if (value === undefined || value === null || value === '') delete tags[name];
    return {
      image: found.path,
      source: source === null ? null : readable(source),
      identity: identity === null ? null : readable(identity),
      tags: Object.keys(tags).length === 0 ? null : tags
    };
  };
}

/** Takes what it uses out of the groups and the row, so that the rest are tags. */
function pick(
  key: 'source' | 'identity',
  rule: 'folder' | 'pattern' | { column: string } | undefined,
  groups: Record<string, string>,
  row: Record<string, unknown>,
  folder: () => string,
  otherwise: (() => string) | null
): string | null {
  const take = (from: Record<string, unknown>, name: string): string | null => {
    const value = from[name];
    delete from[name];
    return value === undefined || value === null || value === '' ? null : String(value);
  };
  if (rule === 'folder') return folder();
  if (rule === 'pattern') return take(groups, key) ?? otherwise?.() ?? null;
  if (rule) return take(row, rule.column) ?? otherwise?.() ?? null;
  const [group, column] = [take(groups, key), take(row, key)];
  return group ?? column ?? otherwise?.() ?? null;
}

function compiled(pattern: RegExp | string | undefined): RegExp | null {
  if (pattern === undefined) return null;
  try {
    // Without g and y: those remember where they were.
    return typeof pattern === 'string'
      ? new RegExp(pattern, 'u')
      : new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, ''));
  } catch (error) {
    throw wrong(
      'The pattern is no regular expression.',
      (error as Error).message,
      'Named groups are written (?<identity>…).'
    );
  }
}

function wrong(message: string, found: string, action: string): FacegaugeError {
  return new FacegaugeError('INVALID_ARGUMENT', message, { found, action });
}
