import type { Assessment, Language } from '../types';

/** Assessments a picture with a quality can get. */
export type Scored = Exclude<Assessment, 'not-acquired'>;

/** Worst first: the order of scales and legends. */
export const SCORED: readonly Scored[] = ['rejected', 'review', 'trusted'];

/**
 * Area colours on white. They differ in lightness as well as in hue (after Okabe and Ito), so they keep apart in grey and for
 * every kind of sight.
 */
export const COLOURS: Record<Scored, string> = {
  rejected: '#a6321b',
  review: '#f0b13c',
  trusted: '#3d8ac4'
};

const NAMES: Record<Language, Record<Scored, string>> = {
  en: { rejected: 'Rejected', review: 'To review', trusted: 'Trusted' },
  zh: { rejected: '拒绝处理', review: '建议人工复核', trusted: '可信' }
};

/** Short name of an assessment for a legend. */
export function nameOf(assessment: Scored, language: Language): string {
  return NAMES[language][assessment];
}
