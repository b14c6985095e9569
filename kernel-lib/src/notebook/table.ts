import { columns, padEnd, padStart } from '../columns';
import { oneLine, type MimeBundle } from '../drawing';

/** A row: column → value. */
export type Row = Record<string, string | number | boolean | null | undefined>;

/** Rows shown; the rest is counted. */
const LIMIT = 200;

/** Rows of plain values as a table: Markdown for the notebook, aligned columns for everything else. */
export function tableBundle(rows: Row[]): MimeBundle {
  const names = [...new Set(rows.flatMap(row => Object.keys(row)))];
  const shown = rows.slice(0, LIMIT);
  const cells = shown.map(row => names.map(column => cell(row[column])));
  const numeric = names.map(column => rows.every(row => row[column] == null || typeof row[column] === 'number'));
  const rest = rows.length > LIMIT ? `… and ${rows.length - LIMIT} more rows` : '';
  return {
    'text/markdown': markdown(names, cells, numeric, rest),
    'text/plain': plain(names, cells, numeric, rest)
  };
}

export function isTable(value: unknown): value is Row[] {
  return Array.isArray(value) && value.length > 0 && value.every(isRow);
}

function isRow(value: unknown): value is Row {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null && !isForeignPlain(prototype)) return false;
  const values = Object.values(value);
  return values.length > 0 && values.every(v => v == null || ['string', 'number', 'boolean'].includes(typeof v));
}

/** Object literals of a notebook may come from another realm. */
function isForeignPlain(prototype: unknown): boolean {
  return typeof prototype === 'object' && prototype !== null && Object.getPrototypeOf(prototype) === null;
}

function cell(value: Row[string]): string {
  if (value == null) return '';
  if (typeof value !== 'number') return oneLine(String(value));
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(4)));
}

function markdown(columns: string[], cells: string[][], numeric: boolean[], rest: string): string {
  const line = (values: string[]) => `| ${values.map(escapeMarkdown).join(' | ')} |`;
  const rule = `|${numeric.map(right => (right ? '---:' : '---')).join('|')}|`;
  return [line(columns), rule, ...cells.map(line), ...(rest ? ['', rest] : [])].join('\n');
}

/** A file name stays text: no mark-up of Markdown or HTML, no mathematics, no cell of its own. */
function escapeMarkdown(text: string): string {
  return text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/[\\`*_{}[\]()#!|~$]/g, mark => `&#${mark.charCodeAt(0)};`);
}

function plain(names: string[], cells: string[][], numeric: boolean[], rest: string): string {
  const widths = names.map((name, i) => Math.max(columns(name), ...cells.map(row => columns(row[i]))));
  const pad = (text: string, i: number) => (numeric[i] ? padStart : padEnd)(text, widths[i]);
  const line = (values: string[]) => values.map(pad).join('  ').trimEnd();
  const rule = widths.map(w => '─'.repeat(w)).join('  ');
  return [line(names), rule, ...cells.map(line), ...(rest ? [rest] : [])].join('\n');
}
