export { openCheckpoint, type Checkpoint } from './checkpoint';
export type { DType } from './tensor';
