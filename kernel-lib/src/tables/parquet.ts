/** Rows as Apache Parquet, written row group by row group, so that memory does not grow with the number of rows. */
import { valueAt, type CellKind, type TableColumn } from './columns';

/** Rows that are held at once; a row with an embedding is some kB, and its numbers are objects while they are written. */
const GROUP = 10_000;
const GROUP_WITH_VECTORS = 2000;

/** As `SchemaElement` of hyparquet, which is an ES module and cannot be named in declarations for older compilers. */
type Element = Record<string, unknown> & { name: string };

/** What a column becomes. Lists have the three levels that the format asks for. */
const ELEMENTS: Record<CellKind, (name: string) => Element[]> = {
  integer: name => [{ name, type: 'INT64', repetition_type: 'OPTIONAL' }],
  real: name => [{ name, type: 'DOUBLE', repetition_type: 'OPTIONAL' }],
  boolean: name => [{ name, type: 'BOOLEAN', repetition_type: 'OPTIONAL' }],
  text: name => [{ name, ...TEXT, repetition_type: 'OPTIONAL' }],
  json: name => [{ name, type: 'BYTE_ARRAY', converted_type: 'JSON', repetition_type: 'OPTIONAL' }],
  bytes: name => [{ name, type: 'BYTE_ARRAY', repetition_type: 'OPTIONAL' }],
  time: name => [timestamp(name, true)],
  'unzoned-time': name => [timestamp(name, false)],
  codes: name => list(name, TEXT),
  texts: name => list(name, TEXT),
  vector: name => list(name, { type: 'FLOAT' })
};
const TEXT = { type: 'BYTE_ARRAY', converted_type: 'UTF8' };

function list(name: string, element: Record<string, unknown>): Element[] {
  return [
    { name, repetition_type: 'OPTIONAL', num_children: 1, converted_type: 'LIST', logical_type: { type: 'LIST' } },
    { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
    { name: 'element', ...element, repetition_type: 'REQUIRED' }
  ];
}

function timestamp(name: string, isAdjustedToUTC: boolean): Element {
  const logical_type = { type: 'TIMESTAMP', isAdjustedToUTC, unit: 'MILLIS' };
  return { name, type: 'INT64', logical_type, repetition_type: 'OPTIONAL' };
}

/** What the writer takes for a value; lists must be arrays. */
function toParquet(value: unknown, kind: CellKind): unknown {
  if (value === null) return null;
  switch (kind) {
    case 'integer':
    case 'time':
    case 'unzoned-time':
      return Number.isFinite(value) ? BigInt(Math.round(value as number)) : null;
    case 'vector':
      return Array.from(value as Float32Array);
    case 'text':
      return String(value);
    default:
      return value;
  }
}

/** @param write takes the file's pieces in order */
export async function writeParquet(
  columns: readonly TableColumn[],
  rows: Iterable<object> | AsyncIterable<object>,
  write: (piece: Uint8Array) => Promise<void>
): Promise<number> {
  const { ByteWriter, ParquetWriter } = await import('hyparquet-writer');
  const writer = new (class extends ByteWriter {
    async flush(): Promise<void> {
      const piece = this.getBytes();
      this.index = 0;
      await write(piece);
    }
    override finish(): Promise<void> {
      return this.flush();
    }
  })();
  const schema = [{ name: 'root', num_children: columns.length }, ...columns.flatMap(c => ELEMENTS[c.kind](c.name))];
  const parquet = new ParquetWriter({ writer, schema: schema as never, createdBy: 'facegauge' });
  const size = columns.some(({ kind }) => kind === 'vector') ? GROUP_WITH_VECTORS : GROUP;
  let group: object[] = [];
  let written = 0;
  const flush = async (): Promise<void> => {
    const columnData = columns.map(column => ({
      name: column.name,
      data: group.map(row => toParquet(valueAt(row, column), column.kind)),
      ...HOW[column.kind]
    }));
    written += group.length;
    const { length } = group;
    group = [];
    await parquet.write({ columnData, rowGroupSize: Math.max(length, 1) });
  };
  for await (const row of rows) {
    group.push(row);
    if (group.length === size) await flush();
  }
  if (group.length > 0) await flush();
  await parquet.finish();
  return written;
}

/** Smallest and greatest value help readers skip row groups, where values have an order; numbers of a vector do not compress. */
const HOW: Partial<Record<CellKind, object>> = {
  json: { statistics: false },
  bytes: { statistics: false, codec: 'UNCOMPRESSED' },
  vector: { statistics: false, codec: 'UNCOMPRESSED', encoding: 'PLAIN' }
};
