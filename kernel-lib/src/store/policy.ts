import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { Policy, PolicyKey, PolicyOrigin, PolicyOverrides } from '../types';

const KEYS: readonly PolicyKey[] = [
  'similarityMatch',
  'similarityReview',
  'qualityTrust',
  'qualityReject',
  'autoRejectBelow'
];

/** The thresholds set for this store, for `resolvePolicy({store})`; empty where none was set. */
export function readPolicy(db: DatabaseSyncInstance): PolicyOverrides {
  const rows = db.prepare('SELECT key, value FROM policy').all() as { key: string; value: number | null }[];
  return Object.fromEntries(rows.filter(r => KEYS.includes(r.key as PolicyKey)).map(r => [r.key, r.value]));
}

/** Sets thresholds of this store; `undefined` leaves one as it is. */
export function writePolicy(db: DatabaseSyncInstance, overrides: PolicyOverrides, now: number): void {
  const put = db.prepare('INSERT OR REPLACE INTO policy (key, value, changed_at) VALUES (?, ?, ?)');
  for (const key of KEYS) {
    const value = overrides[key];
    if (value !== undefined) put.run(key, value, now);
  }
}

/** Notes the thresholds a session has in force, for readers outside it (see `session_policy` in the schema). */
export function notePolicy(db: DatabaseSyncInstance, policy: Policy, now: number): void {
  const put = db.prepare('INSERT OR REPLACE INTO session_policy (key, value, origin, noted_at) VALUES (?, ?, ?, ?)');
  for (const key of KEYS) put.run(key, policy[key], policy.origin[key], now);
}

/** One threshold in force and where it comes from, as the view `policy_in_force` has it. */
export function policyInForce(
  db: DatabaseSyncInstance,
  key: PolicyKey
): { value: number | null; origin: PolicyOrigin } {
  const row = db.prepare('SELECT value, origin FROM policy_in_force WHERE key = ?').get(key);
  return row as { value: number | null; origin: PolicyOrigin };
}
