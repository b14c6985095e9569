/**
 * File names that are not UTF-8 (GBK is common in Chinese data sets), as strings that lose nothing.
 *
 * Where a name's bytes are UTF-8 they are read as such. A byte that is no part of UTF-8 becomes the private-use character
 * U+EF00 + byte, so U+EF80–U+EFFF (the scheme of MirBSD's OPTU encodings); so that the way back is certain, a name that really
 * holds one of these characters has its bytes written that way as well. Such a string goes through JSON, SQLite and other
 * programs unharmed; `diskPath` opens the file, `readable` shows the name to people.
 */
import { isUtf8 } from 'node:buffer';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const BASE = 0xef00;
const STRAY = /[\uef80-\uefff]/;

/** The string for a name or path as the system gives it. Inverse of `bytesOf`. */
export function nameOf(bytes: Uint8Array): string {
  if (isUtf8(bytes)) {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
    if (!STRAY.test(text)) return text;
  }
  let text = '';
  for (let i = 0; i < bytes.length;) {
    const character = characterAt(bytes, i);
    if (character !== null && !STRAY.test(character)) {
      text += character;
      i += Buffer.byteLength(character);
    } else text += String.fromCharCode(BASE + bytes[i++]);
  }
  return text;
}

/** Bytes below 0x80 are ASCII wherever they stand, so a stray byte is 0x80 or above. */
function characterAt(bytes: Uint8Array, at: number): string | null {
  const lead = bytes[at];
  const length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  const sequence = bytes.subarray(at, at + length);
  return sequence.length === length && isUtf8(sequence) ? Buffer.from(sequence).toString('utf8') : null;
}

/** The bytes of a name or path. */
export function bytesOf(name: string): Buffer {
  if (!STRAY.test(name)) return Buffer.from(name);
  return Buffer.concat(
    name
      .split(/([\uef80-\uefff])/)
      .map(part => (STRAY.test(part) ? Buffer.of(part.charCodeAt(0) - BASE) : Buffer.from(part)))
  );
}

/** True for a name whose bytes are not UTF-8: `bytesOf` tells what they are. */
export function isStray(name: string): boolean {
  return STRAY.test(name);
}

/** What file-system calls take for it. */
export function diskPath(name: string): string | Buffer {
  return STRAY.test(name) ? bytesOf(name) : name;
}

/**
 * The path of a `file:` URL, also where it encodes bytes that are not UTF-8.
 * @throws TypeError for an URL that names no file of this machine
 */
export function pathOfUrl(url: URL): string {
  try {
    return fileURLToPath(url);
  } catch (error) {
    if (!(error instanceof URIError) || path.sep === '\\') throw error;
    const bytes = url.pathname
      .split(/(%[0-9a-f]{2})/i)
      .map(part => (part.startsWith('%') ? Buffer.from(part.slice(1), 'hex') : Buffer.from(part, 'latin1')));
    return nameOf(Buffer.concat(bytes));
  }
}

const gb18030 = new TextDecoder('gb18030', { fatal: true });

/**
 * For people: a name that is not UTF-8 is read as GB 18030 where that gives mostly everyday characters (GB 2312), else its
 * bytes are written out (`caf\xe9.jpg`). Not to be opened.
 */
export function readable(text: string): string {
  if (!STRAY.test(text)) return text;
  // Quotes, spaces, dots and slashes lie below; the second byte of a character never does.
  return text.replace(/[^\x00-\x2f]+/g, run => (STRAY.test(run) ? readableRun(run) : run));
}

function readableRun(run: string): string {
  const bytes = bytesOf(run);
  if (mostlyEveryday(bytes)) {
    try {
      return gb18030.decode(bytes);
    } catch {
      // Not GB 18030 after all.
    }
  }
  return run.replace(/[\uef80-\uefff]/g, stray => `\\x${(stray.charCodeAt(0) - BASE).toString(16)}`);
}

/** At least three of five two-byte characters are in GB 2312: A1–F7 A1–FE. */
function mostlyEveryday(bytes: Uint8Array): boolean {
  let characters = 0;
  let everyday = 0;
  for (let i = 0; i < bytes.length; i++) {
    if (bytes[i] < 0x80) continue;
    characters++;
    if (bytes[i] >= 0xa1 && bytes[i] <= 0xf7 && bytes[i + 1] >= 0xa1) everyday++;
    i++;
  }
  return everyday >= 0.6 * characters;
}
