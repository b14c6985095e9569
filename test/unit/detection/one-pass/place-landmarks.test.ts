import assert from 'node:assert/strict';
import { findInOnePass } from '../../../../kernel-lib/src/detection';
import { placeLandmarks } from '../../../../kernel-lib/src/detection/one-pass/place-landmarks';
import { Mipmap } from '../../../../kernel-lib/src/image';
import type { Landmarks, Point } from '../../../../kernel-lib/src/types';
import { dotted, face, farthest, finder, placer } from './dots';

const EYES = 60;
const truth = face(EYES, 170, 140, 14);
const picture = new Mipmap(dotted(340, 280, [truth]));
const moved = (by: number): Landmarks => truth.map(([x, y], i): Point => [x + by * (i - 2), y - by]) as Landmarks;

describe('placing landmarks', () => {
  it('brings landmarks two fifths of the way to where it sees the face, turned as it is', async () => {
    const network = placer();
    const before = moved(EYES / 12);
    const after = await placeLandmarks(picture, before, network);
    const meant = truth.map(([x, y], i): Point => [
      0.4 * x + 0.6 * before[i][0],
      0.4 * y + 0.6 * before[i][1]
    ]) as Landmarks;
    assert.ok(farthest(after, meant) < 0.02 * EYES, `${farthest(after, meant)} px off`);
    assert.deepEqual(network.shown, [[2, 3, 96, 96]]);
  });

  it('takes a large face as well as a small one', async () => {
    for (const eyes of [14, 400]) {
      const large = face(eyes, 600, 500, -10);
      const before = face(eyes * 1.1, 600, 500, -10);
      const after = await placeLandmarks(new Mipmap(dotted(1200, 1000, [large])), before, placer());
      const left = farthest(after, large) / farthest(before, large);
      assert.ok(left > 0.3 && left < 0.8, `${left} of the way is left`);
    }
  });

  it('leaves them where they were where no such face is seen', async () => {
    const nowhere = face(EYES, 60, 60);
    assert.deepEqual(await placeLandmarks(picture, nowhere, placer()), nowhere);
  });

  it('is asked of every face that the detector gives, and the score stays the detector’s', async () => {
    const landmarks = placer();
    const plain = await findInOnePass(picture, { network: finder(), landmarks: null });
    const [found, ...others] = await findInOnePass(picture, { network: finder(), landmarks });
    assert.equal(others.length, 0);
    assert.equal(landmarks.shown.length, 1);
    assert.deepEqual({ ...found, landmarks: null }, { ...plain[0], landmarks: null });
    assert.ok(farthest(found.landmarks, truth) < 0.03 * EYES);
  });
});
