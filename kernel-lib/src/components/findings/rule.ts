import type { ComponentName, Finding } from '../../types';
import type { Evidence } from './evidence';

/** Every code a finding may have. */
export const FINDING_CODES = [
  'not-a-face',
  'screen',
  'print',
  'mask',
  'sunglasses',
  'hand-or-object',
  'cropped',
  'profile',
  'dark',
  'overexposed',
  'backlight',
  'mosaic',
  'motion',
  'defocus',
  'noise',
  'low-resolution',
  'small-face',
  'compression',
  'side-light',
  'turned',
  'tilted',
  'low-contrast',
  'several-faces'
] as const;

export type FindingCode = (typeof FINDING_CODES)[number];

/** Looks at the evidence for one fault; null where there is nothing that can be said with confidence. */
export type Rule = (evidence: Evidence) => Found | null;

export interface Found extends Finding {
  code: FindingCode;
}

/** How strongly something shows, 0..1, as a severity: slight, plain, gross. */
export function severityOf(strength: number): 1 | 2 | 3 {
  return strength < 0.34 ? 1 : strength < 0.7 ? 2 : 3;
}

/** A sentence in both languages; of three, the one for the severity. */
export type Words = { en: string; zh: string };

/** @param words one sentence, or one for each severity */
export function found(
  code: FindingCode,
  severity: 1 | 2 | 3,
  confidence: number,
  component: ComponentName | null,
  words: Words | readonly [Words, Words, Words]
): Found {
  const { en, zh } = Array.isArray(words) ? (words as readonly Words[])[severity - 1] : (words as Words);
  return { code, severity, confidence: Math.round(100 * confidence) / 100, component, en, zh };
}

/** A share as a whole percentage, at least 1. */
export function percent(share: number): number {
  return Math.max(1, Math.round(100 * share));
}
