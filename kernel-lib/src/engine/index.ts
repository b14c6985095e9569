export { checkOptions } from './request';
export { Engine, type WorkerReport } from './engine';
export type { EngineOptions } from './options';
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
