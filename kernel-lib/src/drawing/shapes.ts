import { placed, type Raster } from './pictures';
import { SCALE } from './scale';
import { HAIRLINE, type Standing } from './theme';
import { drawText, textWidth } from './typography';

/** The mark of a standing, 2r wide and high around (x, y). */
export function mark({ shape, strong }: Standing, x: number, y: number, r: number): string {
  const stroke = (d: string) =>
    `<path d="${d}" fill="none" stroke="#fff" stroke-width="${r * 0.27}" stroke-linecap="round" stroke-linejoin="round"/>`;
  switch (shape) {
    case 'check':
      return (
        `<circle cx="${x}" cy="${y}" r="${r}" fill="${strong}"/>` +
        stroke(`M${x - 0.45 * r} ${y + 0.02 * r}l${0.33 * r} ${0.34 * r}l${0.58 * r} ${-0.66 * r}`)
      );
    case 'warning':
      return (
        `<path d="M${x} ${y - 0.9 * r}L${x + r} ${y + 0.82 * r}H${x - r}Z" fill="${strong}" stroke="${strong}" ` +
        `stroke-width="${r * 0.3}" stroke-linejoin="round"/>` +
        stroke(`M${x} ${y - 0.32 * r}V${y + 0.22 * r}M${x} ${y + 0.58 * r}v.01`)
      );
    case 'cross':
      return (
        `<rect x="${x - r}" y="${y - r}" width="${2 * r}" height="${2 * r}" rx="${r * 0.35}" fill="${strong}"/>` +
        stroke(`M${x - 0.42 * r} ${y - 0.42 * r}l${0.84 * r} ${0.84 * r}m0 ${-0.84 * r}l${-0.84 * r} ${0.84 * r}`)
      );
    case 'none':
      return (
        `<circle cx="${x}" cy="${y}" r="${r * 0.9}" fill="#fff" stroke="${strong}" stroke-width="${r * 0.22}"/>` +
        `<path d="M${x - 0.42 * r} ${y}h${0.84 * r}" stroke="${strong}" stroke-width="${r * 0.27}" stroke-linecap="round"/>`
      );
  }
}

/** Mark and word on a soft ground, its right edge at `right`; gives its width too. */
export function badge(standing: Standing, text: string, right: number, top: number): { svg: string; width: number } {
  const style = { size: 13, weight: 'bold' as const };
  const width = textWidth(text, style) + 42;
  const x = right - width;
  const svg =
    `<rect x="${x}" y="${top}" width="${width}" height="28" rx="14" fill="${standing.soft}"/>` +
    mark(standing, x + 17, top + 14, 7) +
    drawText(text, x + 30, top + 18.6, style);
  return { svg, width };
}

/** A square picture with a line around it. */
export function framed(raster: Raster, x: number, y: number, frame = HAIRLINE, width = 1): string {
  return placed(raster, x, y) + border(x, y, raster.width / SCALE, raster.height / SCALE, frame, width);
}

/** A line around a rectangle, outside it. */
export function border(x: number, y: number, width: number, height: number, colour = HAIRLINE, thick = 1): string {
  return (
    `<rect x="${x - thick / 2}" y="${y - thick / 2}" width="${width + thick}" height="${height + thick}" rx="${thick}" ` +
    `fill="none" stroke="${colour}" stroke-width="${thick}"/>`
  );
}

/** A frame drawn over pictures, its line inside the rectangle. */
export function overFrame(x: number, y: number, width: number, height: number, colour: string, thick: number): string {
  const [w, h] = [width - 2 * thick, height - 2 * thick];
  // The inner outline runs the other way round, which leaves it empty.
  const d = `M${x} ${y}m0 0l${width} 0l0 ${height}l${-width} 0zm${thick} ${thick}l0 ${h}l${w} 0l0 ${-h}z`;
  return `<path class="over" fill="${colour}" d="${d}"/>`;
}

/** A dot drawn over pictures. */
export function overDot(x: number, y: number, r: number, colour: string): string {
  const k = Math.round(0.5523 * r * 1000) / 1000;
  const d =
    `m${-r} 0c0 ${-k} ${r - k} ${-r} ${r} ${-r}c${k} 0 ${r} ${r - k} ${r} ${r}` +
    `c0 ${k} ${k - r} ${r} ${-r} ${r}c${-k} 0 ${-r} ${k - r} ${-r} ${-r}z`;
  return `<path class="over" fill="${colour}" d="M${x} ${y}${d}"/>`;
}

export function rule(y: number, from: number, to: number): string {
  return `<path d="M${from} ${y}H${to}" stroke="${HAIRLINE}" stroke-width="1"/>`;
}
