export { checkOptions } from './request';
export { Engine, type EngineOptions } from './engine';
export type { DeviceReport, DeviceRequest } from './devices';
export {
  FILES as NEIGHBOUR_FILES,
  searchNeighbours,
  type FoundPairs,
  type NeighbourSearch,
  type SearchOptions
} from './neighbours';
