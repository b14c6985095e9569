/** What is to be told to somebody else: written with the sample it tells of, kept until it has been told. */
import type { DatabaseSyncInstance } from '@photostructure/sqlite';

export type OutboxState = 'waiting' | 'delivered' | 'dead';

export interface OutboxMessage {
  id: number;
  /** The same at every attempt, so that a receiver tells a repetition. */
  messageId: string;
  /** null where the sample has been deleted since. */
  sample: number | null;
  topic: string;
  body: string;
  state: OutboxState;
  /** UTC ms. */
  createdAt: number;
  /** When it is due, UTC ms; in future while somebody is telling it. */
  nextAt: number;
  attempts: number;
  lastError: string | null;
}

export interface OutboxCounts {
  waiting: number;
  delivered: number;
  dead: number;
  /** When the oldest that waits was written, UTC ms. */
  oldest: number | null;
}

const COLUMNS = `id, message_id AS messageId, sample, topic, body, state, created_at AS createdAt, next_at AS nextAt, attempts,
  last_error AS lastError`;

/** Nobody puts a message off for longer, ms. */
export const LONGEST_PAUSE_MS = 86_400_000;

/** Delivered messages are forgotten after a week. */
const REMEMBERED_MS = 7 * 86_400_000;

/** How a change is written and a question asked; see `Store`. */
export interface OutboxAccess {
  change<T>(work: (db: DatabaseSyncInstance) => T): Promise<T>;
  read<T>(work: (db: DatabaseSyncInstance) => T): T;
}

export class Outbox {
  constructor(private readonly store: OutboxAccess) {}

  /** Oldest first. */
  list(state?: OutboxState, limit = 1000): OutboxMessage[] {
    return this.store.read(
      db =>
        db
          .prepare(`SELECT ${COLUMNS} FROM outbox WHERE ? IS NULL OR state = ? ORDER BY id LIMIT ?`)
          .all(state ?? null, state ?? null, limit) as unknown as OutboxMessage[]
    );
  }

  counts(): OutboxCounts {
    return this.store.read(db => {
      const rows = db
        .prepare('SELECT state, count(*) AS n, min(created_at) AS oldest FROM outbox GROUP BY state')
        .all();
      const of = (state: OutboxState) => rows.find(row => row.state === state);
      const n = (state: OutboxState): number => Number(of(state)?.n ?? 0);
      const oldest = of('waiting')?.oldest;
      return {
        waiting: n('waiting'),
        delivered: n('delivered'),
        dead: n('dead'),
        oldest: oldest == null ? null : Number(oldest)
      };
    });
  }

  /** Which of some message ids are written and have not been told: they wait, or were given up and may be retried. */
  untold(messageIds: readonly string[]): Set<string> {
    return this.store.read(db => {
      const rows = db
        .prepare(
          `SELECT message_id AS id FROM outbox WHERE state <> 'delivered' AND message_id IN (SELECT value FROM json_each(?))`
        )
        .all(JSON.stringify(messageIds));
      return new Set(rows.map(({ id }) => String(id)));
    });
  }

  /** When the next one is due, UTC ms; null where none waits. */
  nextAt(): number | null {
    return this.store.read(db => {
      const row = db.prepare(`SELECT min(next_at) AS at FROM outbox WHERE state = 'waiting'`).get();
      return row?.at == null ? null : Number(row.at);
    });
  }

  /**
   * Takes the oldest message that is due for `leaseMs`: nobody else gets it meanwhile, and whoever took it may die. Messages of
   * one sample are told one after the other, in the order in which they were written. One that was written in future, or is put off for
   * longer than anybody does, was so by a clock that has been set back since: it is due, as if it had been written now.
   * @param now UTC ms
   */
  claim(now: number, leaseMs: number): Promise<OutboxMessage | null> {
    return this.store.change(db => {
      db.prepare(`DELETE FROM outbox WHERE state = 'delivered' AND next_at < ?`).run(now - REMEMBERED_MS);
      const ahead = now + leaseMs;
      db.prepare(
        `UPDATE outbox SET created_at = min(created_at, :now), next_at = min(next_at, :now)
         WHERE state = 'waiting' AND (created_at > :ahead OR next_at > :never)`
      ).run({ now, ahead, never: ahead + LONGEST_PAUSE_MS });
      const row = db
        .prepare(
          `UPDATE outbox SET attempts = attempts + 1, next_at = ? WHERE id = (
             SELECT id FROM outbox AS o WHERE state = 'waiting' AND next_at <= ? AND NOT EXISTS (
               SELECT 1 FROM outbox AS e WHERE e.state = 'waiting' AND e.sample = o.sample AND e.id < o.id)
             ORDER BY id LIMIT 1)
           RETURNING ${COLUMNS}`
        )
        .get(ahead, now);
      return (row as unknown as OutboxMessage | undefined) ?? null;
    });
  }

  /** It has been told. */
  delivered(id: number, now: number): Promise<void> {
    return this.set(`state = 'delivered', next_at = ?, last_error = NULL`, [now], id);
  }

  /** It is tried again at `at`, UTC ms; `body` replaces what is told then. */
  later(id: number, at: number, error: string, body: string | null = null): Promise<void> {
    return this.set('next_at = ?, last_error = ?, body = coalesce(?, body)', [at, error, body], id);
  }

  /** It is given up. */
  dead(id: number, error: string): Promise<void> {
    return this.set(`state = 'dead', last_error = ?`, [error], id);
  }

  /** Makes messages due now, given-up ones too; @param ids default: every one that is dead; @returns how many */
  retry(now: number, ids?: readonly number[]): Promise<number> {
    const sql = `UPDATE outbox SET state = 'waiting', next_at = ?, attempts = 0, created_at = ? WHERE state <> 'delivered'`;
    return this.store.change(db => {
      if (!ids) return Number(db.prepare(`${sql} AND state = 'dead'`).run(now, now).changes);
      const one = db.prepare(`${sql} AND id = ?`);
      return ids.reduce((n, id) => n + Number(one.run(now, now, id).changes), 0);
    });
  }

  /** Forgets messages untold; @returns those that were there */
  drop(ids: readonly number[]): Promise<OutboxMessage[]> {
    return this.store.change(db => {
      const one = db.prepare(`DELETE FROM outbox WHERE id = ? RETURNING ${COLUMNS}`);
      return ids.flatMap(id => (one.get(id) as unknown as OutboxMessage | undefined) ?? []);
    });
  }

  private set(assignment: string, values: (string | number | null)[], id: number): Promise<void> {
    return this.store.change(db => {
      db.prepare(`UPDATE outbox SET ${assignment} WHERE id = ?`).run(...values, id);
    });
  }
}
