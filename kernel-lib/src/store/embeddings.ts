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

export function* readEmbeddings(db: DatabaseSyncInstance, query: EmbeddingQuery = {}): Generator<EmbeddingBlock> {
  const { run, embeddingModel, rows = 4096 } = query;
  const conditions: [sql: string, value: string | number | undefined][] = [
    ['samples.run = ?', run],
    ['samples.embedding_model = ?', embeddingModel]
  ];
  const given = conditions.filter((c): c is [string, string | number] => c[1] !== undefined);
  const join = given.length ? 'JOIN samples ON samples.id = sample ' : '';
  const where = [...given.map(c => c[0]), 'sample > ?'].join(' AND ');
  const select = db.prepare(`SELECT sample, vector FROM embeddings ${join}WHERE ${where} ORDER BY sample LIMIT ?`);
  select.setReturnArrays(true);
  for (let after = query.after ?? 0; ;) {
    const page = select.all(...given.map(c => c[1]), after, rows) as unknown as [number, Uint8Array][];
    for (let from = 0; from < page.length;) {
      const bytes = page[from][1].byteLength;
      let to = from + 1;
      while (to < page.length && page[to][1].byteLength === bytes) to++;
      yield toBlock(page.slice(from, to), bytes >>> 1);
      from = to;
    }
    if (page.length < rows) return;
    after = page[page.length - 1][0];
  }
}

function toBlock(rows: readonly [number, Uint8Array][], size: number): EmbeddingBlock {
  const ids = new Float64Array(rows.length);
  const vectors = new Float32Array(rows.length * size);
  rows.forEach(([id, vector], i) => {
    ids[i] = id;
    halfToFloat(vector, vectors, i * size);
  });
  return { ids, size, vectors };
}
