export * from './data';
export type { TileData } from './grid';
export { card, comparisonCard, faceCard, failedCard, gridBundle, notAcquiredCard } from './card';
