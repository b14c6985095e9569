export { checkOptions } from './request';
export { Engine, type EngineOptions, type WorkerReport } from './engine';
export { hasNvidiaGpu, type DeviceReport, type DeviceRequest } from './devices';
export {
  FILES as NEIGHBOUR_FILES,
  NearestOf,
  searchNeighbours,
  type FoundPairs,
  type Nearest,
  type NeighbourSearch,
  type SearchOptions
} from './neighbours';
