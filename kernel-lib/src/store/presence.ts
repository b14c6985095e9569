/** What others can read of this process in the store: the runs it works on, the thresholds of its session, and that it is alive. */
import { randomUUID } from 'node:crypto';
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { Heartbeat } from './heartbeat';
import { insertRun, updateRun, type Run, type RunStart } from './runs';
import { forgetSession, noteSession, type SessionNote } from './sessions';

export class Presence {
  private readonly heartbeat = new Heartbeat(db => this.beat(db));
  private readonly session = randomUUID();
  private noted: Omit<SessionNote, 'id'> | null = null;
  /** Runs this process works on, by the id it was given. */
  private readonly running = new Map<number, RunStart>();
  /** Their ids in the file that is open now, where that is not the one they were begun in. */
  private readonly moved = new Map<number, number>();
  private ended = false;

  /** @param change how to write */
  constructor(private readonly change: (work: (db: DatabaseSyncInstance) => void) => Promise<void>) {}

  /** Works on a run that was begun. */
  begin(id: number, start: RunStart): void {
    this.running.set(id, start);
    this.keepBeating();
  }

  /** Works on a run that was begun before. */
  adopt(id: number, { name, model, recogniser, options, total }: Run): void {
    this.begin(id, { name, model: model ?? undefined, recogniser, options, total });
  }

  end(id: number): void {
    this.running.delete(id);
    this.keepBeating();
  }

  /** A run's id in the file that is open now. */
  idOf(run: number): number {
    return this.moved.get(run) ?? run;
  }

  /** Leaves word of a session, and goes on doing so. */
  async note(note: Omit<SessionNote, 'id'>): Promise<void> {
    this.noted = note;
    await this.change(db => noteSession(db, { id: this.session, ...note }));
    this.keepBeating();
  }

  /**
   * Makes what rows refer to in a file that has taken the place of the one they were begun in.
   * @returns runs of the file that is gone → the same in this one
   */
  restore(db: DatabaseSyncInstance): ReadonlyMap<number, number> {
    if (this.noted) noteSession(db, { id: this.session, ...this.noted });
    for (const [id, start] of this.running) {
      const taken = db.prepare('SELECT 1 FROM runs WHERE id = ?').get(id);
      this.moved.set(id, insertRun(db, start, taken ? null : id));
    }
    return this.moved;
  }

  /** No more signs of life. */
  stop(): void {
    this.ended = true;
    this.heartbeat.set(null);
  }

  /** Takes the word of the session back. One that cannot say goodbye is forgotten when its heartbeat is missed. */
  forget(db: DatabaseSyncInstance): void {
    if (!this.noted) return;
    try {
      forgetSession(db, this.session);
    } catch {
      // as said
    }
  }

  private beat(db: DatabaseSyncInstance): void {
    const now = Date.now();
    db.prepare('UPDATE sessions SET heartbeat_at = ? WHERE id = ?').run(now, this.session);
    for (const id of this.running.keys()) updateRun(db, this.idOf(id), {});
  }

  private keepBeating(): void {
    const beats = this.running.size > 0 || (this.noted?.overrides.length ?? 0) > 0;
    this.heartbeat.set(beats && !this.ended ? this.change : null);
  }
}
