/** What an audit finds: rows that can be gone through, written to a file, and shown. */
import { inspect } from 'node:util';
import { FacegaugeError } from '../errors';
import type { MimeBundle } from '../drawing';
import { tableFormat, writeTable, type TableColumn, type TableFile, type TableFormat } from '../tables';

const DISPLAY = Symbol.for('Jupyter.display');

export interface TableParts<Row extends object> {
  columns: readonly TableColumn[];
  /** Read anew at each call. @param most how many are wanted, where that is known */
  rows: (most?: number) => Iterable<Row>;
  /** Where it is known without going through the rows. */
  count?: () => number;
  draw: (table: AuditTable<Row>) => Promise<MimeBundle>;
}

/** Rows are read from the store as they are gone through, so that a table of a million costs no memory. */
export class AuditTable<Row extends object> implements Iterable<Row> {
  /** @internal */
  constructor(private readonly parts: TableParts<Row>) {}

  /** Number of rows. */
  get length(): number {
    if (this.parts.count) return this.parts.count();
    let count = 0;
    for (const _ of this) count++;
    return count;
  }

  [Symbol.iterator](): Iterator<Row> {
    return this.parts.rows()[Symbol.iterator]();
  }

  /** The first `n` rows. */
  first(n: number): Row[] {
    const rows: Row[] = [];
    if (n <= 0) return rows;
    for (const row of this.parts.rows(n)) {
      rows.push(row);
      if (rows.length === n) break;
    }
    return rows;
  }

  toArray(): Row[] {
    return [...this];
  }

  toJSON(): Row[] {
    return this.toArray();
  }

  /**
   * Cells that a spreadsheet would run as formulas are made harmless.
   * @throws FacegaugeError INVALID_ARGUMENT for a name that does not end in .csv; NO_SPACE, NO_PERMISSION, OUTPUT_FAILED
   */
  toCSV(file: string): Promise<TableFile> {
    return this.write(file, 'csv');
  }

  /** @throws FacegaugeError likewise, for a name that does not end in .parquet */
  toParquet(file: string): Promise<TableFile> {
    return this.write(file, 'parquet');
  }

  private async write(file: string, format: TableFormat): Promise<TableFile> {
    if (tableFormat(file) !== format)
      throw new FacegaugeError('INVALID_ARGUMENT', `"${file}" does not end in .${format}.`, {
        found: file,
        path: file
      });
    return writeTable(file, this.parts.columns, this);
  }

  [DISPLAY](): Promise<MimeBundle> {
    return this.parts.draw(this);
  }

  [inspect.custom](): string {
    const shown = this.first(5);
    return `AuditTable(${this.length}) ${inspect(shown, { depth: 3 })}`;
  }
}

/** A table of what a search has found. */
export function foundTable<Row extends object>(
  columns: readonly TableColumn[],
  rows: readonly Row[],
  draw: TableParts<Row>['draw']
): AuditTable<Row> {
  return new AuditTable<Row>({ columns, rows: () => rows, draw });
}
