/**
 * What a terminal may be given. File names, messages of servers, titles and names inside checkpoints may hold anything, also
 * what a terminal would obey (ECMA-48 sequences) or what turns the order of characters around (UAX #9). Filtered here and only
 * here, where names that are not UTF-8 become readable as well; every sink that people read calls one of these.
 */
import { stripVTControlCharacters } from 'node:util';
import { readable } from './names';

/** C0 and C1 controls, marks that turn the reading direction or are not seen, halves of characters. */
const CONTROLS = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\u{e0000}-\u{e007f}]|\p{Surrogate}/gu;

/** Such a text on one line: sequences are left out, what else controls becomes `�`. */
export function printable(text: string): string {
  return stripVTControlCharacters(readable(text)).replace(CONTROLS, '\ufffd');
}

/** Such a text on several lines; line ends and tabs stay. */
export function printableLines(text: string): string {
  return stripVTControlCharacters(readable(text)).replace(CONTROLS, mark =>
    mark === '\n' || mark === '\t' ? mark : '\ufffd'
  );
}

/**
 * JSON that a terminal shows and does not obey: what `JSON.stringify` leaves as it is (DEL, C1, direction marks) is written
 * as `\uXXXX`, so that a reader gets exactly the same values.
 */
export function printableJson(value: unknown): string {
  return JSON.stringify(value).replace(CONTROLS, mark =>
    mark.replace(/[^]/g, unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
  );
}
