import type { Language } from '../types';
import {
  ASSESSMENT,
  badge,
  decimal,
  drawText,
  EMPTY,
  footer,
  frame,
  framed,
  GREY,
  heading,
  INK,
  INNER,
  mark,
  MUTED,
  type Part,
  quality,
  rule,
  similarity,
  textWidth,
  threshold,
  title,
  VERDICT,
  wrap
} from '../drawing';
import { adviceList, nameOf, sizeOf, warningList } from './parts';
import type { ComparisonCardData, FaceCardData } from './data';
import {
  faceFacts,
  mapLabels,
  modelLine,
  qualityThresholds,
  qualityZones,
  similarityThresholds,
  similarityZones
} from './facts';
import { drawGauge } from './gauge';
import { colourBar, smoothed, smoothScale } from './heatmap';
import { drawFirst } from './seen';
import { faceImages, type FaceImages } from './where';
import { WORDS, type Words } from './words';

const SIZE = 132;
const COLUMN = 2 * SIZE + 10;

/** The card of a pair, as SVG. */
export async function drawComparisonCard(data: ComparisonCardData, language: Language) {
  const words = WORDS[language];
  const scale = smoothScale(Math.max(data.a.mapScale, data.b.mapScale));
  const images = ({ crop, qualityMap }: FaceCardData) => faceImages(crop, smoothed(qualityMap), [-scale, scale], SIZE);
  const [a, b] = await Promise.all([images(data.a), images(data.b)]);
  const right = INNER - COLUMN;
  const pair =
    side('A', data.a, a, data, words, language) +
    `<g transform="translate(${right} 0)">${side('B', data.b, b, data, words, language)}</g>` +
    sharedBar(scale, words);
  const seen = [data.a, data.b].some(({ findings }) => findings?.length);
  return frame([
    header(data, words),
    data.verdict === 'unreliable' ? plainSimilarity(data, words) : drawSimilarity(data, words, language),
    { svg: pair, height: 44 + SIZE + (seen ? 136 : 118) },
    adviceList(data.advice, words, language),
    warningList(data.warnings, words),
    footer([modelLine(data.a, words)])
  ]);
}

export function verdictText(data: ComparisonCardData, words: Words): string {
  if (data.verdict === 'recapture') return words.retake(data.recapture === 'b' ? 'B' : 'A');
  return words.verdict[data.verdict];
}

/** Whether the similarity can be believed, and which picture keeps it from that. */
export function reliabilityText(data: ComparisonCardData, words: Words): string {
  const trust = threshold(data.policy.qualityTrust);
  if (data.reliable) return words.reliable(trust);
  const poor = (['a', 'b'] as const)
    .map(which => ({ which, value: data[which].quality }))
    .filter(({ value }) => value === null || value < data.policy.qualityTrust)
    .map(({ which, value }) => `${which.toUpperCase()} ${value === null ? '–' : quality(value, data.policy)}`);
  return words.notReliable(poor.join(', '), trust);
}

function header(data: ComparisonCardData, words: Words): Part {
  const standing = VERDICT[data.verdict];
  const svg =
    mark(standing, 12, 15, 11) +
    drawText(verdictText(data, words), 34, 22, { size: 20, weight: 'bold', fill: INK }) +
    drawText(reliabilityText(data, words), 34, 41, { size: 12, fill: MUTED }) +
    rule(54, 0, INNER);
  return { svg, height: 68 };
}

/** While a picture has to be taken again the scale stays without zones: a poor picture says neither yes nor no. */
function drawSimilarity(data: ComparisonCardData, words: Words, language: Language): Part {
  const figure = { size: 34, weight: 'bold' as const };
  const text = similarity(data.similarity, data.policy);
  const left = Math.max(104, textWidth(text, figure) + 24);
  let svg = heading(words.similarity) + drawText(text, 0, 48, figure);
  if (data.copies) {
    const { n, mean, standardError } = data.copies;
    svg += drawText(`${decimal(mean, 3)} ± ${decimal(standardError, 3)}`, 0, 66, { size: 11 });
    svg += drawText(words.copies(n), 0, 80, { size: 10, fill: MUTED });
  }
  const start = data.copies ? Math.max(left, textWidth(words.copies(data.copies.n), { size: 10 }) + 24) : left;
  svg += drawGauge({
    x: start,
    y: 14,
    width: INNER - start - 4,
    value: data.similarity,
    error: data.copies?.standardError,
    zones: data.verdict === 'recapture' ? [] : similarityZones(data.policy, words),
    thresholds: similarityThresholds(data.policy, words),
    marker: INK
  });
  const meaning = data.meaning ? wrap(data.meaning[language], INNER, { size: 11 }) : [];
  meaning.forEach((line, i) => (svg += drawText(line, 0, 98 + i * 16, { size: 11, fill: MUTED })));
  const bottom = 92 + (meaning.length > 0 ? 4 + meaning.length * 16 : 0);
  return { svg: svg + rule(bottom, 0, INNER), height: bottom + 14 };
}

/** Neither scale nor mark nor colour: a figure that must not lean to either side. */
function plainSimilarity(data: ComparisonCardData, words: Words): Part {
  const figure = { size: 15, fill: GREY };
  const text = similarity(data.similarity, data.policy);
  const svg =
    heading(words.similarity) +
    drawText(text, 0, 34, figure) +
    drawText(words.notInterpretable, textWidth(text, figure) + 14, 33.5, { size: 12, fill: MUTED });
  return { svg: svg + rule(48, 0, INNER), height: 62 };
}

function side(
  which: 'A' | 'B',
  data: FaceCardData,
  images: FaceImages,
  pair: ComparisonCardData,
  words: Words,
  language: Language
): string {
  const retake = pair.verdict === 'recapture' && pair.recapture === which.toLowerCase();
  const frameColour = retake ? VERDICT.recapture.strong : undefined;
  const letter = { size: 15, weight: 'bold' as const };
  const facts = [...sizeOf(data, words), faceFacts(data, words)[0]];
  const value = data.quality;
  const y = 44 + SIZE;
  let svg =
    drawText(which, 0, 15, { ...letter, fill: MUTED }) +
    `<g transform="translate(20 0)">${title(nameOf(data, words), facts, COLUMN - 20, 13)}</g>` +
    framed(images.colour, 0, 44, frameColour, retake ? 3 : 1) +
    framed(images.map, SIZE + 10, 44);
  svg +=
    drawText(words.quality, 0, y + 24, { size: 11, weight: 'bold', fill: MUTED }) +
    drawText(
      value === null ? '–' : quality(value, pair.policy),
      textWidth(words.quality, { size: 11, weight: 'bold' }) + 8,
      y + 26,
      {
        size: 17,
        weight: 'bold'
      }
    ) +
    badge(ASSESSMENT[data.assessment], words.short[data.assessment], COLUMN, y + 8).svg;
  svg += drawGauge({
    x: 0,
    y: y + 36,
    width: COLUMN,
    value,
    zones: qualityZones(pair.policy, { ...words, zones: { ...words.zones, rejected: '', review: '', trusted: '' } }),
    thresholds: qualityThresholds(pair.policy, words),
    marker: value === null ? EMPTY : INK
  });
  svg += `<g transform="translate(0 ${y + 118})">${drawFirst(data, language, COLUMN)}</g>`;
  return svg;
}

/** One colour bar between the two maps, because they share one scale. */
function sharedBar(scale: number, words: Words): string {
  const x = COLUMN + 26;
  return colourBar([-scale, scale], mapLabels(scale, words), x, 44, SIZE);
}
