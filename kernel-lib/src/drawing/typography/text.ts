import { printable } from '../../printable';
import { fontsFor, type FontOf, type Weight } from './fonts';

export interface TextStyle {
  /** Pixels an em. */
  size: number;
  weight?: Weight;
  fill?: string;
  /** Which point of the line (x, y) is; the default is its start. */
  anchor?: 'start' | 'middle' | 'end';
}

const ELLIPSIS = '…';

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** What a person typed or a disk holds, made safe to draw in one line. */
export function oneLine(text: string): string {
  return printable(text.replace(/\r?\n|\t/g, ' '));
}

/** Width in pixels. Characters only the reader's system might have are estimated. */
export function textWidth(text: string, style: TextStyle): number {
  let ems = 0;
  for (const run of runs(text, fontsFor(text, style.weight ?? 'regular'))) ems += run.ems;
  return ems * style.size;
}

/** The text itself where it fits, else with its middle left out; of a path the file's name is what stays whole longest. */
export function elide(text: string, width: number, style: TextStyle): string {
  if (textWidth(text, style) <= width) return text;
  const parts = Array.from(graphemes.segment(text), s => s.segment);
  const name = parts.length - Math.max(parts.lastIndexOf('/'), parts.lastIndexOf('\\'));
  const nameFits = textWidth(ELLIPSIS + parts.slice(-name).join(''), style) <= width;
  let head = 0;
  let tail = 0;
  let room = width - textWidth(ELLIPSIS, style);
  while (head + tail < parts.length) {
    const fromEnd = nameFits && tail < name ? true : nameFits ? false : tail <= head;
    const next = textWidth(parts[fromEnd ? parts.length - 1 - tail : head], style);
    if (next > room) break;
    room -= next;
    if (fromEnd) tail++;
    else head++;
  }
  return parts.slice(0, head).join('') + ELLIPSIS + parts.slice(parts.length - tail).join('');
}

/** Lines no wider than `width`: broken at spaces, between Chinese characters and, where nothing else helps, anywhere. */
export function wrap(text: string, width: number, style: TextStyle): string[] {
  const lines: string[] = [];
  let line = '';
  for (const piece of breakable(text)) {
    if (textWidth((line + piece).trimEnd(), style) <= width) {
      line += piece;
      continue;
    }
    if (line.trim()) lines.push(line.trimEnd());
    line = piece.trimStart();
    while (textWidth(line.trimEnd(), style) > width) {
      const cut = longestPrefix(line, width, style);
      lines.push(line.slice(0, cut));
      line = line.slice(cut);
    }
  }
  if (line.trim()) lines.push(line.trimEnd());
  return lines;
}

/** SVG of one line, its baseline at y. Letters are outlines; what no font here has is left to the system's fonts. */
export function drawText(text: string, x: number, y: number, style: TextStyle): string {
  const { size, weight = 'regular', fill = '#1b1f24', anchor = 'start' } = style;
  const width = anchor === 'start' ? 0 : textWidth(text, style);
  let cursor = x - (anchor === 'middle' ? width / 2 : anchor === 'end' ? width : 0);
  let outlines = '';
  let borrowed = '';
  const fontOf = fontsFor(text, weight);
  for (const run of runs(text, fontOf)) {
    if (run.foreign) borrowed += borrow(run.text, cursor, y, run.ems * size, size, fill);
    else {
      let pen = cursor;
      for (const character of run.text) {
        const codePoint = character.codePointAt(0)!;
        const font = fontOf(codePoint)!;
        outlines += font.path(codePoint, pen, y, size);
        pen += font.advance(codePoint) * size;
      }
    }
    cursor += run.ems * size;
  }
  return (outlines && `<path class="over" fill="${fill}" d="${outlines}"/>`) + borrowed;
}

/** Text as it may stand in XML, in content and in attributes. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, c => `&#${c.charCodeAt(0)};`);
}

/** Characters that are each a grapheme of their own, whatever stands beside them; segmenting them would only take time. */
const SINGLE =
  /^[\u0020-\u007e\u00a0-\u00ac\u00ae-\u02ff\u0391-\u0482\u048a-\u052f\u2010-\u2027\u2030-\u205e\u2190-\u22ff\u3001-\u3029\u4e00-\u9fff\uff01-\uff5e]*$/;

interface Run {
  text: string;
  foreign: boolean;
  ems: number;
}

/** Runs drawn alike. A foreign run keeps the spaces inside it, so that the system can order it from right to left. */
function runs(text: string, fontOf: FontOf): Run[] {
  const result: Run[] = [];
  for (const segment of SINGLE.test(text) ? text : Array.from(graphemes.segment(text), s => s.segment)) {
    const fonts = Array.from(segment, c => fontOf(c.codePointAt(0)!));
    const foreign = fonts.some(font => font === null);
    const ems = foreign ? estimate(segment) : sum(Array.from(segment, (c, i) => fonts[i]!.advance(c.codePointAt(0)!)));
    const last = result.at(-1);
    if (last && last.foreign === foreign) {
      last.text += segment;
      last.ems += ems;
    } else result.push({ text: segment, foreign, ems });
  }
  for (let i = result.length - 2; i > 0; i--) {
    if (result[i].text !== ' ' || !result[i - 1].foreign || !result[i + 1].foreign) continue;
    const [before, space, after] = result.splice(i - 1, 3);
    const merged = {
      text: before.text + space.text + after.text,
      foreign: true,
      ems: before.ems + space.ems + after.ems
    };
    result.splice(i - 1, 0, merged);
    i--;
  }
  return result;
}

/** Ems a grapheme of an unknown font may take: pictographs and East Asian ones are square and a little wide. */
function estimate(grapheme: string): number {
  if (/\p{Extended_Pictographic}|\p{Regional_Indicator}/u.test(grapheme)) return 1.3;
  return /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}/u.test(grapheme) ? 1 : 0.62;
}

/** A nested viewport cuts off what is wider than estimated instead of letting it run over its neighbours. */
function borrow(text: string, x: number, y: number, width: number, size: number, fill: string): string {
  return (
    `<svg x="${x}" y="${y - size * 1.1}" width="${width}" height="${size * 1.5}" overflow="hidden">` +
    `<text x="0" y="${size * 1.1}" font-family="sans-serif" font-size="${size}" fill="${fill}" xml:space="preserve">` +
    `${escapeXml(text)}</text></svg>`
  );
}

/** Pieces between which a line may break; closing marks stay with what they close, opening ones with what follows. */
function breakable(text: string): string[] {
  const piece =
    /[（《「“]*(?:[\u2e80-\u9fff\uf900-\ufaff]|[^\s\u2e80-\u9fff\uf900-\ufaff，。、；：？！）》」”（《「“]+)[，。、；：？！）》」”]*\s*|\s+|./gu;
  return text.match(piece) ?? [];
}

function longestPrefix(text: string, width: number, style: TextStyle): number {
  let cut = 0;
  let used = 0;
  for (const { segment, index } of graphemes.segment(text)) {
    used += textWidth(segment, style);
    if (used > width && index > 0) break;
    cut = index + segment.length;
  }
  return cut;
}

function sum(values: number[]): number {
  return values.reduce((a, b) => a + b, 0);
}
