import assert from 'node:assert/strict';
import {
  readSampleCrops,
  resolveModels,
  selfTestFace,
  separation,
  type RecogniserContract
} from '../../../kernel-lib/src/models';
import { loadNetwork } from '../../../kernel-lib/src/models/network-file';
import type { Network, Pixels } from '../../../kernel-lib/src/types';

/** Mean contrast between neighbouring columns: high in noise only. */
function contrast(face: Float32Array): number {
  let sum = 0;
  for (let i = 1; i < face.length; i++) sum += Math.abs(face[i] - face[i - 1]);
  return sum / face.length;
}

describe('self-test of networks', () => {
  let crops: Pixels[];

  before(async () => {
    crops = (await readSampleCrops()).slice(0, 4).map(({ crop }) => crop);
  });

  it('passes the embedded face network: its score falls with every kind of damage', async () => {
    const { face } = await resolveModels({ environment: {} });
    const network = await loadNetwork(face.file);
    const { passed, reason, scores } = await selfTestFace(crops, network, face.contract, '2025-01-01');
    await network.close();
    assert.equal(passed, true);
    assert.equal(reason, null);
    for (const [kind, values] of Object.entries(scores ?? {})) {
      assert.ok(kind === 'clean' || values[1] < (scores as Record<string, number[]>).clean[0], kind);
    }
  });

  /** The embedded network with its log quality changed by a function of it and the input. */
  async function judge(change: (log: number, face: Float32Array) => number) {
    const { face } = await resolveModels({ environment: {} });
    const loaded = await loadNetwork(face.file);
    const changed: Network = {
      run: async inputs => {
        const outputs = await loaded.run(inputs);
        const { data } = inputs.face;
        const size = data.length / crops.length;
        const log = outputs.log_quality.data.map((v, i) => change(v, data.subarray(i * size, (i + 1) * size)));
        return { ...outputs, log_quality: { ...outputs.log_quality, data: log } };
      }
    };
    try {
      return await selfTestFace(crops, changed, face.contract);
    } finally {
      await loaded.close();
    }
  }

  it('fails a score that rises with damage, and says so', async () => {
    const { passed, reason } = await judge(log => -log);
    assert.equal(passed, false);
    assert.match(reason ?? '', /rises with damage.*blur \+/);
  });

  it('lets one kind fail, not two', async () => {
    const likesNoise = (log: number, face: Float32Array) => (contrast(face) > 0.25 ? 20 : log);
    assert.equal((await judge(likesNoise)).passed, true);
    const { passed, reason } = await judge((log, face) => (face.every(v => v < -0.8) ? 20 : likesNoise(log, face)));
    assert.equal(passed, false);
    assert.match(reason ?? '', /2 of 6 kinds.*noise \+.*darkness \+/);
  });

  it('tells a recogniser that separates the sample people from one that does not', async () => {
    const samples = await readSampleCrops();
    const recogniser: RecogniserContract = {
      ...{ input: 'face', layout: 'NCHW', order: 'RGB', scale: 1, mean: [0, 0, 0], std: [1, 1, 1] },
      ...{ output: 'y', embeddingSize: 8, batch: null }
    };
    const embedding = (value: (i: number, k: number) => number): Network => ({
      run: async ({ face: { dims } }) => ({
        y: { dims: [dims[0], 8], data: new Float32Array(dims[0] * 8).map((_, j) => value(Math.floor(j / 8), j % 8)) }
      })
    });
    const people = [...new Set(samples.map(({ person }) => person))];
    const knows = embedding((i, k) => (people.indexOf(samples[i].person) === k ? 1 : 0.05 * ((i + k) % 3)));
    assert.equal((await separation(samples, knows, recogniser)).passed, true);
    const guesses = embedding((i, k) => ((i * 7 + k * 3) % 5) + 1);
    assert.equal((await separation(samples, guesses, recogniser)).passed, false);
  });
});
