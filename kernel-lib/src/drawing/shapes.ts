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

/** A picture with a hairline around it. */
export function framed(
  href: string,
  x: number,
  y: number,
  size: number,
  overlay = '',
  frame = HAIRLINE,
  width = 1
): string {
  return (
    `<image href="${href}" x="${x}" y="${y}" width="${size}" height="${size}" preserveAspectRatio="xMidYMid slice"/>` +
    overlay +
    `<rect x="${x - width / 2}" y="${y - width / 2}" width="${size + width}" height="${size + width}" rx="${width}" ` +
    `fill="none" stroke="${frame}" stroke-width="${width}"/>`
  );
}

export function rule(y: number, from: number, to: number): string {
  return `<path d="M${from} ${y}H${to}" stroke="${HAIRLINE}" stroke-width="1"/>`;
}
