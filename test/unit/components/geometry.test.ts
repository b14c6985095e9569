import assert from 'node:assert/strict';
import { faceDetail, headPose, luminance, measureComponents } from '../../../kernel-lib/src/components';
import { ARCFACE_TEMPLATE } from '../../../kernel-lib/src/image';
import type { Landmarks } from '../../../kernel-lib/src/types';
import { isSample, open, type Session } from '../../../kernel-lib/src/session';
import { sample as picture } from '../engine/pictures';
import { crop } from '../recognition/networks';
import { loadSample, sampleRows } from '../recognition/samples';

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
  const grey = luminance(crop(() => 128));
  const pose = (landmarks: Landmarks) => headPose(landmarks, grey);
  // By the landmarks of our own detector: yaw is learnt for them.
  let session: Session;
  before(async () => {
    session = await open({ device: 'cpu', store: false });
  });
  after(() => session.close());
  const sample = async (name: string) => {
    const result = await session.extract(picture(name));
    assert.ok(isSample(result), name);
    return { yaw: result.components.HeadPoseYaw!.value, pitch: result.components.HeadPosePitch!.value };
  };

  it('is small for people who face the camera', async () => {
    for (const { file } of sampleRows().filter(row => row.condition === 'good')) {
      const { yaw, pitch } = await sample(file);
      assert.ok(Math.abs(yaw) < 20 && Math.abs(pitch) < 20, `${file}: yaw ${yaw}, pitch ${pitch}`);
    }
  });

  it('calls a profile a profile', async () => {
    for (const { file } of sampleRows().filter(row => row.condition === 'profile')) {
      const { yaw } = await sample(file);
      assert.ok(Math.abs(yaw) > 45, `${file}: ${yaw}`);
    }
  });

  it('grows with yaw and has its sign', () => {
    const angles = [-60, -40, -20, 0, 20, 40, 60].map(angle => pose(seen(angle, 0, 0)).yaw);
    assert.ok(
      angles.every((yaw, i) => i === 0 || yaw > angles[i - 1] + 5),
      angles.join()
    );
    assert.ok(Math.abs(angles[3]) < 3 && angles[0] < -35 && angles[6] > 35, angles.join());
  });

  it('grows with pitch and follows roll exactly', () => {
    const angles = [-30, -15, 0, 15, 30].map(angle => pose(seen(0, angle, 0)).pitch);
    assert.ok(
      angles.every((pitch, i) => i === 0 || pitch > angles[i - 1]),
      angles.join()
    );
    for (const angle of [-45, -10, 10, 45]) assert.ok(Math.abs(pose(seen(0, 0, angle)).roll - angle) < 0.5);
  });

  it('is the same at any size, and mirrored for the mirrored picture', async () => {
    for (const px of [15, 400]) assert.ok(Math.abs(pose(seen(30, 0, 0, px)).yaw - pose(seen(30, 0, 0)).yaw) < 0.1);
    const { landmarks, crop: picture } = await loadSample('p01-a.jpg');
    const data = new Uint8Array(picture.data.length);
    for (let i = 0; i < data.length; i++) {
      const [c, x, y] = [i % 3, Math.floor(i / 3) % 112, Math.floor(i / 336)];
      data[i] = picture.data[(y * 112 + 111 - x) * 3 + c];
    }
    const [a, b, nose, d, e] = landmarks.map(([x, y]) => [-x, y]);
    const mirror = headPose([b, a, nose, e, d] as Landmarks, luminance({ ...picture, data }));
    const plain = headPose(landmarks, luminance(picture));
    assert.ok(Math.abs(mirror.yaw + plain.yaw) < 0.01 && Math.abs(mirror.pitch - plain.pitch) < 0.01);
  });

  it('stays finite for points that no face has', () => {
    const point: Landmarks = Array.from({ length: 5 }, () => [3, 3]) as Landmarks;
    for (const angle of Object.values(pose(point))) assert.ok(Number.isFinite(angle));
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
      causes: null,
      aligned,
      originalScale,
      detail: faceDetail(picture, landmarks)
    });

  it('InterEyeDistance speaks of the original’s pixels, and is enough where the networks’ template is filled', () => {
    const { InterEyeDistance } = measure(seen(0, 0, 0, 35), 0.5);
    assert.ok(Math.abs(InterEyeDistance.value - 70) < 0.1);
    assert.equal(InterEyeDistance.unit, 'px');
    const score = (px: number): number => measure(seen(0, 0, 0, px), 1).InterEyeDistance.score;
    assert.ok(score(70) === 100 && score(35) > 75 && score(28) > 45 && score(15) < 10);
  });

  it('InterEyeDistance does not shrink when the head turns', () => {
    const frontal = measure(seen(0, 0, 0, 60), 1).InterEyeDistance.value;
    const turned = measure(seen(35, 0, 0, 60), 1).InterEyeDistance.value;
    // The points of an ideal head, on a crop without edges: the turn is told roughly only.
    assert.ok(turned > 0.9 * frontal && turned < 1.5 * frontal, `${frontal} ${turned}`);
  });

  it('HeadSize is good for every ordinary portrait and falls for a face far away and one that fills the picture', () => {
    const at = (share: number): number => measure(seen(0, 0, 0, (share * 112) / (1.62 * 1.04)), 1).HeadSize!.score;
    for (const share of [0.22, 0.3, 0.45, 0.55]) assert.ok(at(share) > 90, `${share}: ${at(share)}`);
    assert.ok(at(0.05) < 20 && at(0.95) < 20);
  });

  it('margins fall as the edge of the picture comes nearer, each on its own side', () => {
    const names = [
      'LeftwardCropOfTheFaceImage',
      'RightwardCropOfTheFaceImage',
      'MarginAboveOfTheFaceImage',
      'MarginBelowOfTheFaceImage'
    ] as const;
    const at = (dx: number, dy: number): number[] => {
      const moved = seen(0, 0, 0, 20).map(([x, y]) => [x - 200 + 56 + dx, y - 200 + 56 + dy]) as Landmarks;
      const all = measure(moved, 1);
      return names.map(name => all[name]!.score);
    };
    assert.ok(Math.min(...at(0, 0)) > 90, at(0, 0).join());
    for (const [k, dx, dy] of [
      [0, -40, 0],
      [1, 40, 0],
      [2, 0, -35],
      [3, 0, 40]
    ]) {
      const scores = at(dx, dy);
      assert.ok(scores[k] < 40 && Math.min(...scores.filter((_, i) => i !== k)) > 90, `${names[k]}: ${scores.join()}`);
    }
  });

  it('SingleFacePresent falls with every further face', () => {
    const scores = [1, 2, 3].map(n => measure(seen(0, 0, 0, 40), 1, n).SingleFacePresent!.score);
    assert.deepEqual(scores, [100, 50, 33]);
  });

  it('leaves out what an aligned crop cannot tell', () => {
    const names = Object.keys(measure(ARCFACE_TEMPLATE, 1, 1, true));
    for (const absent of [
      'HeadPoseYaw',
      'HeadPosePitch',
      'HeadPoseRoll',
      'HeadSize',
      'MarginAboveOfTheFaceImage',
      'SingleFacePresent'
    ])
      assert.ok(!names.includes(absent), absent);
    assert.equal(names.length, 10);
  });
});
