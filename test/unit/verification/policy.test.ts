import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {
  BUILT_IN_POLICY,
  POLICY_KEYS,
  readConfigFile,
  readEnvironment,
  resolvePolicy
} from '../../../kernel-lib/src/verification';
import type { PolicyOverrides } from '../../../kernel-lib/src/types';

describe('policy', () => {
  it('is built in where nobody says otherwise', () => {
    const { origin, ...values } = resolvePolicy();
    assert.deepEqual(values, BUILT_IN_POLICY);
    for (const key of POLICY_KEYS) assert.equal(origin[key], 'built-in');
  });

  it('takes each value from the strongest place that names it, and says which', () => {
    const places = ['call', 'environment', 'config', 'store', 'manifest'] as const;
    for (let strongest = 0; strongest < places.length; strongest++) {
      const sources = Object.fromEntries(
        places.slice(strongest).map((place, i) => [place, { qualityTrust: 0.9 - 0.05 * i }])
      );
      const policy = resolvePolicy(sources);
      assert.equal(policy.qualityTrust, 0.9);
      assert.equal(policy.origin.qualityTrust, places[strongest]);
      assert.equal(policy.origin.qualityReject, 'built-in');
    }
  });

  it('mixes places key by key', () => {
    const policy = resolvePolicy({
      manifest: { similarityMatch: 0.37, similarityReview: 0.28 },
      config: { qualityTrust: 0.7 },
      call: { similarityMatch: 0.5, qualityTrust: undefined }
    });
    assert.equal(policy.similarityMatch, 0.5);
    assert.equal(policy.similarityReview, 0.28);
    assert.equal(policy.qualityTrust, 0.7);
    assert.deepEqual(policy.origin, {
      similarityMatch: 'call',
      similarityReview: 'manifest',
      qualityTrust: 'config',
      qualityReject: 'built-in',
      autoRejectBelow: 'built-in'
    });
  });

  it('lets a stronger place switch autoRejectBelow off again', () => {
    const policy = resolvePolicy({ store: { autoRejectBelow: 0.3 }, call: { autoRejectBelow: null } });
    assert.equal(policy.autoRejectBelow, null);
    assert.equal(policy.origin.autoRejectBelow, 'call');
  });

  it('refuses impossible values and unknown keys, by the place they come from', () => {
    const bad = [
      { qualityTrust: 1.1 },
      { qualityReject: NaN },
      { similarityMatch: '0.4' },
      { qualityTrst: 0.5 },
      { qualityTrust: null }
    ];
    for (const overrides of bad as unknown as PolicyOverrides[]) {
      assert.throws(() => resolvePolicy({ call: overrides }), { code: 'INVALID_ARGUMENT' });
      assert.throws(() => resolvePolicy({ store: overrides }), { code: 'CONFIG_INVALID' });
    }
    assert.throws(() => resolvePolicy({ store: { qualityTrust: 7 } }), {
      message: /qualityTrust in the store is 7.*0 to 1/
    });
  });

  it('refuses thresholds in the wrong order and names both origins', () => {
    assert.throws(() => resolvePolicy({ manifest: { similarityReview: 0.4 }, call: { similarityMatch: 0.3 } }), {
      code: 'INVALID_ARGUMENT',
      message: /similarityReview 0\.4 \(in the model's manifest\).*similarityMatch 0\.3 \(given in the call\)/
    });
    assert.throws(() => resolvePolicy({ config: { qualityReject: 0.61 } }), { code: 'CONFIG_INVALID' });
    assert.throws(() => resolvePolicy({ config: { autoRejectBelow: 0.41 } }), { code: 'CONFIG_INVALID' });
    resolvePolicy({ config: { qualityReject: 0.6, similarityReview: 0.45 } });
  });

  it('cannot be written to', () => {
    const policy = resolvePolicy();
    assert.throws(() => ((policy as { qualityReject: number }).qualityReject = 7), TypeError);
    assert.throws(() => ((policy.origin as Record<string, string>).qualityReject = 'call'), TypeError);
  });

  it('has quality thresholds of three decimals, so that counts by them are exact', () => {
    const policy = resolvePolicy({ call: { qualityReject: 0.40049, similarityMatch: 0.44371 } });
    assert.deepEqual([policy.qualityReject, policy.similarityMatch], [0.4, 0.44371]);
  });
});

describe('policy in the environment', () => {
  it('is read from five variables; empty means unset, off switches autoRejectBelow off', () => {
    assert.deepEqual(readEnvironment({}), {});
    assert.deepEqual(
      readEnvironment({
        FACEGAUGE_SIMILARITY_MATCH: '0.5',
        FACEGAUGE_SIMILARITY_REVIEW: ' .4 ',
        FACEGAUGE_QUALITY_TRUST: '',
        FACEGAUGE_QUALITY_REJECT: '0',
        FACEGAUGE_AUTO_REJECT_BELOW: 'off'
      }),
      { similarityMatch: 0.5, similarityReview: 0.4, qualityReject: 0, autoRejectBelow: null }
    );
  });

  it('names the variable that is wrong', () => {
    for (const value of ['high', '1.5', 'off'])
      assert.throws(() => readEnvironment({ FACEGAUGE_QUALITY_TRUST: value }), {
        code: 'CONFIG_INVALID',
        message: /FACEGAUGE_QUALITY_TRUST.*0 to 1/
      });
  });
});

describe('facegauge.json', () => {
  let root: string;
  let deep: string;
  beforeEach(() => {
    root = fs.mkdtempSync(path.join(os.tmpdir(), 'facegauge-config-'));
    deep = path.join(root, 'a', 'b');
    fs.mkdirSync(deep, { recursive: true });
  });
  afterEach(() => fs.rmSync(root, { recursive: true }));
  const write = (folder: string, text: string): string => {
    const file = path.join(folder, 'facegauge.json');
    fs.writeFileSync(file, text);
    return file;
  };

  it('is found upwards, and the nearest one counts alone', async () => {
    const far = write(root, '{"policy": {"qualityTrust": 0.7, "autoRejectBelow": 0.2}}');
    assert.deepEqual(await readConfigFile(deep), { path: far, policy: { qualityTrust: 0.7, autoRejectBelow: 0.2 } });
    const near = write(path.join(root, 'a'), '\uFEFF{"policy": {"qualityReject": 0.3}}');
    assert.deepEqual(await readConfigFile(deep), { path: near, policy: { qualityReject: 0.3 } });
  });

  it('may be absent or say nothing', async () => {
    assert.equal(await readConfigFile(deep), null);
    const file = write(deep, '{}');
    assert.deepEqual(await readConfigFile(deep), { path: file, policy: {} });
  });

  it('is refused with path and key where it is wrong', async () => {
    const wrong: [string, RegExp][] = [
      ['{"policy": {"qualityTrust": 7}}', /"policy\.qualityTrust": 7.*0 to 1/],
      ['{"policy": {"qualityTrust": "0.7"}}', /"policy\.qualityTrust": the text "0\.7"/],
      ['{"policy": {"qualityTurst": 0.7}}', /"policy\.qualityTurst": an unknown threshold.*qualityTrust/],
      ['{"policy": {"toString": 1}}', /"policy\.toString": an unknown threshold/],
      ['{"qualityTrust": 0.7}', /unknown key "qualityTrust".*under "policy"/],
      ['{"policy": [1]}', /"policy", which is no object/],
      ['[]', /does not hold an object/],
      ['{"policy": ', /is not JSON/]
    ];
    for (const [text, message] of wrong) {
      const file = write(deep, text);
      await assert.rejects(readConfigFile(deep), { code: 'CONFIG_INVALID', path: file, message });
    }
  });

  it('is refused where a folder bears its name', async () => {
    fs.mkdirSync(path.join(deep, 'facegauge.json'));
    await assert.rejects(readConfigFile(deep), { code: 'CONFIG_INVALID' });
  });
});
