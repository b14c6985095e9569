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
  const known = new Map<number, boolean>();
  const advances = new Map<number, number>();
  const outlines = new Map<string, string>();
  return {
    has: codePoint => remembered(known, codePoint, () => font.hasGlyphForCodePoint(codePoint)),
    advance: codePoint =>
      remembered(advances, codePoint, () => font.glyphForCodePoint(codePoint).advanceWidth / font.unitsPerEm),
    path: (codePoint, x, y, size) => {
      const outline = remembered(outlines, `${codePoint} ${size}`, () => relative(font, codePoint, size));
      return outline && `M${round(x)} ${round(y)}${outline}`;
    }
  };
}

/** A card draws a thousand letters of a few hundred shapes: making a shape's path is most of the work. */
function remembered<K, V>(made: Map<K, V>, key: K, make: () => V): V {
  let value = made.get(key);
  if (value === undefined) {
    if (made.size >= MOST_REMEMBERED) made.clear();
    made.set(key, (value = make()));
  }
  return value;
}

/** Some megabytes; file names may hold every character there is. */
const MOST_REMEMBERED = 20_000;

/** Fonts count upwards from the baseline, SVG downwards; a hundredth of a pixel is as fine as a picture can show. */
const round = (value: number): number => Math.round(value * DIGITS) / DIGITS;

/** The glyph's path from its origin on, every step relative to the point before: it can stand anywhere as it is. */
function relative(font: FontkitFont, codePoint: number, size: number): string {
  const scale = size / font.unitsPerEm;
  // Whole hundredths: differences of rounded points, so that rounding does not add up along the outline.
  let [x, y, startX, startY] = [0, 0, 0, 0];
  return font
    .glyphForCodePoint(codePoint)
    .path.commands.map(({ command, args }) => {
      const points = args.map((value, i) => Math.round((i % 2 === 0 ? value : -value) * scale * DIGITS));
      const steps = points.map((value, i) => (value - (i % 2 === 0 ? x : y)) / DIGITS);
      if (points.length > 0) [x, y] = points.slice(-2);
      if (command === 'moveTo') [startX, startY] = [x, y];
      if (command === 'closePath') [x, y] = [startX, startY];
      return LETTER[command] + steps.join(' ');
    })
    .join('');
}

const LETTER: Record<string, string> = {
  moveTo: 'm',
  lineTo: 'l',
  quadraticCurveTo: 'q',
  bezierCurveTo: 'c',
  closePath: 'z'
};
