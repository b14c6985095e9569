/** What makes a store whole, whoever died while writing it. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite';
import { ROLL_UPS } from '../unit/store/roll-ups';

type Row = Record<string, number | string | null>;

/** Every embedding and thumbnail belongs to a sample; those that a sample says it has are there. */
const STRAYS = {
  'samples without their embedding':
    'SELECT count(*) FROM samples WHERE embedding_size IS NOT NULL AND id NOT IN (SELECT sample FROM embeddings)',
  'embeddings of no sample': 'SELECT count(*) FROM embeddings WHERE sample NOT IN (SELECT id FROM samples)',
  'thumbnails of no sample': 'SELECT count(*) FROM thumbnails WHERE sample NOT IN (SELECT id FROM samples)',
  'findings of no sample': 'SELECT count(*) FROM sample_findings WHERE sample NOT IN (SELECT id FROM samples)',
  'messages of no sample':
    'SELECT count(*) FROM outbox WHERE sample IS NOT NULL AND sample NOT IN (SELECT id FROM samples)'
};

/**
 * The file is sound, nothing is there by half, and every roll-up is what its rows add up to: on a copy they are counted anew. Others may
 * be writing meanwhile.
 */
export function assertSound(file: string): void {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'facegauge-whole-'));
  try {
    const original = new DatabaseSync(file, { readOnly: true });
    const [checked] = original.prepare('PRAGMA integrity_check').all() as { integrity_check: string }[];
    assert.equal(checked.integrity_check, 'ok');
    assert.deepEqual(original.prepare('PRAGMA foreign_key_check').all(), []);
    const copy = path.join(folder, 'copy.db');
    original.prepare('VACUUM INTO ?').run(copy);
    original.close();
    const db = new DatabaseSync(copy);
    for (const [what, sql] of Object.entries(STRAYS))
      assert.equal(Object.values(db.prepare(sql).get() as Row)[0], 0, what);
    const kept = counted(db);
    db.exec(ROLL_UPS.map(table => `DELETE FROM ${table};`).join(''));
    db.exec('INSERT INTO roll_in SELECT * FROM roll_in');
    const anew = counted(db);
    db.close();
    for (const table of ROLL_UPS) assert.deepEqual(kept[table], anew[table], `${table} is not what its rows add up to`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** In the order of their keys; sums to nine digits, as they depend on the order of addition. */
function counted(db: DatabaseSyncInstance): Record<string, Row[]> {
  const rounded = (row: Row): Row => ({
    ...row,
    ...('quality_sum' in row ? { quality_sum: Number((row.quality_sum as number).toFixed(9)) } : {})
  });
  return Object.fromEntries(
    ROLL_UPS.map(table => [table, (db.prepare(`SELECT * FROM ${table}`).all() as Row[]).map(rounded)])
  );
}
