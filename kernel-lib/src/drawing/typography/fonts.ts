import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readFont, type Font } from './font';

export type Weight = 'regular' | 'bold';

/**
 * The cards bring their own letters and draw them as outlines: a server without fonts, or without Chinese ones, draws
 * the same picture as a desktop, and nobody's font configuration is touched.
 */
const FOLDER = path.resolve(__dirname, '../../../assets/fonts');

/** Where a glyph is looked for, in this order. The everyday Chinese font is a megabyte and is read when first needed. */
const CASCADE: Record<Weight, string[]> = {
  regular: ['latin-regular.ttf', 'chinese-regular.ttf'],
  bold: ['latin-semibold.ttf', 'chinese-bold.ttf', 'chinese-regular.ttf']
};

const loaded = new Map<string, Font>();

function load(file: string): Font {
  let font = loaded.get(file);
  if (!font) loaded.set(file, (font = readFont(readFileSync(path.join(FOLDER, file)))));
  return font;
}

/** Where one character's glyph is, or null where only the reader's system might have one. */
export type FontOf = (codePoint: number) => Font | null;

/**
 * The fonts for one line. The bold Chinese font has only the cards' own vocabulary: where a line has a character beyond
 * it, all its Chinese is regular, because two weights in one word look like a mistake.
 */
export function fontsFor(text: string, weight: Weight): FontOf {
  let files = CASCADE[weight];
  if (weight === 'bold' && /\p{Script=Han}/u.test(text)) {
    const bold = load('chinese-bold.ttf');
    const known = Array.from(text).every(c => !/\p{Script=Han}/u.test(c) || bold.has(c.codePointAt(0)!));
    if (!known) files = files.filter(file => file !== 'chinese-bold.ttf');
  }
  return codePoint => {
    for (const file of files) if (load(file).has(codePoint)) return load(file);
    return null;
  };
}
