import type { Language } from '../types';
import {
  ASSESSMENT,
  badge,
  drawText,
  footer,
  frame,
  HAIRLINE,
  INNER,
  milliseconds,
  MUTED,
  oneLine,
  placed,
  type Raster,
  SCALE,
  type Part,
  fittedRaster,
  rule,
  title,
  wrap
} from '../drawing';
import { adviceList, nameOf, sizeOf, warningList } from './parts';
import type { FailedCardData, NotAcquiredCardData } from './data';
import { modelLine } from './facts';
import { drawFindings } from './seen';
import { WORDS, type Words } from './words';

const PICTURE = { width: 200, height: 150 };

/** The card of a picture in which no face was found, as SVG. */
export async function drawNotAcquiredCard(data: NotAcquiredCardData, language: Language) {
  const words = WORDS[language];
  const image = data.picture && (await fittedRaster(data.picture, PICTURE.width, PICTURE.height));
  return frame([
    header(nameOf(data, words), [...sizeOf(data, words), words.faces(0)], 'not-acquired', words),
    illustrated(image, words.noFaceFound, width => drawFindings(data.findings ?? [], null, words, language, width)),
    adviceList(data.advice, words, language),
    warningList(data.warnings, words),
    footer([`${words.time} ${milliseconds(data.elapsedMs, language)}  ·  ${modelLine(data, words)}`])
  ]);
}

/** The card of a picture that could not be processed, as SVG. */
export function drawFailedCard(data: FailedCardData, language: Language) {
  const words = WORDS[language];
  const sentence = { size: 13 };
  const lines = wrap(oneLine(data.error.message), INNER, sentence);
  const body =
    lines.map((line, i) => drawText(line, 0, 13 + i * 20, sentence)).join('') +
    drawText(data.error.code, 0, 16 + lines.length * 20, { size: 11, fill: MUTED });
  return frame([
    header(nameOf(data, words), sizeOf(data, words), 'failed', words),
    { svg: body, height: lines.length * 20 + 26 }
  ]);
}

function header(name: string, facts: string[], standing: 'not-acquired' | 'failed', words: Words): Part {
  const sign = badge(ASSESSMENT[standing], words.assessment[standing], INNER, 2);
  const below = facts.length > 0 ? facts : [words.couldNotProcess];
  return { svg: title(name, below, INNER - sign.width - 20) + sign.svg + rule(46, 0, INNER), height: 60 };
}

function illustrated(image: Raster | null, text: string, more: (width: number) => Part): Part {
  const left = image ? PICTURE.width + 20 : 0;
  const style = { size: 13 };
  const lines = wrap(text, INNER - left, style).map((line, i) => drawText(line, left, 14 + i * 20, style));
  const inset = (room: number, pixels: number) => Math.floor((room - pixels / SCALE) / 2);
  const picture = image
    ? `<rect width="${PICTURE.width}" height="${PICTURE.height}" rx="2" fill="#f4f6f8" stroke="${HAIRLINE}"/>` +
      placed(image, inset(PICTURE.width, image.width), inset(PICTURE.height, image.height))
    : '';
  const below = more(INNER - left);
  const said = lines.length * 20 + (below.height > 0 ? 12 : 0);
  const svg = picture + lines.join('') + `<g transform="translate(${left} ${said})">${below.svg}</g>`;
  return { svg, height: Math.max(image ? PICTURE.height : 0, said + below.height) + 16 };
}
