import { inspect } from 'node:util';
import type { MimeBundle } from '../drawing';
import { chartBundle, isChart } from '../drawing';
import { embeddingBundle, isEmbedding } from './embedding';
import { isTable, tableBundle } from './table';
import { display } from './tslab';

const DISPLAY = Symbol.for('Jupyter.display');
const DISPLAY_LIST = Symbol.for('facegauge.displayList');

/** A list of more results than this is drawn as one grid. */
const CARDS = 3;
const LIMITS = { cards: 12, grid: 60 };

/** Anything that says how it is displayed. */
export interface Displayable {
  [DISPLAY](): MimeBundle | Promise<MimeBundle>;
}

export interface ShowOptions {
  /** Of a list, so many are shown; the rest is counted. Default 12, in a grid 60. */
  limit?: number;
}

/**
 * Draws in the running cell, in a program prints to the console:
 * results and comparisons as cards, up to three of them one after another, more results as one grid of thumbnails, an
 * embedding as JSON to copy, a Vega-Lite 5 specification as a chart, rows of plain values as a table, anything else as text.
 */
export async function show(value: unknown, options: ShowOptions = {}): Promise<void> {
  const awaited = await value;
  if (!isList(awaited)) return display(await bundleOf(awaited));
  const grid = awaited.length > CARDS && awaited.every(isListed);
  const { limit = grid ? LIMITS.grid : LIMITS.cards } = options;
  const shown = awaited.slice(0, limit);
  if (grid && shown.length > 0) display(await (shown as Listed[])[0][DISPLAY_LIST](shown));
  else for (const item of shown) display(await bundleOf(await item));
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

/** One of those that draw a list of their like in one picture. */
interface Listed {
  [DISPLAY_LIST](list: unknown[]): Promise<MimeBundle>;
}

function isListed(value: unknown): value is Listed {
  return typeof (value as Partial<Listed> | null | undefined)?.[DISPLAY_LIST] === 'function';
}

function text(words: string): MimeBundle {
  return { 'text/plain': words };
}
