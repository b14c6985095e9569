import type { Language } from '../types';
import { drawingBundle, type Drawing, type MimeBundle } from '../drawing';
import { drawComparisonCard } from './comparison';
import {
  CARD_MIME,
  type CardData,
  type ComparisonCardData,
  type FaceCardData,
  type FailedCardData,
  type NotAcquiredCardData
} from './data';
import { drawFaceCard } from './face';
import { drawGrid, gridText, type TileData } from './grid';
import { drawFailedCard, drawNotAcquiredCard } from './notice';
import { plainData } from './plain-data';
import { alternativeText, plainText } from './plain';

/**
 * Any card as a MIME bundle: `image/png` (two device pixels a CSS pixel; its CSS size and alternative text in the
 * metadata), `text/plain` (the same in words) and `application/vnd.facegauge.card+json` (the same as data). Never
 * `text/html`: untrusted notebooks, GitHub and nbconvert show the same picture.
 */
export async function card(data: CardData, language: Language): Promise<MimeBundle> {
  const drawing = await draw(data, language);
  const bundle = await drawingBundle(drawing, plainText(data, language), alternativeText(data, language));
  return { ...bundle, [CARD_MIME]: plainData(data, language) };
}

/** Many results in one picture: each a thumbnail with its quality and what is seen first. No card's data, no embedding. */
export async function gridBundle(tiles: TileData[], language: Language): Promise<MimeBundle> {
  const words = gridText(tiles, language);
  return drawingBundle(await drawGrid(tiles, language), words, words.split('\n')[0]);
}

/** The card of one picture with a face. */
export function faceCard(data: FaceCardData, language: Language): Promise<MimeBundle> {
  return card(data, language);
}

/** The card of a picture in which no face was found. */
export function notAcquiredCard(data: NotAcquiredCardData, language: Language): Promise<MimeBundle> {
  return card(data, language);
}

/** The card of a picture that could not be processed. */
export function failedCard(data: FailedCardData, language: Language): Promise<MimeBundle> {
  return card(data, language);
}

/** The card of a pair of pictures. */
export function comparisonCard(data: ComparisonCardData, language: Language): Promise<MimeBundle> {
  return card(data, language);
}

function draw(data: CardData, language: Language): Promise<Drawing> | Drawing {
  switch (data.kind) {
    case 'face':
      return drawFaceCard(data, language);
    case 'comparison':
      return drawComparisonCard(data, language);
    case 'not-acquired':
      return drawNotAcquiredCard(data, language);
    case 'failed':
      return drawFailedCard(data, language);
  }
}
