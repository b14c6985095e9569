/** Drawing of results. The cards are loaded when the first is drawn: programs without a notebook never pay for them. */
import type { CardData, TileData } from '../cards';
import type { MimeBundle } from '../drawing';
import type { Language } from '../types';

/** Convention of JavaScript kernels: an object that has this method says how it is displayed. */
export const DISPLAY: unique symbol = Symbol.for('Jupyter.display') as never;

/** An object that has this method says how it is displayed in a list of its like: all of them in one picture. */
export const DISPLAY_LIST: unique symbol = Symbol.for('facegauge.displayList') as never;

/** Results of single pictures, which a list of them is drawn from. */
export interface Listed {
  toCard(): TileData;
}

export async function drawList(results: Listed[], language: Language): Promise<MimeBundle> {
  const { gridBundle } = require('../cards') as typeof import('../cards');
  return gridBundle(
    results.map(result => result.toCard()),
    language
  );
}

/** What the card of a result shows, as the outputs of notebooks have it: see `plainData` of the cards. */
export function cardJson(result: { toCard(): CardData }, language: Language): Record<string, unknown> {
  const { plainData } = require('../cards') as typeof import('../cards');
  return plainData(result.toCard(), language);
}

export async function drawCard(data: CardData, language: Language): Promise<MimeBundle> {
  const { card } = require('../cards') as typeof import('../cards');
  return card(data, language);
}
