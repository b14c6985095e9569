export { type ExportFormat, exportRows } from './export';
export { decodeHalf, encodeHalf } from './half';
export { locateStore, STORE_NAME } from './locate';
export type { QuarterHour, SampleQuery, Summary } from './query';
export type { SampleRow, StoredSample } from './row';
export { type RunStart, type RunState, Store, type StoreOptions } from './store';
