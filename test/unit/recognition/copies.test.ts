import assert from 'node:assert/strict';
import { ARCFACE_TEMPLATE, warpFace } from '../../../kernel-lib/src/image';
import { disturbedCrops, recogniseWithCopies } from '../../../kernel-lib/src/recognition';
import type { Landmarks } from '../../../kernel-lib/src/types';
import { cosine } from '../../../kernel-lib/src/verification';
import { arithmeticFace, crop, embeddedFace } from './networks';
import { alignedSample } from './samples';

describe('copies', () => {
  const picture = crop((x, y, c) => 60 + 50 * Math.sin(x / 7) + 40 * Math.cos(y / 5) + 20 * c);

  it('gives one copy by default, and it is the crop as it is', () => {
    assert.deepEqual(disturbedCrops(picture, null, { copies: 1, seed: 0 }), [picture]);
    const [warped] = disturbedCrops(picture, ARCFACE_TEMPLATE, { copies: 1, seed: 0 });
    assert.deepEqual(warped, warpFace(picture, ARCFACE_TEMPLATE));
  });

  it('is repeatable for a seed and different for another, the first copy undisturbed', () => {
    const one = disturbedCrops(picture, null, { copies: 4, seed: 7 });
    assert.deepEqual(one, disturbedCrops(picture, null, { copies: 4, seed: 7 }));
    const other = disturbedCrops(picture, null, { copies: 4, seed: 8 });
    assert.deepEqual(other[0], one[0]);
    assert.notDeepEqual(other[1], one[1]);
    assert.notDeepEqual(one[1], one[2]);
  });

  it('disturbs slightly: a few grey levels on a smooth picture, the same in a picture of twice the size', () => {
    const twice: Landmarks = ARCFACE_TEMPLATE.map(([x, y]) => [2 * x + 0.5, 2 * y + 0.5]) as Landmarks;
    const big = { data: new Uint8Array(224 * 224 * 3), width: 224, height: 224 };
    for (let i = 0; i < big.data.length; i++) {
      const p = Math.floor(i / 3);
      const [x, y] = [Math.floor((p % 224) / 2), Math.floor(p / 448)];
      big.data[i] = picture.data[(y * 112 + x) * 3 + (i % 3)];
    }
    const difference = (a: Uint8Array, b: Uint8Array): number =>
      a.reduce((s, v, i) => s + Math.abs(v - b[i]), 0) / a.length;
    for (const [image, landmarks] of [
      [picture, null],
      [big, twice]
    ] as const) {
      const [first, ...rest] = disturbedCrops(image, landmarks, { copies: 6, seed: 1 });
      for (const copy of rest) {
        const d = difference(copy.data, first.data);
        assert.ok(d > 1.2 && d < 8, `mean difference ${d}`);
      }
    }
  });

  it('runs all copies in one batch and states n, means and standard errors', async () => {
    const { network, contract, batches } = arithmeticFace();
    const r = await recogniseWithCopies(picture, null, network, contract, { copies: 9, seed: 0 });
    assert.deepEqual(batches, [9]);
    assert.equal(r.copies!.n, 9);
    assert.equal(r.copies!.embeddings.length, 9);
    assert.deepEqual(r.copies!.embeddings[0], r.embedding);
    assert.ok(r.copies!.logQuality.standardError > 0);
    assert.ok(Math.abs(r.copies!.quality!.mean - r.quality!) < 0.05);
    const unusable = { ...contract, qualityUsable: false };
    const without = await recogniseWithCopies(picture, null, network, unusable, { copies: 3, seed: 0 });
    assert.equal(without.copies!.quality, null);
  });

  it('refuses 0, 65, 1.5 and no number of copies', () => {
    for (const copies of [0, 65, 1.5, NaN])
      assert.throws(() => disturbedCrops(picture, null, { copies, seed: 0 }), { code: 'INVALID_ARGUMENT' });
  });

  it('moves the embedding of a real face little', async () => {
    const { network, contract } = await embeddedFace();
    const { copies } = await recogniseWithCopies(await alignedSample('p01-a.jpg'), null, network, contract, {
      copies: 8,
      seed: 0
    });
    const [first, ...rest] = copies!.embeddings;
    for (const copy of rest) assert.ok(cosine(first, copy) > 0.9, `${cosine(first, copy)}`);
    assert.ok(copies!.quality!.standardError < 0.05);
  });
});
