export { logFiles } from './files';
export { linesOf, type LogLevel, type LogLine } from './lines';
export { Log, type LogContext } from './log';
export { readLog, type LogEntry, type ReadOptions } from './read';
