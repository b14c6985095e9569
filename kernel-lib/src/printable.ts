/**
 * What a terminal may be given. File names, messages of servers, titles and names inside checkpoints may hold anything, also
 * what a terminal would obey (ECMA-48 sequences) or what turns the order of characters around (UAX #9). Filtered here and only
 * here; every sink that people read calls one of these.
 */
import { stripVTControlCharacters } from 'node:util';

/** C0 and C1 controls and the marks that turn the reading direction. */
const CONTROLS = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029]/gu;

/** Such a text on one line: sequences are left out, what else controls becomes `�`. */
export function printable(text: string): string {
  return stripVTControlCharacters(text).replace(CONTROLS, '\ufffd');
}

/** Such a text on several lines; line ends and tabs stay. */
export function printableLines(text: string): string {
  return stripVTControlCharacters(text).replace(CONTROLS, mark => (mark === '\n' || mark === '\t' ? mark : '\ufffd'));
}

/**
 * JSON that a terminal shows and does not obey: what `JSON.stringify` leaves as it is (DEL, C1, direction marks) is written
 * as `\uXXXX`, so that a reader gets exactly the same values.
 */
export function printableJson(value: unknown): string {
  return JSON.stringify(value).replace(CONTROLS, mark => `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
