/** Results as short text, for consoles and `util.inspect`. */
import path from 'node:path';
import { errorText } from '../error-words';
import type { FacegaugeError } from '../errors';
import { decimal, deviceName, milliseconds, pixels, quality, similarity, threshold } from '../numbers';
import { printable, printableLines } from '../printable';
import type { Advice, Finding, Language, Policy, Verdict, Warning } from '../types';
import { label } from '../verification';
import { warningText } from '../warning-words';
import type { PictureData, SampleData } from './sample-data';

/** What the text of a comparison is made of. */
export interface DescribedPair extends Verdict {
  a: SampleData;
  b: SampleData;
  similarity: number;
  copies: { n: number; mean: number; standardError: number } | null;
  thresholds: Policy;
  meaning: Record<Language, string> | null;
  advice: Advice[];
  warnings: Warning[];
}

const WORDS = {
  en: {
    bytes: '(bytes)',
    quality: 'quality',
    noQuality: 'quality not usable',
    face: 'face',
    seen: (n: number) => (n === 1 ? '' : `, ${n} faces seen`),
    embedding: 'embedding',
    similarity: 'similarity',
    thresholds: 'thresholds',
    copies: (n: number) => `mean of ${n} disturbed copies`
  },
  zh: {
    bytes: '（字节数据）',
    quality: '质量分',
    noQuality: '质量分不可用',
    face: '人脸',
    seen: (n: number) => (n === 1 ? '' : `，共检出 ${n} 张人脸`),
    embedding: '特征向量',
    similarity: '相似度',
    thresholds: '阈值',
    copies: (n: number) => `${n} 份微扰副本的均值`
  }
} as const;

export function describeSample(sample: SampleData, language: Language): string {
  const words = WORDS[language];
  const { box, copies, embedding, policy } = sample;
  const mean = copies?.quality ? ofCopies({ n: copies.n, ...copies.quality }, language) : '';
  const score = sample.detectionScore === null ? '' : `, ${decimal(sample.detectionScore, 3)}`;
  const at = `(${Math.round(box.x)}, ${Math.round(box.y)})`;
  return text([
    `Sample ${name(sample.path, language)}`,
    sample.quality === null
      ? `  ${words.noQuality} · ${label(sample.assessment, language)}`
      : `  ${words.quality} ${quality(sample.quality, policy)}${mean} · ${label(sample.assessment, language)}`,
    `  ${words.face} ${pixels(box.width, box.height, language)} @ ${at}${score}${words.seen(sample.faces)}`,
    `  ${words.embedding} Float32Array(${embedding.length}) · ${sample.model} · ${deviceName(sample.device)} · ${milliseconds(sample.elapsedMs, language)}`,
    ...seen(sample.findings, language),
    ...sentences(sample.advice, language),
    ...sample.warnings.map(warning => `  ! ${warningText(warning, language)}`)
  ]);
}

export function describeNotAcquired(picture: PictureData, language: Language): string {
  const size = pixels(picture.width, picture.height, language);
  return [
    `NotAcquired ${name(picture.path, language)}`,
    `  ${label('not-acquired', language)} · ${size}`,
    ...seen(picture.findings, language),
    ...sentences(picture.advice, language)
  ].join('\n');
}

export function describeFailure(picture: { path: string | null; error: FacegaugeError }, language: Language): string {
  return `FailedPicture ${name(picture.path, language)}\n  ${picture.error.code}: ${errorText(picture.error, language)}`;
}

export function describeComparison(comparison: DescribedPair, language: Language): string {
  const words = WORDS[language];
  const { a, b, copies, thresholds } = comparison;
  const mean = copies ? ofCopies(copies, language) : '';
  const member = (mark: string, { path: file, quality: value }: SampleData): string =>
    `  ${mark} ${name(file, language)} · ${value === null ? words.noQuality : `${words.quality} ${quality(value, thresholds)}`}`;
  return text([
    `Comparison: ${label(comparison, language)}`,
    `  ${words.similarity} ${similarity(comparison.similarity, thresholds)}${mean}${limits(thresholds, comparison.verdict === 'unreliable', words.thresholds)}`,
    ...(comparison.meaning ? [`  ${comparison.meaning[language]}`] : []),
    member('A', a),
    member('B', b),
    ...sentences(comparison.advice, language),
    ...comparison.warnings.map(warning => `  ! ${warningText(warning, language)}`)
  ]);
}

/** Beside an unreliable figure the thresholds would suggest a leaning it does not have. */
function limits({ similarityReview, similarityMatch }: Policy, unreliable: boolean, word: string): string {
  return unreliable ? '' : ` (${word} ${threshold(similarityReview)} · ${threshold(similarityMatch)})`;
}

/** The copies' mean is another figure than the picture's own, and the standard error is the mean's. */
function ofCopies({ n, mean, standardError }: { n: number; mean: number; standardError: number }, language: Language) {
  return `${language === 'zh' ? '，' : ', '}${WORDS[language].copies(n)} ${decimal(mean, 3)} ± ${decimal(standardError, 3)}`;
}

/** What is wrong, before what to do about it. */
function seen(findings: readonly Finding[], language: Language): string[] {
  return findings.slice(0, 3).map(one => `  • ${one[language]}`);
}

function sentences(advice: readonly Advice[], language: Language): string[] {
  return advice.slice(0, 3).map(one => `  → ${one[language]}`);
}

function name(file: string | null, language: Language): string {
  return file === null ? WORDS[language].bytes : printable(path.basename(file));
}

/** Nothing of a result's text is obeyed by a terminal. */
function text(lines: readonly string[]): string {
  return printableLines(lines.join('\n'));
}
