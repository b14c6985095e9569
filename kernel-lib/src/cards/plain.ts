import type { Advice, Finding, Language, Warning } from '../types';
import { warningText } from '../warning-words';
import { decimal, measurement, oneLine, quality, similarity, threshold } from '../drawing';
import { nameOf, sizeOf } from './parts';
import { reliabilityText, verdictText } from './comparison';
import type { CardData, ComparisonCardData, FaceCardData } from './data';
import { faceFacts, logQualityLine, modelLine, timeLine } from './facts';
import { acceptance } from './quality';
import { severityOf, withoutFindings } from './seen';
import { WORDS, type Words } from './words';

/** The card in words, one fact a line; the first line alone tells the result. */
export function plainText(data: CardData, language: Language): string {
  const words = WORDS[language];
  switch (data.kind) {
    case 'face':
      return [...face(data, words, language), ...notes(data, words, language)].join('\n');
    case 'comparison':
      return [...comparison(data, words, language), ...notes(data, words, language)].join('\n');
    case 'not-acquired':
      return [
        `${nameOf(data, words)}: ${words.assessment['not-acquired']}`,
        words.noFaceFound,
        ...findingLines(data.findings ?? [], words, language),
        ...notes(data, words, language)
      ].join('\n');
    case 'failed':
      return `${nameOf(data, words)}: ${words.assessment.failed} (${data.error.code})\n${oneLine(data.error.message)}`;
  }
}

/** What the picture of a card says, in one sentence, for those who do not see it. */
export function alternativeText(data: CardData, language: Language): string {
  const text = plainText({ ...data, warnings: [] } as CardData, language).split('\n');
  return data.kind === 'face' || data.kind === 'comparison' ? text[0] : text.slice(0, 2).join('. ');
}

function face(data: FaceCardData, words: Words, language: Language): string[] {
  return [
    `${nameOf(data, words)}: ${qualityText(data, words)}, ${words.assessment[data.assessment]}`,
    ...(data.quality === null ? [] : [acceptance(data.quality, words)]),
    ...seen(data, words, language),
    [...sizeOf(data, words), ...faceFacts(data, words)].join(', '),
    `${words.thresholds}: ${thresholdText(data.policy, ['qualityReject', 'qualityTrust'], words)}`,
    logQualityLine(data, words),
    `${words.components}:`,
    ...Object.entries(data.components).map(
      ([name, component]) =>
        `  ${words.component[name as keyof Words['component']]} ${measurement(component, words.language)}, ${Math.round(component.score)}`
    ),
    timeLine(data, words).replaceAll('  ·  ', ', '),
    modelLine(data, words).replaceAll('  ·  ', ', ')
  ];
}

/** What was found in the picture, or what there is to say without. */
function seen(data: FaceCardData, words: Words, language: Language): string[] {
  const quiet = withoutFindings(data, words);
  return quiet !== null ? [`${words.seen}: ${quiet}`] : findingLines(data.findings ?? [], words, language);
}

function findingLines(findings: Finding[], words: Words, language: Language): string[] {
  const lines = findings.map(f => `  ${f[language]} (${severityOf(f, words)})`);
  return lines.length > 0 ? [`${words.seen}:`, ...lines] : [];
}

function comparison(data: ComparisonCardData, words: Words, language: Language): string[] {
  const pair = `A ${nameOf(data.a, words)}, B ${nameOf(data.b, words)}`;
  const error = data.copies ? ` (${decimal(data.copies.mean, 3)} ± ${decimal(data.copies.standardError, 3)})` : '';
  const leaning =
    data.verdict === 'unreliable'
      ? [`${words.similarity} ${similarity(data.similarity, data.policy)}: ${words.notInterpretable}`]
      : [
          `${words.similarity} ${similarity(data.similarity, data.policy)}${error}; ${words.thresholds}: ` +
            thresholdText(data.policy, ['similarityReview', 'similarityMatch'], words)
        ];
  return [
    `${verdictText(data, words)}: ${pair}`,
    reliabilityText(data, words),
    ...leaning,
    ...(data.meaning ? [data.meaning[language]] : []),
    `A: ${qualityText(data.a, words, data.policy)}, ${words.assessment[data.a.assessment]}`,
    `B: ${qualityText(data.b, words, data.policy)}, ${words.assessment[data.b.assessment]}`,
    modelLine(data.a, words).replaceAll('  ·  ', ', ')
  ];
}

function qualityText(data: FaceCardData, words: Words, policy = data.policy): string {
  if (data.quality === null) return `${words.quality} – (${words.qualityUnavailable})`;
  const sampled = data.copies?.quality;
  const error = sampled ? ` (${decimal(sampled.mean, 3)} ± ${decimal(sampled.standardError, 3)})` : '';
  return `${words.quality} ${quality(data.quality, policy)}${error}`;
}

function thresholdText(
  policy: FaceCardData['policy'],
  keys: ('qualityReject' | 'qualityTrust' | 'similarityReview' | 'similarityMatch')[],
  words: Words
): string {
  return keys.map(key => `${words[key]} ${threshold(policy[key])} (${words.origin[policy.origin[key]]})`).join(', ');
}

function notes(data: { advice: Advice[]; warnings: Warning[] }, words: Words, language: Language): string[] {
  const advice = data.advice.map((a, i) => `  ${i + 1}. ${a[language]}`);
  const warnings = data.warnings.map(w => `  ${oneLine(warningText(w, language))} (${w.code})`);
  return [
    ...(advice.length > 0 ? [`${words.advice}:`, ...advice] : []),
    ...(warnings.length > 0 ? [`${words.warnings}:`, ...warnings] : [])
  ];
}
