import { mark, rule } from './shapes';
import { CAUTION_MARK, GROUND, HAIRLINE, INK, MUTED, PADDING, WIDTH } from './theme';
import { drawText, elide, wrap } from './typography';

/** A part of a card, drawn from its own top; parts are stacked. */
export interface Part {
  svg: string;
  height: number;
}

export const INNER = WIDTH - 2 * PADDING;

/** Stacks parts into a card on its own ground with a hairline and round corners. */
export function frame(parts: Part[]): { svg: string; width: number; height: number } {
  let y = PADDING - 4;
  let body = '';
  for (const part of parts) {
    body += `<g transform="translate(${PADDING} ${y})">${part.svg}</g>`;
    y += part.height;
  }
  const height = Math.ceil(y + PADDING - 8);
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}">` +
    `<rect x=".5" y=".5" width="${WIDTH - 1}" height="${height - 1}" rx="8" fill="${GROUND}" stroke="${HAIRLINE}"/>${body}</svg>`;
  return { svg, width: WIDTH, height };
}

/** A name and the facts under it, as wide as is left beside what stands at the right. */
export function title(name: string, facts: string[], width: number, size = 15): string {
  const bold = { size, weight: 'bold' as const };
  return (
    drawText(elide(name, width, bold), 0, 15, bold) +
    drawText(elide(facts.join('  ·  '), width, { size: 11 }), 0, 33, { size: 11, fill: MUTED })
  );
}

export function heading(text: string, y = 11): string {
  return drawText(text, 0, y, { size: 11, weight: 'bold', fill: MUTED });
}

/** A list on a ground of its own: each item with its label, or a mark of caution. */
export function panel(head: string, items: { label: string; text: string; caution?: boolean }[], ground: string): Part {
  const style = { size: 12 };
  let y = 28;
  let body = drawText(head, 14, 19, { size: 11, weight: 'bold', fill: MUTED });
  for (const { label, text, caution } of items) {
    const indent = label || caution ? 18 : 0;
    if (label) body += drawText(label, 14, y + 12, { size: 12, weight: 'bold' });
    if (caution) body += mark(CAUTION_MARK.standing, 20, y + 8, 5.5);
    for (const line of wrap(text, INNER - 28 - indent, style)) {
      body += drawText(line, 14 + indent, y + 12, { ...style, fill: INK });
      y += 18;
    }
    y += 2;
  }
  const height = y + 7;
  return { svg: `<rect width="${INNER}" height="${height}" rx="6" fill="${ground}"/>${body}`, height: height + 12 };
}

/** Small print at the foot, under a rule; wrapped. */
export function footer(lines: string[]): Part {
  const style = { size: 10.5, fill: MUTED };
  const wrapped = lines.flatMap(line => wrap(line, INNER, style));
  const svg = rule(2, 0, INNER) + wrapped.map((line, i) => drawText(line, 0, 19 + i * 16, style)).join('');
  return { svg, height: 10 + wrapped.length * 16 };
}

export function gap(height: number): Part {
  return { svg: '', height };
}
