export { audit, count, countPictures, noCounts, type AuditCounts, type AuditOptions } from './audit';
export { walk, type OnUnreadable } from './walk';
