import assert from 'node:assert/strict';
import path from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { SessionPolicy } from '../../../kernel-lib/src/session/policy';
import { Recorder } from '../../../kernel-lib/src/session/recorder';
import { Store } from '../../../kernel-lib/src/store';
import type { Warning } from '../../../kernel-lib/src/types';
import type { PolicySources } from '../../../kernel-lib/src/verification';
import { useFolder } from '../store/sample';

describe('session: policy', () => {
  const folder = useFolder();
  const file = () => path.join(folder(), 'facegauge.db');
  const warnings: Warning[] = [];
  const opened: { close(): unknown }[] = [];
  const policy = (sources: PolicySources = {}, store: string | false = file()): SessionPolicy => {
    const recorder = new Recorder(store, warning => warnings.push(warning));
    const own = new SessionPolicy(sources, recorder, 'net', warning => warnings.push(warning));
    opened.push(own, recorder);
    return own;
  };
  beforeEach(() => void (warnings.length = 0));
  afterEach(async () => {
    for (const one of opened.splice(0)) await one.close();
  });

  it('is changed for the session alone, and back', async () => {
    const own = policy({ environment: { qualityTrust: 0.7 } });
    await own.set({ qualityTrust: 0.8 }, {});
    assert.deepEqual([own.current.qualityTrust, own.current.origin.qualityTrust], [0.8, 'call']);
    await own.set({ qualityTrust: null }, {});
    assert.deepEqual([own.current.qualityTrust, own.current.origin.qualityTrust], [0.7, 'environment']);
  });

  it('refuses what cannot be, and stays as it was', async () => {
    const own = policy();
    await assert.rejects(own.set({ qualityReject: 7 }, {}), { code: 'INVALID_ARGUMENT' });
    await assert.rejects(own.set({ qualityReject: 0.7 }, { persist: true }), { code: 'INVALID_ARGUMENT' });
    await assert.rejects(own.set({ qualityRejekt: 0.5 } as never, {}), { code: 'INVALID_ARGUMENT' });
    await assert.rejects(own.set({ qualityRejekt: null } as never, {}), { code: 'INVALID_ARGUMENT' });
    assert.equal(own.current.qualityReject, 0.4);
    await assert.rejects(policy({}, false).set({ qualityReject: 0.5 }, { persist: true }), /no store/);
  });

  it('is kept in the store for everybody, and other sessions have it with their next verdict', async () => {
    const [one, other, stubborn] = [policy(), policy(), policy({ call: { qualityReject: 0.2 } })];
    await one.set({ qualityReject: 0.5, similarityMatch: 0.6 }, { persist: true, note: 'stricter' });
    assert.deepEqual([one.current.qualityReject, one.current.origin.qualityReject], [0.5, 'store']);
    await new Promise(resolve => setTimeout(resolve, 25));
    assert.deepEqual([other.current.qualityReject, other.current.similarityMatch], [0.5, 0.6]);
    // What it applies instead it leaves word of by itself, whether it is asked or not.
    await new Promise(resolve => setTimeout(resolve, 1000));
    assert.equal(other.current.origin.qualityReject, 'store');
    assert.deepEqual([stubborn.current.qualityReject, stubborn.current.similarityMatch], [0.2, 0.6]);
    const reader = Store.open(file(), { readOnly: true });
    assert.equal(reader.policyHistory()[0].note, 'stricter');
    assert.deepEqual(
      reader.sessionOverrides().map(({ key, value, origin }) => [key, value, origin]),
      [['qualityReject', 0.2, 'call']]
    );
    assert.deepEqual(reader.policyInForce().qualityReject, { value: 0.5, origin: 'store' });
    await reader.close();
  });

  it('takes effect in the session although its environment says otherwise', async () => {
    const own = policy({ environment: { qualityReject: 0.3 } });
    await own.set({ qualityReject: 0.5 }, { persist: true });
    assert.equal(own.current.qualityReject, 0.5);
  });

  it('opens a store that holds nonsense, says so and ignores it', async () => {
    await Store.open(file()).close();
    const db = new DatabaseSync(file());
    db.exec(`DROP TRIGGER policy_history_checked;
      INSERT INTO policy_history (change, model, key, value, author, at) VALUES
        (1, '*', 'qualityReject', 7, 'kernel', 0), (1, '*', 'qualityTrust', 0.7, 'kernel', 0),
        (1, '*', 'similarityReview', 0.9, 'kernel', 0), (1, 'net', 'nonsense', 1, 'kernel', 0)`);
    db.close();
    const own = policy();
    assert.deepEqual(
      [own.current.qualityReject, own.current.qualityTrust, own.current.similarityReview],
      [0.4, 0.7, 0.35]
    );
    assert.deepEqual(
      warnings.map(({ code }) => code),
      ['POLICY_IGNORED']
    );
    assert.match(warnings[0].message, /qualityReject 7.*similarityReview 0\.9.*nonsense 1/);
  });

  it('keeps its thresholds where those of the store do not go with what it was given', async () => {
    const own = policy({ call: { qualityReject: 0.55 } });
    const store = Store.open(file());
    await store.setPolicy({ qualityTrust: 0.5 });
    await store.close();
    await new Promise(resolve => setTimeout(resolve, 1000));
    assert.deepEqual([own.current.qualityReject, own.current.qualityTrust], [0.55, 0.6]);
    assert.ok(warnings.some(({ code }) => code === 'POLICY_IGNORED'));
  });
});
