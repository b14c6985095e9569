/** The store's policy: an append-only history, from which a view says what is in force. */
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { FacegaugeError } from '../errors';
import type { PolicyKey, PolicyOrigin, PolicyOverrides } from '../types';
import { query } from './sql';

/** Applies whatever the embedding network. */
export const EVERY_MODEL = '*';

export type PolicyAuthor = 'kernel' | 'cli' | 'sidebar';

/** One row of the history; a null value unsets. */
export interface PolicyChange {
  id: number;
  /** Rows set together share it. */
  change: number;
  /** The change this one takes back, or null. */
  undoes: number | null;
  /** Embedding network, or `*`. */
  model: string;
  key: PolicyKey;
  value: number | null;
  author: PolicyAuthor;
  /** UTC ms. */
  at: number;
  note: string | null;
}

export interface PolicySetting {
  author: PolicyAuthor;
  note?: string;
  /** Embedding network that the similarity thresholds are for; quality thresholds hold whatever the network. */
  model: string;
}

export type PolicyInForce = Record<PolicyKey, { value: number | null; origin: PolicyOrigin }>;

/** Thresholds that a running session applies instead of the store's. */
export interface SessionOverride {
  session: string;
  pid: number;
  host: string;
  model: string;
  key: PolicyKey;
  value: number | null;
  origin: 'call' | 'environment' | 'config';
}

/** A threshold of the store that is not applied. */
export interface IgnoredPolicy {
  model: string;
  key: string;
  value: number;
}

/** Each threshold as readers of the store apply it: store > manifest > built-in. */
export function policyInForce(db: DatabaseSyncInstance, model: string): PolicyInForce {
  const rows = db.prepare(query('policy')).all({ model }) as unknown as {
    key: PolicyKey;
    value: number | null;
    origin: PolicyOrigin;
  }[];
  return Object.fromEntries(rows.map(({ key, value, origin }) => [key, { value, origin }])) as PolicyInForce;
}

/** The thresholds set in the store that are in force for a network: a source for `resolvePolicy`. */
export function readPolicy(db: DatabaseSyncInstance, model: string): PolicyOverrides {
  const inForce = Object.entries(policyInForce(db, model));
  return Object.fromEntries(
    inForce.filter(([, one]) => one.origin === 'store').map(([key, { value }]) => [key, value])
  );
}

export function ignoredPolicy(db: DatabaseSyncInstance): IgnoredPolicy[] {
  return db
    .prepare(query('policy-ignored'))
    .all()
    .map(row => ({ ...(row as IgnoredPolicy) }));
}

export function policyVersion(db: DatabaseSyncInstance): number {
  return (db.prepare(query('policy-version')).get() as { version: number }).version;
}

export function policyHistory(db: DatabaseSyncInstance): PolicyChange[] {
  return db
    .prepare(query('policy-history'))
    .all()
    .map(row => ({ ...(row as PolicyChange) }));
}

export function sessionOverrides(db: DatabaseSyncInstance): SessionOverride[] {
  return db
    .prepare(query('policy-overrides'))
    .all()
    .map(row => ({ ...(row as SessionOverride) }));
}

/**
 * Appends a change; to be called in a transaction, which an error must roll back.
 * @param values null unsets; undefined leaves alone
 * @throws FacegaugeError INVALID_ARGUMENT where what would then be in force contradicts itself
 */
export function appendPolicy(
  db: DatabaseSyncInstance,
  values: Partial<Record<PolicyKey, number | null>>,
  { author, note, model }: PolicySetting
): void {
  const entries = Object.entries(values).filter(([, value]) => value !== undefined) as [PolicyKey, number | null][];
  append(
    db,
    entries.map(([key, value]) => ({ model: key.startsWith('similarity') ? model : EVERY_MODEL, key, value })),
    { undoes: null, author, note: note ?? null }
  );
}

/**
 * Takes the newest change back that was not taken back yet, by a change of its own.
 * @returns what it set, or null where there is nothing to undo
 */
export function undoPolicy(
  db: DatabaseSyncInstance,
  { author, note }: Pick<PolicySetting, 'author' | 'note'>
): Pick<PolicyChange, 'model' | 'key' | 'value'>[] | null {
  const rows = db.prepare(query('policy-last-change')).all() as unknown as PolicyChange[];
  if (rows.length === 0) return null;
  const values = rows.map(({ model, key, value }) => ({ model, key, value }));
  append(db, values, { undoes: rows[0].change, author, note: note ?? null });
  return values;
}

function append(
  db: DatabaseSyncInstance,
  values: { model: string; key: PolicyKey; value: number | null }[],
  common: { undoes: number | null; author: PolicyAuthor; note: string | null }
): void {
  const before = ignoredPolicy(db).length;
  const insert = db.prepare(query('policy-set'));
  const change = policyVersion(db) + 1;
  for (const one of values) insert.run({ change, at: Date.now(), ...common, ...one });
  const ignored = ignoredPolicy(db);
  if (ignored.length <= before) return;
  const found = ignored.map(({ key, value }) => `${key} ${value}`).join(', ');
  throw new FacegaugeError('INVALID_ARGUMENT', `The policy would contradict itself: ${found}.`, {
    found,
    action: 'Keep similarityReview ≤ similarityMatch and autoRejectBelow ≤ qualityReject ≤ qualityTrust.'
  });
}
