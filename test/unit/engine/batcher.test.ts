import assert from 'node:assert/strict';
import { Batcher, BatchLimit } from '../../../kernel-lib/src/engine/batcher';
import { cudaTrouble } from '../../../kernel-lib/src/engine/cuda-words';
import { Lanes } from '../../../kernel-lib/src/engine/lanes';
import { OutOfMemory } from '../../../kernel-lib/src/engine/out-of-memory';
import type { Network, Tensor } from '../../../kernel-lib/src/types';
import { crop, embeddedFace } from '../recognition/networks';
import { recognise } from '../../../kernel-lib/src/recognition';

const FULL =
  'Non-zero status code returned while running Conv node. Status Message: bfc_arena.cc:376 Failed to allocate memory for requested buffer of size 51380224';

/** Doubles each value; a pass of more than `room` items finds none. */
function doubling(room = Infinity): { network: Network; passes: number[] } {
  const passes: number[] = [];
  const network: Network = {
    async run({ x }) {
      passes.push(x.dims[0]);
      if (x.data.includes(NaN)) throw new Error('a value that is none');
      if (x.dims[0] > room) throw new OutOfMemory(new Error(FULL));
      return { y: { data: x.data.map(v => 2 * v), dims: x.dims } };
    }
  };
  return { network, passes };
}

/** `items` rows of `width` values, counted from `from`. */
function rows(items: number, from: number, width = 2): { x: Tensor } {
  return { x: { data: Float32Array.from({ length: items * width }, (_, i) => from + i), dims: [items, width] } };
}

describe('batches', () => {
  it('take whatever waits, and give everybody what is theirs', async () => {
    const { network, passes } = doubling();
    const batcher = new Batcher(network, new BatchLimit(8));
    const asked = [rows(1, 0), rows(3, 10), rows(1, 20), rows(6, 30)];
    const outputs = await Promise.all(asked.map(inputs => batcher.run(inputs)));
    outputs.forEach(({ y }, i) => {
      assert.deepEqual(y.dims, asked[i].x.dims);
      assert.deepEqual(
        [...y.data],
        [...asked[i].x.data].map(v => 2 * v)
      );
    });
    assert.deepEqual(passes, [8, 3]);
  });

  it('do not mix inputs of other shapes', async () => {
    const { network, passes } = doubling();
    const batcher = new Batcher(network, new BatchLimit(8));
    await Promise.all([rows(1, 0), rows(1, 0, 3), rows(2, 5)].map(inputs => batcher.run(inputs)));
    assert.deepEqual(passes, [3, 1]);
  });

  it('are halved where there is no room, for all networks of the device, and stay so', async () => {
    const said: number[] = [];
    const limit = new BatchLimit(8, most => said.push(most));
    const { network, passes } = doubling(3);
    const [one, other] = [new Batcher(network, limit), new Batcher(network, limit)];
    const { y } = await one.run(rows(8, 0));
    assert.deepEqual(
      [...y.data],
      Array.from({ length: 16 }, (_, i) => 2 * i)
    );
    assert.deepEqual(
      [passes, said],
      [
        [8, 4, 2, 2, 2, 2],
        [4, 2]
      ]
    );
    await other.run(rows(4, 0));
    assert.deepEqual(passes.slice(6), [2, 2]);
  });

  it('say so where not even one item finds room, and serve the next', async () => {
    const { network } = doubling(0);
    const batcher = new Batcher(network, new BatchLimit(8));
    await assert.rejects(Promise.all([batcher.run(rows(2, 0))]), OutOfMemory);
    await assert.rejects(batcher.run(rows(1, 0)), OutOfMemory);
  });

  it('fail for the one whose fault it is, and for nobody else', async () => {
    const { network } = doubling();
    const batcher = new Batcher(network, new BatchLimit(8));
    const outcomes = await Promise.allSettled([rows(1, 0), rows(1, NaN), rows(1, 4)].map(one => batcher.run(one)));
    assert.deepEqual(
      outcomes.map(({ status }) => status),
      ['fulfilled', 'rejected', 'fulfilled']
    );
  });

  it('of the embedded network give what it gives one by one, within 1e-5', async () => {
    const { network, contract } = await embeddedFace();
    const batcher = new Batcher(network, new BatchLimit(4));
    const crops = Array.from({ length: 6 }, (_, k) => crop((x, y, c) => 127 + 90 * Math.sin(x / (3 + k) + y / 9 + c)));
    const together = await Promise.all(crops.map(one => recognise([one], batcher, contract)));
    for (const [k, one] of crops.entries()) {
      const [alone] = await recognise([one], network, contract);
      const [batched] = together[k];
      alone.embedding.forEach((v, i) => assert.ok(Math.abs(v - batched.embedding[i]) < 1e-5));
      assert.ok(Math.abs(alone.logQuality - batched.logQuality) < 1e-5 * Math.max(1, Math.abs(alone.logQuality)));
    }
  });
});

describe('lanes', () => {
  it('let no more through than there are, in their order, whatever becomes of one', async () => {
    const lanes = new Lanes(2);
    let inside = 0;
    const order: number[] = [];
    const work = (k: number) =>
      lanes.enter(async () => {
        order.push(k);
        assert.ok(++inside <= 2);
        await new Promise(resolve => setImmediate(resolve));
        inside--;
        if (k === 1) throw new Error('gone wrong');
      });
    const outcomes = await Promise.allSettled([0, 1, 2, 3, 4].map(work));
    assert.deepEqual(order, [0, 1, 2, 3, 4]);
    assert.equal(outcomes.filter(({ status }) => status === 'rejected').length, 1);
  });
});

describe('words about CUDA', () => {
  const cases: [reason: string, what: RegExp, action: RegExp][] = [
    [
      'libcudnn.so.9: cannot open shared object file: No such file',
      /cuDNN 9 is missing: libcudnn/,
      /Install cuDNN 9 for CUDA 12/
    ],
    [
      'libcufft.so.11: cannot open shared object file',
      /cuFFT of CUDA 12 is missing: libcufft\.so\.11/,
      /Install CUDA 12/
    ],
    ['libcuda.so.1: cannot open shared object file', /driver is missing/, /container/],
    [
      '/x/libonnxruntime_providers_shared.so: cannot open shared object file',
      /provider is not installed/,
      /npm run setup:cuda/
    ],
    ['CUDA failure 35: CUDA driver version is insufficient for CUDA runtime version', /driver is too old/, /Update/],
    ['CUDA failure 100: no CUDA-capable device is detected', /sees no GPU/, /CUDA_VISIBLE_DEVICES/],
    ['CUDA failure 101: invalid device ordinal', /no GPU with this number/, /nvidia-smi -L/],
    ['CUDA failure 2: out of memory ; GPU=0', /memory is full/, /nvidia-smi/]
  ];
  for (const [reason, what, action] of cases)
    it(`say what is behind "${reason.slice(0, 60)}"`, () => {
      const trouble = cudaTrouble(reason)!;
      assert.match(trouble.what, what);
      assert.match(trouble.action, action);
    });
  it('guess nothing', () => assert.equal(cudaTrouble('Something else went wrong'), null));
});
