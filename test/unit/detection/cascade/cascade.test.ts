import assert from 'node:assert/strict';
import { findByCascade, EDGE_CONVENTION, ORIGINAL_CONVENTION } from '../../../../kernel-lib/src/detection';
import type { CascadeNetworks, CascadeOptions } from '../../../../kernel-lib/src/detection';
import { defaultMinFace } from '../../../../kernel-lib/src/detection';
import { pyramidLevels } from '../../../../kernel-lib/src/detection/cascade/pyramid';
import type { Network, Pixels, Tensor } from '../../../../kernel-lib/src/types';

const tensor = (dims: number[], fill: (i: number) => number): Tensor => ({
  dims,
  data: Float32Array.from({ length: dims.reduce((a, b) => a * b, 1) }, (_, i) => fill(i))
});

/** A P-Net that fires at some cells [level width, column, row, probability], with offsets of nothing. */
function proposing(
  cells: [levelWidth: number, column: number, row: number, probability: number][],
  offsets = [0, 0, 0, 0]
): Network {
  return {
    async run({ x }) {
      const [, , height, width] = x.dims;
      const [h, w] = [(height - 12) >> 1, (width - 12) >> 1].map(n => n + 1);
      const prob = tensor([1, 1, h, w], () => 0);
      for (const [levelWidth, column, row, p] of cells) if (levelWidth === width) prob.data[row * w + column] = p;
      return { prob, box: tensor([1, 4, h, w], i => offsets[Math.floor(i / (h * w))]) };
    }
  };
}

/** An R- or O-Net that answers by window; keeps what it was shown. */
function judging(
  probability: (window: number) => number,
  offsets = [0, 0, 0, 0],
  points: number[] = [0.3, 0.4, 0.7, 0.4, 0.5, 0.6, 0.35, 0.8, 0.65, 0.8]
): Network & { seen: Tensor[] } {
  const seen: Tensor[] = [];
  let window = 0;
  return {
    seen,
    async run({ x }) {
      seen.push(x);
      const n = x.dims[0];
      const first = window;
      window += n;
      return {
        prob: tensor([n, 1], i => probability(first + i)),
        box: tensor([n, 4], i => offsets[i % 4]),
        landmarks: tensor([n, 5, 2], i => points[i % 10])
      };
    }
  };
}

const plain = (width: number, height: number): Pixels => ({ data: new Uint8Array(width * height * 3), width, height });
const round = (values: number[]): number[] => values.map(v => Math.round(v * 1000) / 1000);

// 120 × 90 with faces of 24 px upwards: the first level is 60 × 45, a cell is 24 px and the step 4 px.
const picture = plain(120, 90);
// One look only: what O-Net is shown again is the subject of second-look.test.ts.
const options: CascadeOptions = { minFace: 24, convention: { ...EDGE_CONVENTION, layout: null } };

