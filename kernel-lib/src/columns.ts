/** Texts in the columns of a terminal: East Asian characters take two, marks none. */
import stringWidth from 'string-width';

export { stringWidth as columns };

export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - stringWidth(text)));
}

export function padStart(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - stringWidth(text))) + text;
}

const characters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/**
 * Cut in the middle where it is wider than `width` columns: of a path the beginning tells the folder, the end the file, and the
 * end is given twice as much.
 */
export function cutMiddle(text: string, width: number): string {
  if (stringWidth(text) <= width) return text;
  const parts = Array.from(characters.segment(text), ({ segment }) => segment);
  const room = Math.max(0, width - 1);
  const head = take(parts, Math.floor(room / 3));
  const tail = take([...parts].reverse(), room - stringWidth(head.join(''))).reverse();
  return `${head.join('')}…${tail.join('')}`;
}

function take(parts: readonly string[], width: number): string[] {
  const taken: string[] = [];
  let used = 0;
  for (const part of parts) {
    used += stringWidth(part);
    if (used > width) break;
    taken.push(part);
  }
  return taken;
}
