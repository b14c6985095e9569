import { seen, type Evidence } from './evidence';
import { found, type FindingCode, type Rule, type Words } from './rule';

/** Not a person before the camera. Said by the face network alone, and only where it is sure. */
const BAR = { screen: 0.5, print: 0.5, 'not-a-face': 0.93 } as const;

function medium(code: keyof typeof BAR, words: Words): Rule {
  return (evidence: Evidence) => {
    const p = seen(evidence, code);
    if (p === null || p < BAR[code]) return null;
    // A mask hides so much of a face that little of one is left to be seen.
    if (code === 'not-a-face' && (seen(evidence, 'mask') ?? 0) > 0.3) return null;
    return found(code as FindingCode, p > 0.5 + BAR[code] / 2 ? 3 : 2, p, null, words);
  };
}

export const MEDIUM_RULES: readonly Rule[] = [
  medium('not-a-face', { en: 'This does not look like a real face.', zh: '这不像真实的人脸。' }),
  medium('screen', {
    en: 'The picture looks like one of a screen, not of a person.',
    zh: '看起来是翻拍屏幕，而不是直接拍摄真人。'
  }),
  medium('print', {
    en: 'The picture looks like one of a print, not of a person.',
    zh: '看起来是翻拍纸质照片，而不是直接拍摄真人。'
  })
];
