/** Runs: audits that can be told apart, followed and resumed. */
import { hostname } from 'node:os';
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { FacegaugeError } from '../errors';
import { query } from './sql';

export type RunState = 'running' | 'interrupted' | 'done' | 'aborted' | 'failed';

/** What is known of a run when it begins. */
export interface RunStart {
  name: string;
  model?: string;
  recogniser?: string | null;
  /** Plain data: how it was called. */
  options?: unknown;
  /** Pictures it will have, where that is known. */
  total?: number | null;
}

/** How far a run has come. */
export interface RunUpdate {
  total?: number | null;
  /** Where to go on: whatever its owner makes of it. */
  cursor?: string | null;
}

export interface Run {
  id: number;
  name: string;
  /** `interrupted`: it was running and its owner is gone. */
  state: RunState;
  /** UTC ms. */
  startedAt: number;
  endedAt: number | null;
  model: string | null;
  recogniser: string | null;
  options: unknown;
  ownerPid: number | null;
  ownerHost: string | null;
  heartbeatAt: number | null;
  total: number | null;
  /** Pictures recorded, and how many of them had no face or could not be processed. */
  done: number;
  failed: number;
  cursor: string | null;
}

export function insertRun(db: DatabaseSyncInstance, start: RunStart, id: number | null = null): number {
  const { name, model = null, recogniser = null, options = {}, total = null } = start;
  const now = Date.now();
  const { lastInsertRowid } = db
    .prepare(
      `INSERT INTO runs (id, name, state, started_at, model, recogniser, options, total, owner_pid, owner_host, heartbeat_at)
       VALUES (?, ?, 'running', ?, ?, ?, ?, ?, ?, ?, ?)`
    )
    .run(id, name, now, model, recogniser, JSON.stringify(options), total, process.pid, hostname(), now);
  return Number(lastInsertRowid);
}

export function updateRun(db: DatabaseSyncInstance, id: number, { total, cursor }: RunUpdate): void {
  const now = Date.now();
  if (total !== undefined) db.prepare('UPDATE runs SET total = ? WHERE id = ?').run(total, id);
  if (cursor !== undefined) db.prepare('UPDATE runs SET cursor = ? WHERE id = ?').run(cursor, id);
  db.prepare('UPDATE runs SET heartbeat_at = ? WHERE id = ?').run(now, id);
}

export function finishRun(db: DatabaseSyncInstance, id: number, state: 'done' | 'aborted' | 'failed'): void {
  db.prepare('UPDATE runs SET state = ?, ended_at = ? WHERE id = ?').run(state, Date.now(), id);
}

/**
 * True for a run that reads `interrupted`, as its heartbeat was missed, while a process of this machine bears its owner's number: that
 * may be another one by now, or the machine was asleep or its clock set.
 */
export function mayBeOwned(db: DatabaseSyncInstance, id: number): boolean {
  const run = readRuns(db).find(one => one.id === id);
  const own = run?.ownerPid === process.pid;
  return run?.state === 'interrupted' && run.ownerHost === hostname() && !own && isAlive(run.ownerPid);
}

/** Takes over a run that has ended or whose owner is gone. */
export function adoptRun(db: DatabaseSyncInstance, id: number, file: string): Run {
  const run = readRuns(db).find(one => one.id === id);
  if (!run) throw new FacegaugeError('INVALID_ARGUMENT', `There is no run ${id} in ${file}.`, { path: file });
  if (run.state === 'running' && !(run.ownerPid === process.pid && run.ownerHost === hostname()))
    throw new FacegaugeError('STORE_BUSY', `The run "${run.name}" is being worked on by process ${run.ownerPid}.`, {
      found: `process ${run.ownerPid} on ${run.ownerHost}`,
      action: 'Wait for it or end it first.',
      path: file
    });
  db.prepare(
    `UPDATE runs SET state = 'running', ended_at = NULL, owner_pid = ?, owner_host = ?, heartbeat_at = ? WHERE id = ?`
  ).run(process.pid, hostname(), Date.now(), id);
  return { ...run, state: 'running', endedAt: null, ownerPid: process.pid, ownerHost: hostname() };
}

/** Newest first. */
export function readRuns(db: DatabaseSyncInstance, name: string | null = null): Run[] {
  const rows = db.prepare(query('runs')).all({ name }) as unknown as (Omit<Run, 'options'> & { options: string })[];
  return rows.map(row => {
    const run: Run = { ...row, options: JSON.parse(row.options) };
    // On this very machine the absence of a process is known at once, and not only when its heartbeat is missed.
    if (run.state === 'running' && run.ownerHost === hostname() && !isAlive(run.ownerPid)) run.state = 'interrupted';
    return run;
  });
}

function isAlive(pid: number | null): boolean {
  if (pid === null) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
