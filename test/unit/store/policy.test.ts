import assert from 'node:assert/strict';
import path from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { Store } from '../../../kernel-lib/src/store';
import { BUILT_IN_POLICY, POLICY_KEYS, POLICY_RANGES } from '../../../kernel-lib/src/verification';
import { sample, useFolder } from './sample';

describe('store: policy', () => {
  const folder = useFolder();
  let store: Store;
  beforeEach(() => {
    store = Store.open(path.join(folder(), 'facegauge.db'));
  });
  afterEach(() => store.close());

  it('knows the same thresholds, ranges and built-in values as the library', () => {
    const db = new DatabaseSync(store.file, { readOnly: true });
    const rows = db.prepare('SELECT key, built_in, least, most FROM policy_keys ORDER BY position').all();
    db.close();
    assert.deepEqual(
      rows.map(row => ({ ...row })),
      POLICY_KEYS.map(key => ({
        key,
        built_in: BUILT_IN_POLICY[key],
        least: POLICY_RANGES[key][0],
        most: POLICY_RANGES[key][1]
      }))
    );
  });

  it('keeps similarity thresholds for their network and quality thresholds for all', async () => {
    await store.setPolicy({ similarityMatch: 0.5, qualityReject: 0.3 }, { model: 'one' });
    assert.deepEqual(store.policy('one'), { similarityMatch: 0.5, qualityReject: 0.3 });
    assert.deepEqual(store.policy('two'), { qualityReject: 0.3 });
  });

  it('never forgets: undo and unset are rows of their own', async () => {
    await store.setPolicy({ qualityReject: 0.5 }, { author: 'cli', note: 'first' });
    await store.setPolicy({ qualityReject: 0.45, qualityTrust: 0.7 }, { note: 'second' });
    assert.deepEqual(store.policy(), { qualityReject: 0.45, qualityTrust: 0.7 });
    await store.undoPolicy({ author: 'sidebar' });
    assert.deepEqual(store.policy(), { qualityReject: 0.5 });
    await store.undoPolicy();
    assert.deepEqual(store.policy(), {});
    assert.equal(await store.undoPolicy(), null);
    await store.setPolicy({ qualityReject: null });
    const history = store.policyHistory();
    assert.deepEqual(
      history.map(({ key, value, author, note, undoes }) => [key, value, author, note, undoes !== null]).reverse(),
      [
        ['qualityReject', 0.5, 'cli', 'first', false],
        ['qualityReject', 0.45, 'kernel', 'second', false],
        ['qualityTrust', 0.7, 'kernel', 'second', false],
        ['qualityReject', 0.5, 'sidebar', null, true],
        ['qualityTrust', null, 'sidebar', null, true],
        ['qualityReject', null, 'kernel', null, true],
        ['qualityReject', null, 'kernel', null, false]
      ]
    );
    const db = new DatabaseSync(store.file);
    assert.throws(() => db.exec('DELETE FROM policy_history'), /append-only/);
    assert.throws(() => db.exec('UPDATE policy_history SET value = 1'), /append-only/);
    db.close();
  });

  it('takes nothing impossible or contradictory, whoever writes it', async () => {
    await assert.rejects(store.setPolicy({ qualityReject: 7 }), { code: 'INVALID_ARGUMENT' });
    await assert.rejects(store.setPolicy({ qualityReject: 0.7 }), /contradict/);
    await assert.rejects(store.setPolicy({ autoRejectBelow: 0.5 }), /contradict/);
    await store.setPolicy({ qualityReject: 0.7, qualityTrust: 0.8 });
    await assert.rejects(store.setPolicy({ qualityTrust: null }), /contradict/);
    assert.deepEqual(store.policy(), { qualityReject: 0.7, qualityTrust: 0.8 });
  });

  it('is stronger than a manifest, which is stronger than what is built in; a session outranks nobody', async () => {
    const overrides = [{ key: 'qualityTrust' as const, value: 0.9, origin: 'call' as const }];
    await store.noteSession({ model: 'net', manifest: { similarityMatch: 0.41 }, overrides });
    assert.deepEqual(store.policyInForce('net').similarityMatch, { value: 0.41, origin: 'manifest' });
    assert.deepEqual(store.policyInForce('net').qualityTrust, { value: 0.6, origin: 'built-in' });
    await store.setPolicy({ similarityMatch: 0.5 }, { model: 'net' });
    assert.deepEqual(store.policyInForce('net').similarityMatch, { value: 0.5, origin: 'store' });
    assert.deepEqual(
      store.sessionOverrides().map(({ key, value, origin }) => [key, value, origin]),
      [['qualityTrust', 0.9, 'call']]
    );
    const { file } = store;
    await store.close();
    store = Store.open(file);
    assert.deepEqual(store.sessionOverrides(), []);
  });

  it('knows how the maps of a network are coloured, and takes that for no threshold', async () => {
    await store.noteMapScale('face-net', 0.4);
    await store.noteMapScale('face-net', 0.5);
    const before = Object.keys(store.policyInForce('*'));
    assert.ok(!before.some(key => key.startsWith('mapScale')));
    const models = store.rows<{ model: string }>('policy-models').map(({ model }) => model);
    assert.deepEqual(models, []);
    store.record(sample('a', { model: 'face-net' }));
    store.record(sample('b', { model: 'another-net' }));
    await store.flush();
    const scales = [1, 2].map(id => store.rows<{ map_scale: number | null }>('sample', { id })[0].map_scale);
    assert.deepEqual(scales, [0.5, null]);
  });

  it('forgets a session whose heartbeat is missed', async () => {
    await store.noteSession({
      model: 'net',
      manifest: {},
      overrides: [{ key: 'qualityTrust', value: 0.9, origin: 'environment' }]
    });
    const db = new DatabaseSync(store.file);
    db.exec('UPDATE sessions SET heartbeat_at = heartbeat_at - 31000');
    db.close();
    assert.deepEqual(store.sessionOverrides(), []);
  });
});
