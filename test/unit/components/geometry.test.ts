import assert from 'node:assert/strict';
import { headPose, measureComponents } from '../../../kernel-lib/src/components';
import { ARCFACE_TEMPLATE } from '../../../kernel-lib/src/image';
import type { Landmarks } from '../../../kernel-lib/src/types';
import { crop } from '../recognition/networks';

type Vector = [x: number, y: number, z: number];

/** Eyes, nose and mouth corners of a head in inter-eye distances, y down, z towards the camera. */
const HEAD: Vector[] = [
  [-0.5, -0.61, 0],
  [0.5, -0.61, 0],
  [0, 0, 0.47],
  [-0.4, 0.43, 0],
  [0.4, 0.43, 0]
];

/** The head turned by angles in degrees and seen from far away, eyes `px` apart. */
function seen(yaw: number, pitch: number, roll: number, px = 80): Landmarks {
  const [a, b, c] = [yaw, pitch, roll].map(v => (v * Math.PI) / 180);
  return HEAD.map(([x, y, z]) => {
    const y1 = Math.cos(b) * y - Math.sin(b) * z;
    const z1 = Math.sin(b) * y + Math.cos(b) * z;
    const x2 = Math.cos(a) * x + Math.sin(a) * z1;
    return [200 + px * (Math.cos(c) * x2 - Math.sin(c) * y1), 200 + px * (Math.sin(c) * x2 + Math.cos(c) * y1)];
  }) as Landmarks;
}

describe('head pose', () => {
  it('is zero for a head that faces the camera', () => {
    const { yaw, pitch, roll } = headPose(seen(0, 0, 0));
    for (const angle of [yaw, pitch, roll]) assert.ok(Math.abs(angle) < 1, `${yaw} ${pitch} ${roll}`);
  });

  it('follows yaw, pitch and roll with their signs', () => {
    for (const angle of [-45, -30, -10, 10, 30, 45]) {
      assert.ok(Math.abs(headPose(seen(angle, 0, 0)).yaw - angle) < 2, `yaw ${angle}`);
      assert.ok(Math.abs(headPose(seen(0, 0, angle)).roll - angle) < 0.5, `roll ${angle}`);
    }
    for (const angle of [-30, -15, 15, 30]) {
      const { pitch } = headPose(seen(0, angle, 0));
      assert.ok(Math.abs(pitch - angle) < 4, `pitch ${angle}: ${pitch}`);
    }
  });

  it('tells yaw of a tilted head from its roll, at any size', () => {
    for (const px of [15, 80, 400]) {
      const { yaw, roll } = headPose(seen(30, 0, 40, px));
      assert.ok(Math.abs(yaw - 30) < 6 && Math.abs(roll - 40) < 6, `${px} px: ${yaw} ${roll}`);
    }
  });

  it('stays finite for points that no face has', () => {
    const point: Landmarks = Array.from({ length: 5 }, () => [3, 3]) as Landmarks;
    for (const angle of Object.values(headPose(point))) assert.ok(Number.isFinite(angle));
  });
});

describe('size and number of faces', () => {
  const picture = { ...crop(() => 128), width: 112, height: 112 };
  const measure = (landmarks: Landmarks, originalScale: number, faces = 1, aligned = false) =>
    measureComponents({
      image: picture,
      face: { box: { x: 20, y: 20, width: 70, height: 80 }, landmarks, score: 1, fallback: false },
      crop: picture,
      faces,
      qualityMap: Array.from({ length: 7 }, () => Array(7).fill(0)),
      aligned,
      originalScale,
      mapScale: 0.75
    });

  it('InterEyeDistance speaks of the original’s pixels: 70 px score 50', () => {
    const { InterEyeDistance } = measure(seen(0, 0, 0, 35), 0.5);
    assert.ok(Math.abs(InterEyeDistance.value - 70) < 0.1);
    assert.equal(InterEyeDistance.score, 50);
    assert.equal(InterEyeDistance.unit, 'px');
  });

  it('InterEyeDistance does not shrink when the head turns', () => {
    const frontal = measure(seen(0, 0, 0, 60), 1).InterEyeDistance.value;
    const turned = measure(seen(35, 0, 0, 60), 1).InterEyeDistance.value;
    assert.ok(Math.abs(turned / frontal - 1) < 0.05, `${frontal} ${turned}`);
  });

  it('HeadSize is best at 45 % of the height and falls on both sides', () => {
    const at = (share: number): number => measure(seen(0, 0, 0, (share * 112) / (1.62 * 1.04)), 1).HeadSize.score;
    assert.equal(at(0.45), 100);
    assert.ok(at(0.3) < 20 && at(0.6) < 20);
  });

  it('SingleFacePresent falls with every further face', () => {
    const scores = [1, 2, 3].map(n => measure(seen(0, 0, 0, 40), 1, n).SingleFacePresent.score);
    assert.deepEqual(scores, [100, 50, 33]);
  });

  it('leaves out what an aligned crop cannot tell', () => {
    const names = Object.keys(measure(ARCFACE_TEMPLATE, 1, 1, true));
    for (const absent of ['HeadPoseYaw', 'HeadPosePitch', 'HeadPoseRoll', 'HeadSize', 'SingleFacePresent'])
      assert.ok(!names.includes(absent), absent);
    assert.equal(names.length, 10);
  });
});
