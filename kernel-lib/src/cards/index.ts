export * from './data';
export { card, comparisonCard, faceCard, failedCard, notAcquiredCard } from './card';
export { drawingBundle, type Drawing } from './render';
export { oneLine, outlineText, textWidth } from './typography';