describe('the cascade', () => {
  it('looks at the place the network speaks of', async () => {
    const networks = { pnet: proposing([[60, 5, 3, 0.9]]), rnet: judging(() => 0.9), onet: judging(() => 0.95) };
    const [face, ...others] = await findByCascade(picture, networks, options);
    assert.equal(others.length, 0);
    const { x, y, width, height } = face.box;
    assert.deepEqual(round([x, y, width, height]), [20, 12, 24, 24]);
    assert.deepEqual(
      round(face.landmarks.flat()),
      round([0.3, 0.4, 0.7, 0.4, 0.5, 0.6, 0.35, 0.8, 0.65, 0.8].map((f, i) => (i % 2 ? 12 : 20) + 24 * f))
    );
    assert.ok(Math.abs(face.score - 0.95) < 1e-6 && !face.fallback);
  });

  it('regresses after each stage, squares before the next; the last box and the landmarks stay as they come', async () => {
    const networks = {
      pnet: proposing([[60, 5, 3, 0.9]], [0, 0, 0.5, 0]), // [20, 12, 56, 36] → square [20, 6, 56, 42]
      rnet: judging(() => 0.9, [0.25, 0.25, -0.25, -0.25]), // → [29, 15, 47, 33]
      onet: judging(() => 0.95, [0, 0.5, 0, 0], Array(10).fill(0.5)) // → y1 24; landmarks by the window, not by the box
    };
    const [face] = await findByCascade(picture, networks, options);
    const { x, y, width, height } = face.box;
    assert.deepEqual(round([x, y, width, height]), [29, 24, 18, 9]);
    assert.deepEqual(round(face.landmarks[2]), [38, 24]);
  });

  it('shows the networks that very place, in RGB planes, scaled to (x − 127.5) / 128, black outside', async () => {
    const spotted = plain(120, 90);
    for (let y = 12; y < 36; y++) for (let x = 20; x < 44; x++) spotted.data.set([255, 128, 64], (y * 120 + x) * 3);
    const inside = { pnet: proposing([[60, 5, 3, 0.9]]), rnet: judging(() => 0.9), onet: judging(() => 0.9) };
    await findByCascade(spotted, inside, options);
    for (const [net, size] of [
      [inside.rnet, 24],
      [inside.onet, 48]
    ] as const) {
      const [x] = net.seen;
      assert.deepEqual([...x.dims], [1, 3, size, size]);
      [255, 128, 64].forEach((value, channel) => {
        const plane = x.data.subarray(channel * size * size, (channel + 1) * size * size);
        assert.ok(plane.every(v => Math.abs(v - (value - 127.5) / 128) < 1e-5));
      });
    }
    const white: Pixels = { ...plain(120, 90), data: new Uint8Array(120 * 90 * 3).fill(255) };
    // The cell [0, 0, 24, 24] is moved up and left by half its side.
    const across = {
      pnet: proposing([[60, 0, 0, 0.9]], [-0.5, -0.5, -0.5, -0.5]),
      rnet: judging(() => 0),
      onet: judging(() => 0)
    };
    await findByCascade(white, across, options);
    const [x] = across.rnet.seen;
    const at = (column: number, row: number): number => x.data[row * 24 + column];
    assert.ok(Math.abs(at(5, 5) + 127.5 / 128) < 1e-5 && Math.abs(at(18, 5) + 127.5 / 128) < 1e-5, 'outside');
    assert.ok(Math.abs(at(18, 18) - 127.5 / 128) < 1e-5, 'inside');
  });

  it('needs every stage’s threshold', async () => {
    const run = (p: number, r: number, o: number, more: CascadeOptions = {}): Promise<number> => {
      const networks = { pnet: proposing([[60, 5, 3, p]]), rnet: judging(() => r), onet: judging(() => o) };
      return findByCascade(picture, networks, { ...options, ...more }).then(
        faces => faces.filter(f => !f.fallback).length
      );
    };
    assert.equal(await run(0.61, 0.71, 0.71), 1);
    assert.equal(await run(0.59, 0.9, 0.9), 0);
    assert.equal(await run(0.9, 0.69, 0.9), 0);
    assert.equal(await run(0.9, 0.9, 0.69), 0);
    assert.equal(await run(0.5, 0.5, 0.5, { thresholds: [0.4, 0.4, 0.4] }), 1);
    assert.equal(await run(0.8, 0.8, 0.85, { thresholds: [0.7, 0.7, 0.9] }), 0);
  });

  it('falls back on the best weak candidate only where no face is confident', async () => {
    const cells: [number, number, number, number][] = [
      [60, 0, 0, 0.9],
      [60, 12, 0, 0.8],
      [60, 0, 12, 0.7]
    ];
    const faces = (...scores: number[]): Promise<import('../../../../kernel-lib/src/types').Face[]> =>
      findByCascade(
        picture,
        { pnet: proposing(cells), rnet: judging(i => 0.95 - i / 100), onet: judging(i => scores[i]) },
        options
      );
    const weak = await faces(0.4, 0.69, 0.5);
    assert.deepEqual(
      weak.map(f => [Math.round(f.score * 100), f.fallback, f.box.x]),
      [[69, true, 48]]
    );
    const mixed = await faces(0.4, 0.69, 0.8);
    assert.deepEqual(
      mixed.map(f => [Math.round(f.score * 100), f.fallback]),
      [[80, false]]
    );
    assert.deepEqual(await faces(0.29, 0.1, 0.2), []);
    assert.deepEqual(
      (await faces(0.9, 0.71, 0.99)).map(f => Math.round(f.score * 100)),
      [99, 90, 71],
      'best first'
    );
  });

  it('does not fall back on what R-Net refused', async () => {
    const networks = { pnet: proposing([[60, 5, 3, 0.9]]), rnet: judging(() => 0.69), onet: judging(() => 0.69) };
    assert.deepEqual(await findByCascade(picture, networks, options), []);
    assert.equal(networks.onet.seen.length, 0);
  });

  it('runs many candidates in batches of bounded size and mixes none of them up', async () => {
    const cells: [number, number, number, number][] = [];
    for (let row = 0; row < 40; row += 3)
      for (let column = 0; column < 60; column += 3) cells.push([150, column, row, 0.9 - cells.length / 1e4]);
    const networks = { pnet: proposing(cells), rnet: judging(i => 0.99 - i / 1e4), onet: judging(i => 0.99 - i / 1e4) };
    const faces = await findByCascade(plain(300, 240), networks, options);
    assert.equal(faces.length, cells.length);
    for (const { seen } of [networks.rnet, networks.onet]) {
      assert.ok(seen.length > 1 && Math.max(...seen.map(x => x.dims[0])) <= 128);
      assert.equal(
        seen.reduce((sum, x) => sum + x.dims[0], 0),
        cells.length
      );
    }
    faces.forEach(({ box }, i) => assert.deepEqual(round([box.x, box.y]), [cells[i][1] * 4, cells[i][2] * 4]));
  });

  it('finds nothing, without asking R- or O-Net, where nothing is proposed, or the picture is too small', async () => {
    const networks: CascadeNetworks & { rnet: { seen: Tensor[] } } = {
      pnet: proposing([]),
      rnet: judging(() => 1),
      onet: judging(() => 1)
    };
    assert.deepEqual(await findByCascade(picture, networks, options), []);
    for (const [width, height] of [
      [1, 1],
      [11, 200],
      [2000, 3]
    ])
      assert.deepEqual(await findByCascade(plain(width, height), networks), []);
    assert.equal(networks.rnet.seen.length, 0);
  });

  it('reckons in whole, inclusive pixels as the original code does, if told so', async () => {
    const networks = { pnet: proposing([[60, 5, 3, 0.9]]), rnet: judging(() => 0.9), onet: judging(() => 0.95) };
    const [face] = await findByCascade(picture, networks, { ...options, convention: ORIGINAL_CONVENTION });
    // round((2·5 + 1) / .5) = 22 to round((2·5 + 13) / .5) = 46 inclusive, 14 to 38 inclusive: 25 px
    const { x, y, width, height } = face.box;
    assert.deepEqual([x, y, width, height], [22, 14, 25, 25]);
  });
});

describe('the pyramid', () => {
  it('begins with faces of the least size and ends with those that fill the shorter side', () => {
    const levels = pyramidLevels(640, 480, 20, 0.709);
    assert.deepEqual([levels[0].width, levels[0].height], [384, 288]);
    assert.deepEqual([levels[1].width, levels[1].height], [Math.ceil(384 * 0.709), Math.ceil(288 * 0.709)]);
    const last = levels[levels.length - 1];
    assert.ok(Math.min(last.width, last.height) >= 12 && 480 * last.scale * 0.709 <= 12);
  });

  it('looks by default for faces of 20 px, of at least 1/40 of the shorter side', () => {
    assert.equal(defaultMinFace(640, 480), 20);
    assert.equal(defaultMinFace(1920, 1280), 32);
    assert.equal(defaultMinFace(400, 4000), 20);
  });

  it('refuses a least size that makes no sense', async () => {
    const networks = { pnet: proposing([]), rnet: judging(() => 1), onet: judging(() => 1) };
    for (const minFace of [0, -20, 5, NaN]) {
      await assert.rejects(findByCascade(picture, networks, { minFace }), { code: 'INVALID_ARGUMENT' });
    }
  });
});
