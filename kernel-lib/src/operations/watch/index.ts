export { supervise, SUPERVISED } from './supervise';
export { watch, type WatchOptions } from './watch';
