/** Rows as lines of text: CSV (RFC 4180) for spreadsheets, JSON Lines for programs. */
import { valueAt, type CellKind, type TableColumn } from './columns';

/** What a spreadsheet takes for the beginning of a formula, or drops to find one behind it. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

/** The names of the columns, with the line's end. */
export function csvHeader(columns: readonly TableColumn[]): string {
  return `${columns.map(({ name }) => quoted(name)).join(',')}\r\n`;
}

/**
 * A row, with the line's end. Nothing is an empty cell; times are ISO 8601 (without a zone where it is not known); codes are
 * separated by blanks, other lists and objects are JSON, bytes hexadecimal. A *text* that a spreadsheet would run as a formula
 * is preceded by an apostrophe; numbers stay numbers.
 */
export function csvLine(columns: readonly TableColumn[], row: object): string {
  return `${columns.map(column => cell(valueAt(row, column), column.kind)).join(',')}\r\n`;
}

/** A row as JSON with the structure of its fields, and the line's end. Times are ms, bytes hexadecimal. */
export function jsonLine(columns: readonly TableColumn[], row: object): string {
  const json: Record<string, unknown> = {};
  for (const column of columns) {
    const path = (column.field ?? column.name).split('.');
    const last = path.pop()!;
    const value = jsonValue(valueAt(row, column), column.kind);
    // An object of which nothing is known is null.
    let at: Record<string, unknown> | null = json;
    for (const part of path) {
      at[part] ??= value === null ? null : {};
      at = at[part] as Record<string, unknown> | null;
      if (at === null) break;
    }
    if (at) at[last] = value;
  }
  return `${JSON.stringify(json)}\n`;
}

function cell(value: unknown, kind: CellKind): string {
  if (value === null) return '';
  switch (kind) {
    case 'text':
      return quoted(harmless(String(value)));
    case 'codes':
      return quoted(harmless((value as string[]).join(' ')));
    case 'integer':
    case 'real':
      return Number.isFinite(value) ? String(value) : '';
    case 'time':
      return timeText(value as number);
    case 'unzoned-time':
      return timeText(value as number).replace('Z', '');
    case 'boolean':
      return String(value);
    case 'bytes':
      return jsonValue(value, kind) as string;
    default:
      return quoted(JSON.stringify(jsonValue(value, kind)));
  }
}

function jsonValue(value: unknown, kind: CellKind): unknown {
  if (value === null) return null;
  if (kind === 'vector') return Array.from(value as Float32Array);
  if (kind === 'bytes') return Buffer.from(value as Uint8Array).toString('hex');
  return value;
}

function harmless(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function timeText(ms: number): string {
  // Beyond the year 275760 there is no date; a broken file may still say so.
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? '' : date.toISOString();
}
