import { footer, frame, heading, INNER, rule, title, type Part } from '../drawing';
import type { Language } from '../types';
import { drawBars } from './bars';
import type { FaceCardData } from './data';
import { faceFacts, modelLine, timeLine } from './facts';
import { adviceList, nameOf, sizeOf, warningList } from './parts';
import { drawQuality, QUALITY_WIDTH } from './quality';
import { drawSeen } from './seen';
import { drawWhere } from './where';
import { WORDS, type Words } from './words';

const GAP = 32;

/** The card of one picture with a face, as SVG. */
export async function drawFaceCard(data: FaceCardData, language: Language) {
  const words = WORDS[language];
  return frame([
    header(data, words),
    statements(data, words, language),
    await drawWhere(data, words),
    components(data, words),
    adviceList(data.advice, words, language),
    warningList(data.warnings, words),
    footer([timeLine(data, words), modelLine(data, words)])
  ]);
}

function header(data: FaceCardData, words: Words): Part {
  const facts = [...sizeOf(data, words), ...faceFacts(data, words)];
  return { svg: title(nameOf(data, words), facts, INNER) + rule(46, 0, INNER), height: 60 };
}

/** Two statements side by side, because they are two: what a comparison may expect of the picture, and what is seen in it. */
function statements(data: FaceCardData, words: Words, language: Language): Part {
  const quality = drawQuality(data, words);
  const seen = drawSeen(data, words, language, INNER - QUALITY_WIDTH - GAP);
  const svg = quality.svg + `<g transform="translate(${QUALITY_WIDTH + GAP} 0)">${seen.svg}</g>`;
  return { svg, height: Math.max(quality.height, seen.height) + 18 };
}

function components(data: FaceCardData, words: Words): Part {
  const bars = drawBars(data.components, words, 0, 18, INNER);
  return { svg: heading(words.components) + bars.svg, height: bars.height + 32 };
}
