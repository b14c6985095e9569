/** One font file, as much of it as the cards need; read by fontkit. */
import { create, type Font as FontkitFont } from 'fontkit';

/** What the cards need of a font. */
export interface Font {
  /** True where the font has a glyph of its own for this code point. */
  has(codePoint: number): boolean;
  /** Advance width in ems. */
  advance(codePoint: number): number;
  /** SVG path of the glyph at `size` pixels an em, its origin at (x, y), y downwards. Empty for blanks. */
  path(codePoint: number, x: number, y: number, size: number): string;
}

const DIGITS = 100;

/** @throws RangeError for a collection of fonts, where one font is wanted */
export function readFont(bytes: Buffer): Font {
  const font = create(bytes);
  if (!('glyphForCodePoint' in font)) throw new RangeError('a single font is wanted, not a collection');
  return {
    has: codePoint => font.hasGlyphForCodePoint(codePoint),
    advance: codePoint => font.glyphForCodePoint(codePoint).advanceWidth / font.unitsPerEm,
    path: (codePoint, x, y, size) => placed(font, codePoint, x, y, size / font.unitsPerEm)
  };
}

/** Fonts count upwards from the baseline, SVG downwards; a hundredth of a pixel is as fine as a picture can show. */
function placed(font: FontkitFont, codePoint: number, x: number, y: number, scale: number): string {
  const round = (value: number): number => Math.round(value * DIGITS) / DIGITS;
  return font
    .glyphForCodePoint(codePoint)
    .path.transform(scale, 0, 0, -scale, round(x), round(y))
    .commands.map(({ command, args }) => LETTER[command] + args.map(round).join(' '))
    .join('');
}

const LETTER: Record<string, string> = {
  moveTo: 'M',
  lineTo: 'L',
  quadraticCurveTo: 'Q',
  bezierCurveTo: 'C',
  closePath: 'Z'
};
