import type { IRenderMime } from '@jupyterlab/rendermime-interfaces';
import React from 'react';
import type { Locale } from '../../locale';
import { factoryOf } from '../renderer';
import { CardBody } from './body';
import { CARD_MIME, CARD_VERSION, type ICard } from './data';

/** Draws faces, comparisons and failures. */
export function cardFactory(locale: Locale): IRenderMime.IRendererFactory {
  return factoryOf<ICard>(CARD_MIME, CARD_VERSION, card => React.createElement(CardBody, { locale, card }));
}
