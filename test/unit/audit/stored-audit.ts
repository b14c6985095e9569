import path from 'node:path';
import { Audit } from '../../../kernel-lib/src/audit';
import { Store, type SampleRow } from '../../../kernel-lib/src/store';
import type { Policy } from '../../../kernel-lib/src/types';
import { resolvePolicy } from '../../../kernel-lib/src/verification';
import { crop } from '../cards/fixtures';
import { direction } from '../session/answers';
import { failure, sample, useFolder } from '../store/sample';

/** An audit of eight pictures in a store of its own, made anew before each test. */
export interface StoredAudit {
  folder(): string;
  store: Store;
  /** Called "first", judged by `policy`. */
  audit: Audit;
  policy: Policy;
  row(name: string, changes: Partial<SampleRow>): SampleRow;
  /** Another one in the same store. */
  auditOf(name: string, rows: SampleRow[]): Promise<Audit>;
}

export function useStoredAudit(): StoredAudit {
  const folder = useFolder();
  let thumbnail: Uint8Array;
  const the = {
    folder,
    row: (name: string, changes: Partial<SampleRow>) =>
      sample(name, { embedding: direction(0), thumbnail, ...changes }),
    auditOf: async (name: string, rows: SampleRow[]) => {
      const run = await the.store.beginRun({ name, model: 'net', options: { audit: 1, what: [folder()] } });
      for (const one of rows) void the.store.record({ ...one, run });
      await the.store.flush();
      await the.store.endRun(run, 'done');
      return new Audit({ store: the.store, policy: () => the.policy, language: 'en' }, run);
    }
  } as StoredAudit;
  const { row } = the;

  before(async () => (thumbnail = await crop()));
  beforeEach(async () => {
    the.policy = resolvePolicy();
    the.store = Store.open(path.join(folder(), 'facegauge.db'));
    the.audit = await the.auditOf('first', [
      row('a1', { quality: 0.9, identity: 'anna', source: 'gate', findings: [], tags: { light: 'day', age: 30 } }),
      row('a2', { quality: 0.61, identity: 'anna', source: 'gate', findings: ['dark'], embedding: direction(0.5) }),
      row('a3', {
        quality: 0.5,
        identity: 'anna',
        source: 'office',
        findings: ['dark', 'noise'],
        embedding: direction(0.5)
      }),
      row('b1', { quality: 0.2, identity: 'ben', source: 'office', findings: ['mask'], tags: { light: 'night' } }),
      row('b2', { quality: 0.2, identity: 'ben', source: 'office', findings: ['mask'], pixelHash: 'same' }),
      row('c1', { quality: 0.7, identity: 'Chen 陈', source: 'gate', findings: [], pixelHash: 'same' }),
      failure('none', 'NO_FACE', { source: 'gate' }),
      failure('broken', 'NOT_AN_IMAGE', { source: 'gate', sha256: null })
    ]);
  });
  afterEach(() => the.store.close());
  return the;
}
