import assert from 'node:assert/strict';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { buildRts } from '../../../kernel-lib/src/models/architectures/ir-se-64-rts';
import { loadNetwork } from '../../../kernel-lib/src/models/network-file';
import { writeOnnx } from '../../../kernel-lib/src/models/onnx';
import { input, rtsCheckpoint, rtsOracle } from './formula-weights';

const SIZE = 3 * 112 * 112;

/** Largest difference as a share of the largest expected magnitude. */
function relative(actual: ArrayLike<number>, expected: number[]): number {
  const scale = Math.max(...expected.map(Math.abs));
  return Math.max(...expected.map((value, i) => Math.abs(actual[i] - value))) / scale;
}

describe('IR-SE-64 with RTS heads', function () {
  this.timeout(180_000);
  let file: string;
  const { outputs } = rtsOracle();
  const batch = new Float32Array(outputs.length * SIZE);
  outputs.forEach(({ input: name }, i) => batch.set(input(name, SIZE), i * SIZE));
  const face = { data: batch, dims: [outputs.length, 3, 112, 112] };

  before(async () => {
    file = path.join(await fs.mkdtemp(path.join(os.tmpdir(), 'facegauge-')), 'rts.onnx');
  });

  after(() => fs.rm(path.dirname(file), { recursive: true }));

  it('gives the original embedding and log variance to 1e-3, and a map that adds up', async () => {
    const centre = Array.from({ length: 49 }, (_, cell) => cell / 100);
    const { graph, bias } = await buildRts(rtsCheckpoint(), { centre });
    graph.output('embedding_raw', ['N', 512]);
    await writeOnnx(graph, file);
    const network = await loadNetwork(file);
    const { embedding, embedding_raw, log_quality, quality_map } = await network.run({ face });
    await network.close();
    assert.deepEqual([...embedding.dims], [outputs.length, 512]);
    assert.deepEqual([...log_quality.dims], [outputs.length, 1]);
    assert.deepEqual([...quality_map.dims], [outputs.length, 7, 7]);
    outputs.forEach((expected, i) => {
      assert.ok(relative(embedding_raw.data.subarray(512 * i, 512 * (i + 1)), expected.embedding) < 1e-3);
      assert.ok(Math.abs(Math.hypot(...embedding.data.subarray(512 * i, 512 * (i + 1))) - 1) < 1e-5);
      assert.ok(relative([log_quality.data[i]], expected.logvar) < 1e-3);
      const sum = quality_map.data.subarray(49 * i, 49 * (i + 1)).reduce((total, part) => total + part, bias);
      assert.ok(Math.abs(sum - log_quality.data[i]) < 1e-4);
    });
  });

  it('gives the 16-wide head for inspection', async () => {
    const { graph } = await buildRts(rtsCheckpoint(), { plus: true });
    await writeOnnx(graph, file);
    const network = await loadNetwork(file);
    const { log_quality } = await network.run({ face });
    assert.deepEqual(
      network.outputs.map(({ name }) => name),
      ['embedding', 'log_quality']
    );
    await network.close();
    assert.deepEqual([...log_quality.dims], [outputs.length, 16]);
    outputs.forEach(({ logvar_plus }, i) => {
      assert.ok(relative(log_quality.data.subarray(16 * i, 16 * (i + 1)), logvar_plus) < 1e-3);
    });
  });

  it('names the first weights that do not fit', async () => {
    const checkpoint = rtsCheckpoint();
    const tensors = new Map(checkpoint.tensors);
    tensors.delete('features.1.4.res_layer.2.weight');
    tensors.set('features_backbone.0.bias', { dtype: 'float32', shape: [128] });
    await assert.rejects(buildRts({ ...checkpoint, tensors }), {
      code: 'CHECKPOINT_MISMATCH',
      message:
        /features\.1\.4\.res_layer\.2\.weight \[128\] is missing; features_backbone\.0\.bias is \[128\] instead of \[512\]/
    });
  });
});
