import type { Language } from '../types';
import {
  ASSESSMENT,
  badge,
  cropImages,
  type CropImages,
  decimal,
  drawText,
  EMPTY,
  footer,
  frame,
  framed,
  gap,
  heading,
  INK,
  INNER,
  MUTED,
  type Part,
  quality,
  rule,
  textWidth,
  title,
  wrap
} from '../drawing';
import { adviceList, nameOf, sizeOf, warningList } from './parts';
import { drawBars } from './bars';
import type { FaceCardData } from './data';
import { faceFacts, logQualityLine, mapLabels, modelLine, qualityThresholds, qualityZones, timeLine } from './facts';
import { drawGauge } from './gauge';
import { colourBar, overlay } from './heatmap';
import { WORDS, type Words } from './words';

const SIZE = 152;
const OCCLUSION_SIZE = 112;

/** The card of one picture with a face, as SVG. */
export async function drawFaceCard(data: FaceCardData, language: Language) {
  const words = WORDS[language];
  const images = await cropImages(data.crop, SIZE);
  return frame([
    header(data, words),
    { svg: pictures(data, images, words) + qualityBlock(data, words), height: SIZE + 22 + 18 },
    occlusion(data, images, words),
    components(data, words),
    adviceList(data.advice, words, language, data.assessment === 'trusted' ? words.noAdvice : words.unexplained),
    warningList(data.warnings, words),
    footer([timeLine(data, words), modelLine(data, words)])
  ]);
}

function header(data: FaceCardData, words: Words): Part {
  const standing = badge(ASSESSMENT[data.assessment], words.assessment[data.assessment], INNER, 2);
  const facts = [...sizeOf(data), ...faceFacts(data, words)];
  const left = title(nameOf(data, words), facts, INNER - standing.width - 20);
  return { svg: left + standing.svg + rule(46, 0, INNER), height: 60 };
}

function pictures(data: FaceCardData, images: CropImages, words: Words): string {
  const x = SIZE + 10;
  const range: [number, number] = [-data.mapScale, data.mapScale];
  return (
    heading(words.aligned) +
    `<g transform="translate(${x} 0)">${heading(words.contributionMap)}</g>` +
    framed(images.colour, 0, 20, SIZE) +
    framed(images.grey, x, 20, SIZE, overlay(data.qualityMap, range, x, 20, SIZE)) +
    colourBar(range, mapLabels(data.mapScale, words), x + SIZE + 10, 20, SIZE)
  );
}

/** Figure, gauge and what the figure is made of, right of the pictures. */
function qualityBlock(data: FaceCardData, words: Words): string {
  const x = 2 * SIZE + 10 + 112;
  const width = INNER - x;
  const known = data.quality !== null;
  const figure = { size: 34, weight: 'bold' as const, fill: known ? INK : MUTED };
  const text = known ? quality(data.quality!) : '–';
  const error = data.sampling?.quality?.standardError;
  let svg = heading(words.quality) + drawText(text, 0, 48, figure);
  const beside = textWidth(text, figure) + 10;
  if (!known) svg += drawText(words.qualityUnavailable, beside, 46, { size: 11, fill: MUTED });
  else if (data.sampling?.quality) {
    const { mean, standardError } = data.sampling.quality;
    svg += drawText(`${decimal(mean, 3)} ± ${decimal(standardError, 3)}`, beside, 34, { size: 11 });
    svg += drawText(words.copies(data.sampling.n), beside, 48, { size: 10.5, fill: MUTED });
  }
  svg += drawGauge({
    x: 0,
    y: 56,
    width,
    value: data.quality,
    error,
    zones: qualityZones(data.policy, words),
    thresholds: qualityThresholds(data.policy, words),
    marker: known ? INK : EMPTY
  });
  const small = { size: 10.5, fill: MUTED };
  const lines = [logQualityLine(data, words), `${words.rawQuality} ${data.rawQuality.toPrecision(3)}`];
  lines.flatMap(line => wrap(line, width, small)).forEach((line, i) => (svg += drawText(line, 0, 135 + i * 16, small)));
  return `<g transform="translate(${x} 0)">${svg}</g>`;
}

/** The finer map, where it was asked for. */
function occlusion(data: FaceCardData, images: CropImages, words: Words): Part {
  if (!data.occlusionMap) return gap(0);
  const highest = Math.max(0.1, ...data.occlusionMap.flat());
  const range: [number, number] = [0, highest];
  const labels = [
    { value: highest, text: decimal(highest), note: '' },
    { value: 0, text: '0', note: '' }
  ];
  const style = { size: 12, fill: MUTED };
  const text = wrap(words.occlusionNote, INNER - OCCLUSION_SIZE - 112, style).map((line, i) =>
    drawText(line, OCCLUSION_SIZE + 96, 38 + i * 18, style)
  );
  const svg =
    heading(words.occlusionMap) +
    framed(images.grey, 0, 20, OCCLUSION_SIZE, overlay(data.occlusionMap, range, 0, 20, OCCLUSION_SIZE)) +
    colourBar(range, labels, OCCLUSION_SIZE + 10, 20, OCCLUSION_SIZE) +
    text.join('');
  return { svg, height: OCCLUSION_SIZE + 40 };
}

function components(data: FaceCardData, words: Words): Part {
  const bars = drawBars(data.components, words, 0, 18, INNER);
  return { svg: heading(words.components) + bars.svg, height: bars.height + 32 };
}
