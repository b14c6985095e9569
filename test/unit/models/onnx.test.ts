import assert from 'node:assert/strict';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { readOnnx } from '../../../kernel-lib/src/models';
import { loadNetwork } from '../../../kernel-lib/src/models/network-file';
import { Graph, writeOnnx } from '../../../kernel-lib/src/models/onnx';
import { sha256 } from './formula-weights';

describe('ONNX files', () => {
  let file: string;

  beforeEach(async () => {
    file = path.join(await fs.mkdtemp(path.join(os.tmpdir(), 'facegauge-')), 'net.onnx');
  });

  afterEach(() => fs.rm(path.dirname(file), { recursive: true }));

  const doubling = () => {
    const graph = new Graph('doubling');
    const x = graph.input('x', ['N', 'any']);
    graph.node('Mul', [x, graph.weight('two', [1], () => Float32Array.of(2))], 'doubled');
    graph.node('LeakyRelu', ['doubled'], 'y', { alpha: { float: 0.25 } });
    graph.output('y', ['N', 'any']);
    return graph;
  };

  it('run as described, with any batch', async () => {
    const written = await writeOnnx(doubling(), file);
    assert.deepEqual(written, { bytes: (await fs.stat(file)).size, sha256: sha256(await fs.readFile(file)) });
    const network = await loadNetwork(file);
    for (const dims of [
      [1, 2],
      [3, 2]
    ]) {
      const data = Float32Array.from({ length: dims[0] * 2 }, (_, i) => i - 1);
      const { y } = await network.run({ x: { data, dims } });
      assert.deepEqual(
        [...y.data],
        [...data].map(v => (v < 0 ? v / 2 : v * 2))
      );
      assert.deepEqual([...y.dims], dims);
    }
    await network.close();
  });

  it('are read without the numbers: producer, operator set, inputs, outputs', async () => {
    await writeOnnx(doubling(), file);
    const { producer, opset, otherDomains, nodes, inputs, outputs } = await readOnnx(file);
    assert.deepEqual([producer, opset, otherDomains, nodes], ['facegauge', 17, [], 2]);
    assert.deepEqual(inputs, [{ name: 'x', float: true, shape: ['N', 'any'] }]);
    assert.deepEqual(outputs, [{ name: 'y', float: true, shape: ['N', 'any'] }]);
  });

  it('are not left half written when a weight cannot be loaded, and what was there stays', async () => {
    await fs.writeFile(file, 'before');
    const graph = doubling();
    graph.weight('broken', [4], async () => {
      throw new Error('disk on fire');
    });
    await assert.rejects(writeOnnx(graph, file), /disk on fire/);
    assert.deepEqual(await fs.readdir(path.dirname(file)), ['net.onnx']);
    assert.equal(await fs.readFile(file, 'utf8'), 'before');
  });

  it('are told from other files', async () => {
    await fs.writeFile(file, 'not a network');
    await assert.rejects(readOnnx(file), { code: 'MODEL_CORRUPT' });
    await assert.rejects(loadNetwork(file), { code: 'MODEL_CORRUPT' });
    await fs.writeFile(file, '');
    await assert.rejects(readOnnx(file), { code: 'MODEL_CORRUPT', message: /no graph/ });
    await assert.rejects(readOnnx(`${file}.none`), { code: 'MISSING' });
  });
});
