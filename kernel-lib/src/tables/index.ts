export { column, valueAt, type CellKind, type TableColumn } from './columns';
export { csvHeader, csvLine, jsonLine } from './text';
export { tableFormat, textLines, writeTable, type TableFile, type TableFormat, type WriteTableOptions } from './write';
