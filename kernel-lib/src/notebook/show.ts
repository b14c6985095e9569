import { inspect } from 'node:util';
import type { MimeBundle } from '../drawing';
import { chartBundle, isChart } from '../drawing';
import { embeddingBundle, isEmbedding } from './embedding';
import { isTable, tableBundle } from './table';
import { display } from './tslab';

const DISPLAY = Symbol.for('Jupyter.display');

/** Anything that says how it is displayed. */
export interface Displayable {
  [DISPLAY](): MimeBundle | Promise<MimeBundle>;
}

export interface ShowOptions {
  /** Of a list, so many are shown one after another; the rest is counted (default 12). */
  limit?: number;
}

/**
 * Draws in the running cell, in a program prints to the console:
 * results and comparisons as cards, lists of them one after another, an embedding as JSON to copy, a Vega-Lite 5
 * specification as a chart, rows of plain values as a table, anything else as text.
 */
export async function show(value: unknown, { limit = 12 }: ShowOptions = {}): Promise<void> {
  const awaited = await value;
  if (!isList(awaited)) return display(await bundleOf(awaited));
  for (const item of awaited.slice(0, limit)) display(await bundleOf(await item));
  if (awaited.length === 0) display(text('(nothing to show)'));
  if (awaited.length > limit)
    display(text(`… and ${awaited.length - limit} more; show(…, { limit: ${awaited.length} }) shows them all`));
}

/** An array that is not one thing to show by itself. */
function isList(value: unknown): value is unknown[] {
  return Array.isArray(value) && !isEmbedding(value) && !isTable(value);
}

async function bundleOf(value: unknown): Promise<MimeBundle> {
  if (isDisplayable(value)) return value[DISPLAY]();
  if (isChart(value)) return chartBundle(value);
  if (isEmbedding(value)) return embeddingBundle(value);
  if (isTable(value)) return tableBundle(value);
  return text(typeof value === 'string' ? value : inspect(value, { depth: 4 }));
}

function isDisplayable(value: unknown): value is Displayable {
  return typeof (value as Partial<Displayable> | null | undefined)?.[DISPLAY] === 'function';
}

function text(words: string): MimeBundle {
  return { 'text/plain': words };
}
