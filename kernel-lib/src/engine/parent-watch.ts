/**
 * A worker never outlives its parent. The closed IPC channel is noticed by the main thread only between two
 * inferences, and never by one that hangs; so a second thread looks at the parent as well.
 */
import { Worker } from 'node:worker_threads';

const WATCH = `
const { workerData: parent } = require('node:worker_threads');
function gone() {
  if (process.ppid !== parent) return true;
  try { process.kill(parent, 0); return false; } catch (error) { return error.code === 'ESRCH'; }
}
setInterval(() => { if (gone()) process.kill(process.pid, 'SIGKILL'); }, 500);
`;

/** Ends this process as soon as its parent is gone, however the parent ended. */
export function endWithParent(): void {
  process.once('disconnect', () => process.exit(0));
  const watch = new Worker(WATCH, { eval: true, workerData: process.ppid, execArgv: [], env: {} });
  watch.unref();
  // Ctrl-C reaches the whole process group; whether work stops is the parent's decision.
  process.on('SIGINT', () => undefined);
}
