/** Word of running sessions that apply thresholds of their own, for readers of the store. */
import { hostname } from 'node:os';
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { PolicyKey, PolicyOrigin, PolicyOverrides } from '../types';

/** Origins that are stronger than the store, and hold for one session alone. */
export const SESSION_ORIGINS = ['call', 'environment', 'config'] as const;

export interface SessionNote {
  id: string;
  /** Embedding network. */
  model: string;
  /** What the manifest says for it. */
  manifest: PolicyOverrides;
  /** The thresholds it applies, with their origins; those of the store, the manifest and built in are no overrides. */
  overrides: readonly { key: PolicyKey; value: number | null; origin: PolicyOrigin }[];
}

const MANIFEST = `INSERT INTO manifest_policy (model, key, value, noted_at) VALUES (?, ?, ?, ?)
  ON CONFLICT DO UPDATE SET value = excluded.value, noted_at = excluded.noted_at WHERE value <> excluded.value`;

/**
 * Notes the half-range of the colours of a face network's maps, so that readers of the store draw them as the cards do. It stands
 * among what manifests say, under a key that is no threshold: the policy passes it over.
 */
export function noteMapScale(db: DatabaseSyncInstance, face: string, mapScale: number): void {
  db.prepare(MANIFEST).run('*', `mapScale:${face}`, mapScale, Date.now());
}

/** Replaces what was noted of the session. */
export function noteSession(db: DatabaseSyncInstance, { id, model, manifest, overrides }: SessionNote): void {
  const now = Date.now();
  const put = db.prepare(MANIFEST);
  for (const [key, value] of Object.entries(manifest)) if (value != null) put.run(model, key, value, now);
  forgetSession(db, id);
  const own = overrides.filter(({ origin }) => (SESSION_ORIGINS as readonly string[]).includes(origin));
  if (own.length === 0) return;
  db.prepare('INSERT INTO sessions (id, pid, host, model, started_at, heartbeat_at) VALUES (?, ?, ?, ?, ?, ?)').run(
    id,
    process.pid,
    hostname(),
    model,
    now,
    now
  );
  const note = db.prepare('INSERT INTO session_policy (session, key, value, origin) VALUES (?, ?, ?, ?)');
  for (const { key, value, origin } of own) note.run(id, key, value, origin);
}

export function forgetSession(db: DatabaseSyncInstance, id: string): void {
  db.prepare('DELETE FROM sessions WHERE id = ?').run(id);
}
