import assert from 'node:assert/strict';
import {
  checkFaceNetwork,
  embed,
  occlusionMap,
  recognise,
  type RecogniserContract
} from '../../../kernel-lib/src/recognition';
import type { Network } from '../../../kernel-lib/src/types';
import { arithmeticFace, crop, embeddedFace } from './networks';

const grey = (level: number) => crop(() => level);

describe('recognise', () => {
  it('answers for every crop of one batch what it answers for the crop alone', async () => {
    const { network, contract, batches } = arithmeticFace();
    const crops = [grey(0), grey(255), grey(191)];
    const together = await recognise(crops, network, contract);
    assert.deepEqual(batches, [3]);
    for (let i = 0; i < crops.length; i++)
      assert.deepEqual(together[i], (await recognise([crops[i]], network, contract))[0]);
    assert.equal(together[0].quality, 0);
    assert.equal(together[1].quality, 1);
    assert.ok(Math.abs(together[2].quality! - 0.749) < 0.002);
  });

  it('keeps exp(logQuality) unchanged beside the calibrated quality', async () => {
    const { network, contract } = arithmeticFace();
    const [r] = await recognise([grey(255)], network, contract);
    assert.equal(r.rawQuality, Math.E);
    assert.equal(r.qualityBias, 1);
    assert.ok(Math.abs(r.qualityMap.flat().reduce((s, v) => s + v, r.qualityBias) - r.logQuality) < 1e-4);
    assert.deepEqual(r.warnings, []);
  });

  it('without calibration quality is min(1, raw), with a warning only where raw was above 1', async () => {
    const { network, contract } = arithmeticFace();
    const [dark, bright] = await recognise([grey(0), grey(255)], network, { ...contract, calibration: null });
    assert.equal(dark.quality, Math.exp(-1));
    assert.deepEqual(dark.warnings, []);
    assert.equal(bright.quality, 1);
    assert.deepEqual(
      bright.warnings.map(w => w.code),
      ['RAW_ABOVE_ONE']
    );
    assert.match(bright.warnings[0].message, /2\.718/);
  });

  it('gives null and the reason where the network’s quality cannot be used', async () => {
    const { network, contract } = arithmeticFace();
    const unusable = { ...contract, qualityUsable: false, qualityReason: 'it rises when the face is blurred' };
    const [r] = await recognise([grey(255)], network, unusable);
    assert.equal(r.quality, null);
    assert.equal(r.warnings[0].code, 'QUALITY_UNAVAILABLE');
    assert.match(r.warnings[0].message, /rises when the face is blurred/);
  });

  it('refuses numbers that are none', async () => {
    const { contract } = arithmeticFace();
    const broken: Network = {
      run: async () => ({
        embedding: { data: new Float32Array([NaN, 0]), dims: [1, 2] },
        log_quality: { data: new Float32Array([0]), dims: [1, 1] },
        quality_map: { data: new Float32Array(49), dims: [1, 7, 7] }
      })
    };
    await assert.rejects(recognise([grey(9)], broken, contract), { code: 'MODEL_CONTRACT' });
  });
});

describe('check of a face network', () => {
  it('accepts the embedded network', async () => {
    const { network, contract } = await embeddedFace();
    await checkFaceNetwork(network, contract);
  });

  it('refuses a map whose parts do not add up, by 2e-4 already', async () => {
    const { network, contract } = arithmeticFace({ mapError: 2e-4 });
    await assert.rejects(checkFaceNetwork(network, contract), { code: 'MODEL_CONTRACT', message: /does not add up/ });
    const good = arithmeticFace();
    await checkFaceNetwork(good.network, good.contract);
  });

  it('refuses the wrong bias of the true network', async () => {
    const { network, contract } = await embeddedFace();
    await assert.rejects(checkFaceNetwork(network, { ...contract, bias: contract.bias + 0.01 }), {
      code: 'MODEL_CONTRACT'
    });
  });

  it('refuses a 16-wide head and says how to get rid of it', async () => {
    const { network, contract } = arithmeticFace({ wideHead: true });
    await assert.rejects(checkFaceNetwork(network, contract), {
      code: 'MODEL_CONTRACT',
      message: /16 log_quality.*--plus/s
    });
  });

  it('refuses embeddings that are not of unit length or of another size', async () => {
    const long = arithmeticFace({ length: 2 });
    await assert.rejects(checkFaceNetwork(long.network, long.contract), {
      code: 'MODEL_CONTRACT',
      message: /unit length/
    });
    const { network, contract } = arithmeticFace();
    await assert.rejects(checkFaceNetwork(network, { ...contract, embeddingSize: 3 }), { code: 'MODEL_CONTRACT' });
  });
});

