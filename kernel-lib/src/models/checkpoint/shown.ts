/** Values out of a file, for messages: a file of two hundred bytes can nest pairs that would print for years. */

const MOST_CHARACTERS = 100;
const MOST_ITEMS = 5;
const DEEPEST = 3;

function piece(value: unknown, depth: number): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, MOST_CHARACTERS));
  if (typeof value === 'bigint') return 'a number without bounds';
  if (typeof value !== 'object' || value === null) return String(value);
  if (ArrayBuffer.isView(value)) return `${value.byteLength} bytes`;
  if (depth === DEEPEST) return '…';
  if (value instanceof Map) return value.size > 0 ? `{${value.size} entries}` : '{}';
  if (!Array.isArray(value)) return 'an object';
  const items = value.slice(0, MOST_ITEMS).map(item => piece(item, depth + 1));
  return `[${items.join(', ')}${value.length > MOST_ITEMS ? ', …' : ''}]`;
}

/** At most a hundred characters, whatever the value. */
export function shown(value: unknown): string {
  const text = piece(value, 0);
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text;
}
