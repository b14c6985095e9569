export {
  findNeighbours,
  findNeighboursAcross,
  LEAST_THRESHOLD,
  neighboursFolder,
  neighboursInStore,
  type FindOptions,
  type Neighbours,
  type NeighboursAcross
} from './find';
export type { PairList } from './pair-list';
export type { Embeddings } from './vectors';
