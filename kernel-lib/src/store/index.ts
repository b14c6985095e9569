export { Store, CLOSE_DEADLINE_MS, type StoreOptions } from './store';
export type { StoreReading } from './reading';
export { folderBeside, locateStore, STORE_NAME } from './locate';
export { COLUMNS, elapsedBin, localDay, type Column } from './columns';
export type { SampleRow, StoredSample } from './row';
export type { SampleQuery } from './query';
export type { FindingCount, QualityBin, QuarterHour, SourceSum, Stretch, Summary } from './counts';
export { below } from './counts';
export type { EmbeddingBlock, EmbeddingQuery } from './embeddings';
export type { RecordedFile } from './files';
export type { Run, RunStart, RunState, RunUpdate } from './runs';
export type { OutboxRow } from './row-statements';
export { LONGEST_PAUSE_MS, Outbox, type OutboxCounts, type OutboxMessage, type OutboxState } from './outbox';
export { EVERY_MODEL } from './policy';
export type {
  IgnoredPolicy,
  PolicyAuthor,
  PolicyChange,
  PolicyInForce,
  PolicySetting,
  SessionOverride
} from './policy';
export { SESSION_ORIGINS, type SessionNote } from './sessions';
export { exportColumns, exportLines, exportStore, type ExportFormat, type ExportOptions } from './export';
export type { StoreInfo } from './info';
export type { Removal, Removed, RemoveOptions, Retention, Vacuumed } from './remove';
export { decodeHalf, encodeHalf } from './half';
export { rowsLost } from './faults';
export { decodeRow } from './codec';
export type { QueryParameters } from './sql';
