import { seen, type Evidence } from './evidence';
import { found, type FindingCode, type Rule, type Words } from './rule';

/**
 * Not a person before the camera. Said by the face network alone, and only where it is sure: of 41 simulated displays whose face was
 * found one lay below .9; three photographs of LFW from .75 to .84 were none.
 */
const BAR = { screen: 0.88, print: 0.6, 'not-a-face': 0.93 } as const;

function medium(code: keyof typeof BAR, words: Words): Rule {
  return (evidence: Evidence) => {
    const p = seen(evidence, code);
    if (p === null || p < BAR[code]) return null;
    // Strong noise looks like a display's grid to the network; to the spectrum it does not.
    if (code === 'screen' && evidence.noise > 7 && evidence.grid.prominence < 6) return null;
    // A mask hides so much of a face that little of one is left to be seen.
    if (code === 'not-a-face' && (seen(evidence, 'mask') ?? 0) > 0.3) return null;
    return found(code as FindingCode, p > 0.5 + BAR[code] / 2 ? 3 : 2, p, null, words);
  };
}

const SCREEN: Words = {
  en: 'The picture looks like one of a screen, not of a person.',
  zh: '看起来是翻拍屏幕，而不是直接拍摄真人。'
};

const PRINT: Words = {
  en: 'The picture looks like one of a print, not of a person.',
  zh: '看起来是翻拍纸质照片，而不是直接拍摄真人。'
};

/** Prominence of a grid from which it is one; a mosaic's squares are regular too. */
const GRID = 10;

/** A display's grid is strong, in grey levels; a raster as faint as this is a print's. */
const FAINT = 2.5;

/** The grid itself, where the picture is large enough to hold it; the network sees it only in a small face. */
const raster: Rule = ({ grid, squares }) => {
  if (grid.prominence < GRID || grid.strength < 0.5 || squares > 0.3) return null;
  const confidence = Math.min(1, 0.5 + (grid.prominence - GRID) / 16);
  return grid.strength < FAINT
    ? found('print', 2, confidence, null, {
        en: 'A fine regular pattern lies over the face, as in a picture of a print or a screen.',
        zh: '面部有细密的规则纹理，像是翻拍的照片或屏幕。'
      })
    : found('screen', 3, confidence, null, SCREEN);
};

const screen = medium('screen', SCREEN);
const print = medium('print', PRINT);

export const MEDIUM_RULES: readonly Rule[] = [
  medium('not-a-face', { en: 'This does not look like a real face.', zh: '这不像真实的人脸。' }),
  evidence => raster(evidence) ?? screen(evidence) ?? print(evidence)
];
