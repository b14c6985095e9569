/** What an audit found, picture by picture, below its summary. */
import path from 'node:path';
import type { AuditJson } from '../audit';
import type { Language } from '../types';

/** Lines of each list; the rest is counted, and `--json` has it all. */
const LINES = 20;

const WORDS = {
  en: {
    exact: 'The same pixel for pixel',
    near: 'Near duplicates',
    kinds: { copy: 'copies', burst: 'one moment' },
    labels: 'Suspected label errors',
    more: (identity: string, nearest: string) => `labelled ${identity}, more like ${nearest}`,
    split: 'Names that are probably one person',
    merged: 'Names that probably hold two people',
    thin: 'People with fewer than two trusted pictures',
    of: (good: number, pictures: number) => `${good} of ${pictures}`,
    rest: (n: number) => `and ${n} more`
  },
  zh: {
    exact: '像素完全相同',
    near: '近似重复',
    kinds: { copy: '副本', burst: '同一时刻' },
    labels: '可疑的标签',
    more: (identity: string, nearest: string) => `标为 ${identity}，更像 ${nearest}`,
    split: '可能是同一人的不同身份',
    merged: '可能混有两个人的身份',
    thin: '可信照片少于两张的人员',
    of: (good: number, pictures: number) => `${pictures} 张中 ${good} 张`,
    rest: (n: number) => `另有 ${n} 项`
  }
} as const;

export function listed(found: AuditJson, language: Language): string[] {
  const words = WORDS[language];
  const list = (head: string, lines: readonly string[]): string[] => {
    if (lines.length === 0) return [];
    const rest = lines.length > LINES ? [`  ${words.rest(lines.length - LINES)}`] : [];
    return ['', head, ...lines.slice(0, LINES).map(line => `  ${line}`), ...rest];
  };
  const { exactDuplicates, nearDuplicates, labelErrors, splitIdentities, mergedIdentities, thinIdentities } = found;
  return [
    ...list(words.exact, exactDuplicates.map(together)),
    ...list(
      words.near,
      (nearDuplicates ?? []).map(
        ({ kind, paths, least }) => `${words.kinds[kind]} ≥ ${least.toFixed(3)}  ${together(paths)}`
      )
    ),
    ...list(
      words.labels,
      (labelErrors ?? []).map(
        ({ path: place, identity, nearest, probability }) =>
          `${sure(probability)}  ${shown(place)}  ${words.more(identity, nearest)}`
      )
    ),
    ...list(
      words.split,
      (splitIdentities ?? []).map(({ identities, probability }) => `${sure(probability)}  ${identities.join(' = ')}`)
    ),
    ...list(
      words.merged,
      (mergedIdentities ?? []).map(
        ({ identity, parts, probability }) =>
          `${sure(probability)}  ${identity}: ${parts.map(({ length }) => length).join(' + ')}`
      )
    ),
    ...list(
      words.thin,
      thinIdentities.map(({ identity, pictures, good }) => `${identity}  ${words.of(good, pictures)}`)
    )
  ];
}

/** At most six paths of a group. */
function together(paths: readonly string[]): string {
  return `${paths.slice(0, 6).map(shown).join(', ')}${paths.length > 6 ? ', …' : ''}`;
}

/** Below the working folder, a path from there. */
function shown(place: string): string {
  const relative = path.relative(process.cwd(), place);
  return relative === '' || relative.startsWith('..') || path.isAbsolute(relative) ? place : relative;
}

/** No figure that was fitted is certain. */
function sure(probability: number): string {
  return Math.min(probability, 0.999).toFixed(3);
}
