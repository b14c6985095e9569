import type { Language } from '../types';
import { CARD_VERSION, type CardData } from './data';

/**
 * The card as JSON: `{version, language, kind, …}` with the fields of `CardData`; encoded pictures become
 * `{mime, base64}`, so that a drawer of its own has all it needs. Embeddings are left out: they are no part of a card.
 */
export function plainData(data: CardData, language: Language): Record<string, unknown> {
  return { version: CARD_VERSION, language, ...(plain(data) as object) };
}

/** Any data as JSON can say it, encoded pictures as above. */
export function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return { mime: mimeOf(value), base64: Buffer.from(value).toString('base64') };
  if (Array.isArray(value)) return value.map(plain);
  // Seven figures are all that a float32 has; whole numbers (times, counts) are exact.
  if (typeof value === 'number' && !Number.isInteger(value))
    return Number.isFinite(value) ? Number(value.toPrecision(7)) : null;
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
}

function mimeOf(bytes: Uint8Array): string {
  const ascii = String.fromCharCode(...bytes.subarray(0, 12));
  if (ascii.startsWith('\x89PNG')) return 'image/png';
  if (ascii.startsWith('RIFF') && ascii.slice(8) === 'WEBP') return 'image/webp';
  return ascii.startsWith('\xff\xd8') ? 'image/jpeg' : 'application/octet-stream';
}
