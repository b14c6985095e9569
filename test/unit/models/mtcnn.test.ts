import assert from 'node:assert/strict';
import fs from 'node:fs/promises';
import { existsSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { buildMtcnn, STAGES } from '../../../kernel-lib/src/models';
import { loadNetwork } from '../../../kernel-lib/src/models/network-file';
import { input, VECTORS } from './formula-weights';

const WEIGHTS = path.resolve(__dirname, '../../../../shared/reference/mtcnn');

interface NetOracle {
  input: string;
  input_shape: number[];
  outputs: { shape: number[]; values: number[] }[];
}

/** Probability of the second of two classes, from [N, 2, …]. */
function faces({ shape, values }: NetOracle['outputs'][number]): number[] {
  const area = values.length / (shape[0] * 2);
  return Array.from({ length: shape[0] }, (_, n) => values.slice((2 * n + 1) * area, (2 * n + 2) * area)).flat();
}

/** Points from five x followed by five y. */
const points = ({ values }: NetOracle['outputs'][number]) =>
  values.map((_, i) => values[Math.floor(i / 10) * 10 + (i % 2) * 5 + Math.floor((i % 10) / 2)]);

function expectNear(actual: Float32Array, expected: number[], what: string): void {
  assert.equal(actual.length, expected.length, what);
  expected.forEach((value, i) =>
    assert.ok(Math.abs(actual[i] - value) < 1e-4, `${what}[${i}]: ${actual[i]}, ${value}`)
  );
}

describe('MTCNN networks built from weights', () => {
  let out: string;
  let oracle: Record<string, NetOracle>;

  before(async () => {
    out = await fs.mkdtemp(path.join(os.tmpdir(), 'facegauge-'));
    const text = await fs.readFile(path.join(VECTORS, 'mtcnn/expected.json'), 'utf8');
    oracle = (JSON.parse(text) as { nets: Record<string, NetOracle> }).nets;
  });

  after(() => fs.rm(out, { recursive: true }));

  for (const ending of ['npy', 'pt']) {
    it(`give the original outputs to 1e-4 from .${ending} files, whose dense layers are laid out differently`, async function () {
      if (!existsSync(WEIGHTS)) {
        console.log('      skipped: ../shared/reference/mtcnn is absent');
        return this.skip();
      }
      const file = (stage: string) => path.join(WEIGHTS, `${stage}.${ending}`);
      const built = await buildMtcnn({ pnet: file('pnet'), rnet: file('rnet'), onet: file('onet') }, out);
      for (const stage of STAGES) {
        const { input: name, input_shape: dims, outputs } = oracle[stage];
        const network = await loadNetwork(built[stage].file);
        const data = input(
          name,
          dims.reduce((product, axis) => product * axis, 1)
        );
        const { prob, box, landmarks } = await network.run({ x: { data, dims } });
        const [boxes, classes] = outputs.slice(-2);
        expectNear(box.data, boxes.values, `${stage} box`);
        assert.deepEqual([...box.dims], boxes.shape);
        expectNear(prob.data, faces(classes), `${stage} prob`);
        assert.deepEqual([...prob.dims], [boxes.shape[0], 1, ...boxes.shape.slice(2)]);
        if (stage === 'onet') {
          expectNear(landmarks.data, points(outputs[0]), 'landmarks');
          assert.deepEqual([...landmarks.dims], [dims[0], 5, 2]);
        }
        await network.close();
      }
    });
  }

  it('are refused where a stage has the weights of another', async function () {
    if (!existsSync(WEIGHTS)) return this.skip();
    const wrong = path.join(WEIGHTS, 'onet.npy');
    await assert.rejects(buildMtcnn({ pnet: wrong, rnet: wrong, onet: wrong }, out), {
      code: 'CHECKPOINT_MISMATCH',
      message: /features\.conv1\.weight is \[32, 3, 3, 3\] instead of \[10, 3, 3, 3\]/
    });
  });

  it('need all three stages', async () => {
    await assert.rejects(buildMtcnn(out, out), { code: 'MISSING', message: /neither pnet\.pt nor pnet\.npy/ });
  });
});
