export { writeReport, type ReportOptions } from './write';
