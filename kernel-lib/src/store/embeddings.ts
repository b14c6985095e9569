/** Reads all embeddings as blocks of float32, far faster than row by row. */
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { halfToFloat } from './half';

export interface EmbeddingQuery {
  /** One run; default: everything. */
  run?: number;
  /** Id of the network that gave them; embeddings of different networks cannot be compared. */
  embeddingModel?: string;
  /** Only samples with a higher id: what has come since. */
  after?: number;
  /** Rows a block (default 4096). */
  rows?: number;
}

/** Some embeddings of one size, in the order of their samples' ids. */
export interface EmbeddingBlock {
  ids: Float64Array;
  /** Values of an embedding. */
  size: number;
  /** Row-major, `ids.length` × `size`. */
  vectors: Float32Array;
}

/** Some embeddings in one row: their ids, separated by commas, and their bytes, one after the other in the same order. */
interface Packed {
  rows: number;
  last: number;
  least: number;
  most: number;
  ids: string;
  vectors: Uint8Array;
}

/**
 * SQLite puts the vectors of a block together, so that one value crosses into JavaScript and not one a row: that took most of
 * the time. Text and bytes are the same to `group_concat` in a UTF-8 database.
 */
const PACKED = `SELECT count(*) AS rows, max(sample) AS last, min(length(vector)) AS least, max(length(vector)) AS most,
  group_concat(sample) AS ids, CAST(group_concat(vector, '') AS BLOB) AS vectors`;

export function* readEmbeddings(db: DatabaseSyncInstance, query: EmbeddingQuery = {}): Generator<EmbeddingBlock> {
  const { run, embeddingModel, rows = 4096 } = query;
  const conditions: [sql: string, value: string | number | undefined][] = [
    ['samples.run = ?', run],
    ['samples.embedding_model = ?', embeddingModel]
  ];
  const given = conditions.filter((c): c is [string, string | number] => c[1] !== undefined);
  const join = given.length ? 'JOIN samples ON samples.id = sample ' : '';
  const where = [...given.map(c => c[0]), 'sample > ?'].join(' AND ');
  const page = `SELECT sample, vector FROM embeddings ${join}WHERE ${where} ORDER BY sample LIMIT ?`;
  const select = db.prepare(`${PACKED} FROM (${page})`);
  for (let after = query.after ?? 0; ;) {
    const packed = select.get(...given.map(c => c[1]), after, rows) as unknown as Packed;
    if (packed.rows === 0) return;
    if (packed.least === packed.most) yield unpack(packed);
    // Networks differ in the size of their embeddings.
    else yield* bySize(db.prepare(page).all(...given.map(c => c[1]), after, rows) as unknown as Row[]);
    if (packed.rows < rows) return;
    after = packed.last;
  }
}

function unpack({ rows, most, ids, vectors }: Packed): EmbeddingBlock {
  const size = most >>> 1;
  const block = { ids: Float64Array.from(ids.split(','), Number), size, vectors: new Float32Array(rows * size) };
  halfToFloat(vectors, block.vectors, 0);
  return block;
}

interface Row {
  sample: number;
  vector: Uint8Array;
}

function* bySize(rows: readonly Row[]): Generator<EmbeddingBlock> {
  for (let from = 0; from < rows.length;) {
    const bytes = rows[from].vector.byteLength;
    let to = from + 1;
    while (to < rows.length && rows[to].vector.byteLength === bytes) to++;
    const block = rows.slice(from, to);
    const size = bytes >>> 1;
    const vectors = new Float32Array(block.length * size);
    block.forEach(({ vector }, i) => halfToFloat(vector, vectors, i * size));
    yield { ids: Float64Array.from(block, ({ sample }) => sample), size, vectors };
    from = to;
  }
}
