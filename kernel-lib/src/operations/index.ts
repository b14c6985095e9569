export { examine, type CheckResult, type Health } from './doctor';
export { homeOf, type Home } from './home';
export { logFiles, readLog, type LogEntry, type LogLevel, type ReadOptions } from './log';
export { open } from './operate';
export { askForRestart, registrations, statusOf, type EngineStatus, type Registration, type Status } from './status';
export { forgetPicture, parseWaiting, webhookSettings, type WebhookSettings } from './webhook';
export { supervise, SUPERVISED, watch, type WatchOptions } from './watch';
