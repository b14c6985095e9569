/** How a row gets into its tables. */
import type { DatabaseSyncInstance, StatementSyncInstance } from '@photostructure/sqlite';
import { ADD, UPSERT, type EncodedRow } from './codec';
import { query } from './sql';

/** What is to be told to somebody else about a sample, written in its transaction. */
export interface OutboxRow {
  messageId: string;
  topic: string;
  /** Text, or how it is made once the sample's id is known. */
  body: string | ((sample: number) => string);
}

/** A row, and what is to be told of it. */
export interface QueuedRow {
  row: EncodedRow;
  outbox: readonly OutboxRow[];
}

const SIDE_TABLES = ['embeddings', 'thumbnails'] as const;
type SideTable = (typeof SIDE_TABLES)[number];

/** Prepared once for a connection. */
export class RowStatements {
  private readonly add: StatementSyncInstance;
  private readonly upsert: StatementSyncInstance;
  private readonly counting: StatementSyncInstance;
  private readonly put: Record<SideTable, StatementSyncInstance>;
  private readonly drop: Record<SideTable, StatementSyncInstance>;
  private readonly outbox: StatementSyncInstance;

  constructor(db: DatabaseSyncInstance) {
    this.add = db.prepare(ADD);
    this.upsert = db.prepare(UPSERT);
    this.counting = db.prepare(query('count'));
    this.put = {
      embeddings: db.prepare('INSERT OR REPLACE INTO embeddings (sample, vector) VALUES (?, ?)'),
      thumbnails: db.prepare('INSERT OR REPLACE INTO thumbnails (sample, picture) VALUES (?, ?)')
    };
    this.drop = {
      embeddings: db.prepare('DELETE FROM embeddings WHERE sample = ?'),
      thumbnails: db.prepare('DELETE FROM thumbnails WHERE sample = ?')
    };
    this.outbox = db.prepare(
      'INSERT OR IGNORE INTO outbox (message_id, sample, topic, body, created_at, next_at) VALUES (?, ?, ?, ?, ?, ?)'
    );
  }

  /**
   * To be called in a transaction, at the end of which comes {@link count}.
   * @param runs what runs of a file that is gone are called in this one
   * @returns id of the sample
   */
  insert({ row, outbox }: QueuedRow, runs: ReadonlyMap<number, number>): number {
    const [run, ...rest] = row.sample;
    const values = [runs.get(run as number) ?? run, ...rest];
    const { changes, lastInsertRowid } = this.add.run(...values);
    const isNew = changes === 1;
    const id = isNew ? Number(lastInsertRowid) : (this.upsert.get(...values) as { id: number }).id;
    for (const table of SIDE_TABLES) {
      if (row[table] !== null) this.put[table].run(id, row[table]);
      else if (!isNew) this.drop[table].run(id);
    }
    const now = Date.now();
    for (const { messageId, topic, body } of outbox)
      this.outbox.run(messageId, id, topic, typeof body === 'string' ? body : body(id), now, now);
    return id;
  }

  /** Counts in the roll-ups the rows that came in this transaction: together, which costs a third of one by one. */
  count(): void {
    this.counting.run();
  }
}
