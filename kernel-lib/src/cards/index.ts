export * from './data';
export { card, comparisonCard, faceCard, failedCard, notAcquiredCard } from './card';
