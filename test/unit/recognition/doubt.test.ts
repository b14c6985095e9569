import assert from 'node:assert/strict';
import { decodeImage, Mipmap } from '../../../kernel-lib/src/image';
import { withoutDoubt } from '../../../kernel-lib/src/recognition';
import type { Face, Landmarks } from '../../../kernel-lib/src/types';
import { embeddedFace } from './networks';
import { sample } from '../engine/pictures';

/** Grass beside the path that the detector takes for half a face, and the same place at any score. */
const GRASS: Landmarks = [
  [90, 400],
  [110, 400],
  [100, 412],
  [92, 424],
  [108, 424]
];
const at = (landmarks: Landmarks, score: number): Face => ({
  box: { x: 80, y: 385, width: 40, height: 50 },
  landmarks,
  score,
  fallback: score < 0.6
});

describe('faces the detector doubts', () => {
  it('are no faces where the face network says so, and are not asked about where the detector is sure', async () => {
    const { network, contract } = await embeddedFace();
    const picture = new Mipmap(await decodeImage(sample('empty-path.jpg')));
    let asked = 0;
    const counting = { run: (...given: Parameters<typeof network.run>) => (asked++, network.run(...given)) };
    assert.deepEqual(await withoutDoubt(picture, [at(GRASS, 0.5)], counting, contract), []);
    assert.equal(asked, 1);
    assert.equal((await withoutDoubt(picture, [at(GRASS, 0.9)], counting, contract)).length, 1);
    assert.equal(asked, 1);
  });

  it('stay where the network knows no causes', async () => {
    const { network, contract } = await embeddedFace();
    const picture = new Mipmap(await decodeImage(sample('empty-path.jpg')));
    const without = { ...contract, causes: null };
    assert.equal((await withoutDoubt(picture, [at(GRASS, 0.5)], network, without)).length, 1);
  });
});
