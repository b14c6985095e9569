/** The card of an audit in words, and the sentences that both have in common. */
import { oneLine } from '../drawing';
import { quality, share, threshold } from '../numbers';
import { sourceText } from '../source-words';
import type { Assessment, Language } from '../types';
import type { AuditCardData } from './audit-data';
import { AUDIT_WORDS, type AuditWords } from './audit-words';
import { findingName } from './finding-names';
import { WORDS } from './words';

/** The order assessments are told in. */
export const ORDER: readonly Assessment[] = ['trusted', 'review', 'rejected', 'not-acquired'];

/** What the card says, line by line. */
export function auditText(data: AuditCardData, language: Language): string {
  const words = AUDIT_WORDS[language];
  const count = (n: number): string => n.toLocaleString('en');
  const list = (head: string, lines: string[]): string[] =>
    lines.length === 0 ? [] : ['', head, ...lines.map(l => `  ${l}`)];
  const scored = data.meanQuality === null ? [] : [`${words.meanQuality}: ${quality(data.meanQuality)}`];
  const low =
    data.lowShare === null
      ? []
      : [`${words.rejected}: ${share(data.lowShare)} (${words.below(threshold(data.thresholds.reject))})`];
  return [
    `${oneLine(data.name)}: ${WORDS[language].pictures(data.pictures)}, ${words.state[data.state]}`,
    `${words.acquired}: ${count(data.acquired)}`,
    ...scored,
    ...low,
    ...list(
      words.assessments,
      ORDER.map(a => `${count(data.assessments[a])}  ${WORDS[language].assessment[a]}`)
    ),
    ...list(
      words.reasons,
      data.errors.map(e => `${count(e.count)}  ${words.errors[e.code] ?? e.code}`)
    ),
    ...list(
      words.findings,
      data.findings.map(f => `${count(f.count)}  ${findingName(f.code, language)}`)
    ),
    ...list(
      words.duplicates,
      said(data, words).map(s => s.text)
    ),
    ...list(words.sources, [
      ...data.sources.map(s =>
        [`${count(s.pictures)}  ${oneLine(sourceText(s.source, language))}`, ...sourceFigures(s, words)].join('  ·  ')
      ),
      ...(data.sourceCount > data.sources.length ? [words.moreSources(data.sourceCount - data.sources.length)] : [])
    ]),
    '',
    basis(data, words)
  ].join('\n');
}

/** What is known of duplicates and labels, and what was not looked for. */
export function said(data: AuditCardData, words: AuditWords): { text: string; caution: boolean }[] {
  const { exactDuplicates: exact, nearDuplicates: near, labelErrors: labels } = data;
  return [
    exact.groups === 0
      ? { text: words.noExact, caution: false }
      : { text: words.exact(exact.groups, exact.pictures), caution: true },
    near === null
      ? { text: words.nearUnknown, caution: false }
      : near.groups === 0
        ? { text: words.noNear, caution: false }
        : { text: words.near(near.groups, near.pictures), caution: true },
    data.people === 0
      ? { text: words.noIdentities, caution: false }
      : labels === null
        ? { text: data.labelsCanBeJudged === false ? words.labelsTooFew : words.labelsUnknown, caution: false }
        : labels === 0
          ? { text: words.noLabels, caution: false }
          : { text: words.labels(labels), caution: true }
  ];
}

/** What the figures stand on: thresholds, the run, files that were passed over. */
export function basis({ thresholds, passedOver, run }: AuditCardData, words: AuditWords): string {
  const parts = [words.thresholds(threshold(thresholds.reject), threshold(thresholds.trust)), words.run(run)];
  if (passedOver) parts.push(words.passedOver(passedOver));
  return parts.join('  ·  ');
}

function sourceFigures(
  { meanQuality, lowShare }: { meanQuality: number | null; lowShare: number | null },
  words: AuditWords
): string[] {
  return [
    ...(meanQuality === null ? [] : [`${words.meanQuality} ${quality(meanQuality)}`]),
    ...(lowShare === null ? [] : [`${words.rejected} ${share(lowShare)}`])
  ];
}
