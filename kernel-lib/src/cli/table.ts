/** Lines of a table for people, in columns that hold for Chinese as well. */
import { columns, cutMiddle, padEnd, padStart } from '../columns';
import { errorText } from '../error-words';
import { quality as qualityFigure } from '../numbers';
import { printable } from '../printable';
import { isFailed, isSample, type PictureResult } from '../session';
import type { Language } from '../types';
import { label } from '../verification';
import { warningText } from '../warning-words';

/** Columns of the picture's path: on a terminal it is cut to them, in a file or a pipe it is whole. */
const LEAST_WIDTH = 32;
const MOST_WIDTH = 80;
/** Columns that quality, assessment and the beginning of a reason take. */
const OTHERS = 60;

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
  const file = cut(printable(result.path ?? '') + which);
  if (isFailed(result)) return row(['–', WORDS[language].failed, file, errorText(result.error, language)], language);
  const { assessment, findings, advice, warnings } = result;
  const quality = isSample(result) && result.quality !== null ? qualityFigure(result.quality, result.policy) : '–';
  const reason =
    findings[0]?.[language] ?? advice[0]?.[language] ?? (warnings[0] && warningText(warnings[0], language)) ?? '';
  return row([quality, label(assessment, language), file, reason], language);
}

function cut(file: string): string {
  const width = pictureWidth();
  return width === null ? file : cutMiddle(file, width);
}

/** null where standard output is no terminal. */
function pictureWidth({ isTTY, columns } = process.stdout): number | null {
  return isTTY ? Math.max(LEAST_WIDTH, Math.min(MOST_WIDTH, (columns ?? 80) - OTHERS)) : null;
}

function row([quality, assessment, picture, reason]: string[], language: Language): string {
  const labels = [...ASSESSMENTS.map(name => label(name, language)), WORDS[language].failed];
  const cells = [
    padStart(quality, 7),
    padEnd(assessment, Math.max(...labels.map(text => columns(text)))),
    padEnd(picture, pictureWidth() ?? LEAST_WIDTH),
    reason
  ];
  return cells.join('  ').trimEnd();
}
