/** Columns of a table: where a value stands in a row, what it is called in a file, and what kind of value it is. */

/**
 * What a column holds; any of it may be null.
 * - `time`: UTC ms. `unzoned-time`: the same number, where the zone is not known or another column tells it
 * - `codes`: words without blanks. `texts`: a list of whatever texts. `json`: whatever JSON can say
 * - `bytes`: Uint8Array. `vector`: Float32Array
 */
export type CellKind =
  'integer' | 'real' | 'text' | 'boolean' | 'time' | 'unzoned-time' | 'codes' | 'texts' | 'json' | 'bytes' | 'vector';

export interface TableColumn {
  /** In CSV and Parquet, snake case. */
  name: string;
  kind: CellKind;
  /** Where it stands in a row and in JSON Lines; with a point, inside a plain object. Default: the name. */
  field?: string;
}

/** A column called like its field, in snake case; where the field is a part of an object, like the whole path. */
export function column<Extra extends object>(field: string, kind: CellKind, extra?: Extra) {
  const name = field.replaceAll('.', '_').replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`);
  return { name, field, kind, ...extra } as TableColumn & { field: string } & Extra;
}

/** Value of a row in a column, also inside an object; null where there is none. */
export function valueAt(row: object, { name, field = name }: TableColumn): unknown {
  let value: unknown = row;
  for (const part of field.split('.')) value = (value as Record<string, unknown> | null | undefined)?.[part];
  return value ?? null;
}