describe('occlusion map', () => {
  it('is highest where the covered patch mattered, in 14 rows of progress', async () => {
    const { network, contract } = arithmeticFace();
    // Only the spot is bright, so covering it with the mean colour lowers the mean most.
    const spot = crop((x, y) => (x >= 32 && x < 40 && y >= 72 && y < 80 ? 255 : 10));
    const progress: number[] = [];
    const map = await occlusionMap(spot, network, contract, { onProgress: done => progress.push(done) });
    assert.equal(map.length, 14);
    assert.ok(map.every(row => row.length === 14));
    const flat = map.flat();
    assert.equal(flat.indexOf(Math.max(...flat)), 9 * 14 + 4);
    assert.equal(progress.length, 14);
    assert.equal(progress.at(-1), 1);
  });

  it('stops between two rows when it is told to', async () => {
    const { network, contract, batches } = arithmeticFace();
    const stop = new AbortController();
    const job = occlusionMap(grey(100), network, contract, {
      signal: stop.signal,
      onProgress: done => done > 0.2 && stop.abort()
    });
    await assert.rejects(job, { code: 'ABORTED' });
    assert.equal(batches.length, 4);
  });
});

describe('a recogniser of one’s own', () => {
  const contract: RecogniserContract = {
    input: 'data',
    output: 'fc1',
    layout: 'NHWC',
    order: 'BGR',
    scale: 1,
    mean: [0, 0, 0],
    std: [1, 1, 1],
    embeddingSize: 3,
    batch: null
  };
  /** Its embedding is the first pixel, in the order the network sees it. */
  const firstPixel: Network = {
    async run({ data }) {
      const n = data.dims[0];
      const size = data.data.length / n;
      const out = new Float32Array(n * 3);
      for (let i = 0; i < n; i++) out.set(data.data.subarray(i * size, i * size + 3), i * 3);
      return { fc1: { data: out, dims: [n, 3] } };
    }
  };

  it('gets its own layout and order, and gives unit embeddings of its own size', async () => {
    const [e] = await embed([crop((_x, _y, c) => [30, 0, 40][c])], firstPixel, contract);
    assert.deepEqual(
      Array.from(e, v => Number(v.toFixed(6))),
      [0.8, 0, 0.6]
    );
  });

  it('is fed in its fixed batch size, the last batch filled up and cut off again', async () => {
    const sizes: number[] = [];
    const counted: Network = { run: inputs => (sizes.push(inputs.data.dims[0]), firstPixel.run(inputs)) };
    const crops = [1, 2, 3].map(v => crop((_x, _y, c) => (c === 0 ? v : 100)));
    const inTwos = await embed(crops, counted, { ...contract, batch: 2 });
    assert.deepEqual(sizes, [2, 2]);
    assert.deepEqual(inTwos, await embed(crops, firstPixel, contract));
  });

  it('refuses an output of another size and an embedding without a direction', async () => {
    await assert.rejects(embed([grey(9)], firstPixel, { ...contract, embeddingSize: 512 }), { code: 'MODEL_CONTRACT' });
    await assert.rejects(embed([grey(0)], firstPixel, contract), { code: 'MODEL_CONTRACT' });
    await assert.rejects(embed([grey(9)], firstPixel, { ...contract, output: 'other' }), {
      code: 'MODEL_CONTRACT',
      message: /"other"/
    });
  });
});
