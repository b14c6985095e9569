/** Drawing of results. The cards are loaded when the first is drawn: programs without a notebook never pay for them. */
import type { CardData } from '../cards';
import type { MimeBundle } from '../drawing';
import type { Language } from '../types';

/** Convention of JavaScript kernels: an object that has this method says how it is displayed. */
export const DISPLAY: unique symbol = Symbol.for('Jupyter.display') as never;

export async function drawCard(data: CardData, language: Language): Promise<MimeBundle> {
  const { card } = require('../cards') as typeof import('../cards');
  return card(data, language);
}
