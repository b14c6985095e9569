export { BLOCK, blocksOf, FILES, type FoundPairs, type NeighbourSearch } from './messages';
export { searchNeighbours, type SearchOptions } from './search';
export { NearestOf, type Nearest } from './nearest';
