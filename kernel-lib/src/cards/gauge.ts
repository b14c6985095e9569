import { drawText, EMPTY, GREY, INK, MUTED, textWidth, threshold as thresholdText } from '../drawing';

/** A stretch of the scale with a meaning of its own. */
export interface Zone {
  from: number;
  to: number;
  fill: string;
  text: string;
}

/** A threshold between two zones: its figure and what it is. */
export interface Threshold {
  value: number;
  text: string;
}

export interface Gauge {
  /** Left end of the scale (0) and its length to 1, in pixels. */
  x: number;
  y: number;
  width: number;
  /** Position of the marker; null draws none. Outside 0..1 the marker turns into an arrow at the end. */
  value: number | null;
  /** Half-length of the band of the standard error, in the scale's unit. */
  error?: number;
  zones: Zone[];
  thresholds: Threshold[];
  /** Colour of the marker. */
  marker: string;
}

const THICKNESS = 14;

/** A scale from 0 to 1 with its zones, its thresholds below and the value as a marker above. */
export function drawGauge(gauge: Gauge): string {
  const { x, y, width } = gauge;
  const at = (value: number) => x + Math.min(1, Math.max(0, value)) * width;
  const top = y + 14;
  let svg = `<rect x="${x}" y="${top}" width="${width}" height="${THICKNESS}" rx="3" fill="${EMPTY}"/>`;
  for (const zone of gauge.zones) {
    svg += `<rect x="${at(zone.from)}" y="${top}" width="${at(zone.to) - at(zone.from)}" height="${THICKNESS}" fill="${zone.fill}"/>`;
    const style = { size: 10, anchor: 'middle' as const, fill: INK };
    const centre = clearOf(
      gauge.value === null ? null : at(gauge.value),
      at(zone.from),
      at(zone.to),
      textWidth(zone.text, style)
    );
    if (zone.text && centre !== null) svg += drawText(zone.text, centre, top + 10.5, style);
  }
  for (const end of [0, 1]) {
    svg += `<path d="M${at(end)} ${top}v${THICKNESS + 4}" stroke="${GREY}" stroke-width="1"/>`;
  }
  svg += thresholdLabels(gauge, at, top + THICKNESS);
  return svg + pointer(gauge, at, top);
}

/** Where a zone's word goes: its middle, or beside the marker where that would cross it; null where there is no room. */
function clearOf(marker: number | null, from: number, to: number, width: number): number | null {
  const middle = (from + to) / 2;
  const stretches =
    marker === null || marker < from || marker > to
      ? [[from, to]]
      : [
          [from, marker],
          [marker, to]
        ];
  const fitting = stretches.filter(([a, b]) => b - a >= width + 10);
  const nearest = (a: number, b: number) => Math.min(b - width / 2 - 5, Math.max(a + width / 2 + 5, middle));
  const centres = fitting.map(([a, b]) => nearest(a, b)).sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle));
  return centres[0] ?? null;
}

function thresholdLabels({ thresholds, x, width }: Gauge, at: (value: number) => number, bottom: number): string {
  const figures = { size: 10.5, anchor: 'middle' as const, weight: 'bold' as const };
  const words = { size: 10, anchor: 'middle' as const, fill: MUTED };
  let svg = drawText('0', x, bottom + 16, { ...words, anchor: 'start' });
  svg += drawText('1', x + width, bottom + 16, { ...words, anchor: 'end' });
  const centres = spread(
    thresholds.map(t => ({
      at: at(t.value),
      width: Math.max(textWidth(t.text, words), textWidth(thresholdText(t.value), figures))
    })),
    x + 10,
    x + width - 10
  );
  thresholds.forEach((threshold, i) => {
    const px = at(threshold.value);
    svg += `<path d="M${px} ${bottom - THICKNESS - 3}V${bottom + 4}L${centres[i]} ${bottom + 7}" fill="none" stroke="${INK}" stroke-width="1.25"/>`;
    svg += drawText(thresholdText(threshold.value), centres[i], bottom + 17, figures);
    svg += drawText(threshold.text, centres[i], bottom + 29, words);
  });
  return svg;
}

/** Centres of labels pushed apart where they would touch, and kept between the ends. */
function spread(labels: { at: number; width: number }[], from: number, to: number): number[] {
  const gap = 10;
  const centres = labels.map(l => Math.min(to - l.width / 2, Math.max(from + l.width / 2, l.at)));
  for (let i = 1; i < labels.length; i++) {
    const need = (labels[i - 1].width + labels[i].width) / 2 + gap;
    const lack = need - (centres[i] - centres[i - 1]);
    if (lack <= 0) continue;
    const room = to - labels[i].width / 2 - centres[i];
    const right = Math.min(lack / 2, Math.max(0, room));
    centres[i] += right;
    centres[i - 1] -= lack - right;
  }
  return centres;
}

function pointer({ value, error, marker, x, width }: Gauge, at: (value: number) => number, top: number): string {
  if (value === null) return '';
  const px = at(value);
  let svg = '';
  if (error !== undefined && error > 0) {
    const [low, high] = [at(value - error), at(value + error)];
    svg += `<rect x="${low}" y="${top}" width="${high - low}" height="${THICKNESS}" fill="${marker}" fill-opacity=".28"/>`;
  }
  if (value < 0) return `${svg}<path d="M${x - 11} ${top + 7}l9 -6v12Z" fill="${marker}"/>`;
  if (value > 1) return `${svg}<path d="M${x + width + 11} ${top + 7}l-9 -6v12Z" fill="${marker}"/>`;
  return (
    `${svg}<path d="M${px} ${top + 3}l-6.5 -13h13Z" fill="${marker}" stroke="#fff" stroke-width="1"/>` +
    `<path d="M${px} ${top}v${THICKNESS}" stroke="${marker}" stroke-width="2"/>`
  );
}
