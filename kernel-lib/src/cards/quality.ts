import {
  ASSESSMENT,
  badge,
  decimal,
  drawText,
  EMPTY,
  heading,
  INK,
  MUTED,
  quality,
  textWidth,
  wrap,
  type Part
} from '../drawing';
import type { FaceCardData } from './data';
import { logQualityLine, qualityThresholds, qualityZones } from './facts';
import { drawGauge } from './gauge';
import type { Words } from './words';

export const QUALITY_WIDTH = 372;

/** How many of a hundred comparisons would be accepted: the figure on the card, in words. Never more than it shows. */
export function acceptance(value: number, words: Words): string {
  return words.acceptance(Math.floor(value * 100 + 1e-6));
}

/** The first statement: figure and assessment, what the figure means, its place among the thresholds, what it is made of. */
export function drawQuality(data: FaceCardData, words: Words): Part {
  const known = data.quality !== null;
  const figure = { size: 34, weight: 'bold' as const, fill: known ? INK : MUTED };
  const text = known ? quality(data.quality!, data.policy) : '–';
  const beside = textWidth(text, figure) + 12;
  const standing = ASSESSMENT[data.assessment];
  const label = words.assessment[data.assessment];
  const sign = badge(standing, label, 0, 0).width;
  let svg = heading(words.quality) + drawText(text, 0, 48, figure) + badge(standing, label, beside + sign, 22).svg;
  let y = 72;
  const say = (line: string, style: { size: number; fill?: string }) => {
    for (const part of wrap(line, QUALITY_WIDTH, style)) {
      svg += drawText(part, 0, y, style);
      y += style.size + 5;
    }
  };
  say(known ? acceptance(data.quality!, words) : words.qualityUnavailable, { size: 12 });
  if (data.copies?.quality) {
    const { mean, standardError } = data.copies.quality;
    const copies = words.copies(data.copies.n);
    say(`${decimal(mean, 3)} ± ${decimal(standardError, 3)}  ${copies}`, { size: 10.5, fill: MUTED });
  }
  svg += drawGauge({
    x: 0,
    y: y - 6,
    width: QUALITY_WIDTH,
    value: data.quality,
    error: data.copies?.quality?.standardError,
    zones: qualityZones(data.policy, words),
    thresholds: qualityThresholds(data.policy, words),
    marker: known ? INK : EMPTY
  });
  y += 70;
  say(`${logQualityLine(data, words)}  ·  ${words.rawQuality} ${data.rawQuality.toPrecision(3)}`, {
    size: 10.5,
    fill: MUTED
  });
  return { svg, height: y - 6 };
}
