/** Lines of a table for people, in columns that hold for Chinese as well. */
import { isFailed, printable, type PictureResult } from '../session';
import type { Language } from '../types';
import { label } from '../verification';

const PICTURE_WIDTH = 32;

const WORDS = {
  en: {
    quality: 'quality',
    assessment: 'assessment',
    picture: 'picture',
    reason: 'main reason',
    failed: 'Not readable'
  },
  zh: { quality: '质量分', assessment: '评估', picture: '图片', reason: '主要原因', failed: '无法处理' }
} as const;

const ASSESSMENTS = ['trusted', 'review', 'rejected', 'not-acquired'] as const;

export function tableHead(language: Language): string {
  const { quality, assessment, picture, reason } = WORDS[language];
  return row([quality, assessment, picture, reason], language);
}

/**
 * One picture: quality, assessment, path, and what lowers the quality most or went wrong.
 * @param numbered the face's number among those of its picture stands behind the path
 */
export function tableRow(result: PictureResult, language: Language, numbered = false): string {
  const which = numbered && 'faceIndex' in result ? ` #${result.faceIndex}` : '';
  const file = printable(result.path ?? '') + which;
  if (isFailed(result)) return row(['–', WORDS[language].failed, file, printable(result.error.message)], language);
  const { quality, assessment, findings, advice, warnings } = result;
  const reason = findings[0]?.[language] ?? advice[0]?.[language] ?? warnings[0]?.message ?? '';
  return row([quality === null ? '–' : quality.toFixed(3), label(assessment, language), file, reason], language);
}

function row([quality, assessment, picture, reason]: string[], language: Language): string {
  const labels = [...ASSESSMENTS.map(name => label(name, language)), WORDS[language].failed];
  const cells = [
    padStart(quality, 7),
    padEnd(assessment, Math.max(...labels.map(columns))),
    padEnd(picture, PICTURE_WIDTH),
    reason
  ];
  return cells.join('  ').trimEnd();
}

/** Columns a text takes in a terminal: East Asian wide characters and emoji take two. */
export function columns(text: string): number {
  let width = 0;
  for (const character of text) {
    if (/\p{Mark}|\u200d|\ufe0f/u.test(character)) continue;
    width +=
      /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}|[\u{20000}-\u{3fffd}]/u.test(
        character
      )
        ? 2
        : 1;
  }
  return width;
}

function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - columns(text)));
}

function padStart(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - columns(text))) + text;
}
