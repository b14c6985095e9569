import type { Advice, Language, Warning } from '../types';
import { warningText } from '../warning-words';
import { CAUTION_MARK, oneLine, PANEL, panel, pixels, type Part } from '../drawing';
import type { CardPicture } from './data';
import type { Words } from './words';

/** What a picture is called: its path as given. */
export function nameOf(picture: CardPicture, words: Words): string {
  return picture.path === null ? words.bytes : oneLine(picture.path);
}

/** `640 × 480 px`, or nothing where the picture could not be read. */
export function sizeOf({ width, height }: CardPicture, { language }: Words): string[] {
  return width === null || height === null ? [] : [pixels(width, height, language)];
}

/** Advice as a numbered list: what helps most comes first. */
export function adviceList(advice: Advice[], words: Words, language: Language): Part {
  if (advice.length === 0) return { svg: '', height: 0 };
  return panel(
    words.advice,
    advice.map((a, i) => ({ label: `${i + 1}`, text: a[language] })),
    PANEL
  );
}

/** Warnings, each with its mark and code. */
export function warningList(warnings: Warning[], words: Words): Part {
  if (warnings.length === 0) return { svg: '', height: 0 };
  return panel(
    words.warnings,
    warnings.map(w => ({ label: '', text: `${oneLine(warningText(w, words.language))} (${w.code})`, caution: true })),
    CAUTION_MARK.ground
  );
}
