export { checkOptions } from './request';
export { Engine, type EngineOptions } from './engine';
export type { DeviceReport, DeviceRequest } from './devices';
