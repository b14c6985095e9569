import assert from 'node:assert/strict';
import { adviseOn, measureComponents } from '../../../kernel-lib/src/components';
import { mapScale, recognise } from '../../../kernel-lib/src/recognition';
import type { ComponentName, Components } from '../../../kernel-lib/src/types';
import { resolvePolicy } from '../../../kernel-lib/src/verification';
import { embeddedFace } from '../recognition/networks';
import { loadSample, sampleRows } from '../recognition/samples';

/** The component that must fall when a person's picture is spoiled so, and the advice that must come first for a bad case of it. */
const EXPECTED: Record<string, [ComponentName, string]> = {
  dark: ['LuminanceMean', 'MORE_LIGHT'],
  overexposed: ['OverExposurePrevention', 'LESS_LIGHT'],
  blur: ['Sharpness', 'FOCUS'],
  motion: ['Sharpness', 'HOLD_STILL'],
  'low-resolution': ['Sharpness', 'FOCUS'],
  'side-light': ['IlluminationUniformity', 'EVEN_LIGHT'],
  backlight: ['LuminanceVariance', ''],
  mask: ['FaceOcclusionPrevention', 'UNCOVER_FACE'],
  sunglasses: ['FaceOcclusionPrevention', 'UNCOVER_FACE'],
  jpeg: ['CompressionArtifacts', 'LESS_COMPRESSION'],
  noise: ['Sharpness', 'LESS_NOISE'],
  tilted: ['HeadPoseRoll', 'HOLD_UPRIGHT']
};

describe('components of the sample pictures', () => {
  const measured = new Map<string, Components>();
  const rows = sampleRows();

  before(async () => {
    const { network, contract } = await embeddedFace();
    for (const { file } of rows) {
      const { image, crop, box, landmarks, faces } = await loadSample(file);
      const [{ qualityMap }] = await recognise([crop], network, contract);
      const face = { box, landmarks, score: 1, fallback: false };
      const given = {
        image,
        face,
        crop,
        faces,
        qualityMap,
        aligned: false,
        originalScale: image.scale,
        mapScale: mapScale(contract)
      };
      measured.set(file, measureComponents(given));
    }
  });

  for (const [condition, [name, code]] of Object.entries(EXPECTED)) {
    const spoiled = rows.filter(row => row.condition === condition);

    it(`${condition}: ${name} is lower than in both good pictures of the same person`, () => {
      assert.ok(spoiled.length > 0);
      for (const { file, identity } of spoiled)
        for (const good of [`${identity}-a.jpg`, `${identity}-b.jpg`]) {
          const [low, high] = [measured.get(file)![name].score, measured.get(good)![name].score];
          assert.ok(low < high, `${file} ${low}, ${good} ${high}`);
        }
    });

    if (code)
      it(`${condition}: the first advice for an untrusted picture is ${code}`, () => {
        for (const { file, severity } of spoiled.filter(row => row.severity === 2 || row.condition !== 'dark')) {
          const [first] = adviseOn(measured.get(file)!, { quality: 0.5, policy: resolvePolicy() });
          assert.equal(first.code, code, `${file} (severity ${severity}): ${first.en}`);
          assert.equal(first.component, name);
        }
      });
  }

  it('a stronger blur, a lower resolution and a darker picture score lower still', () => {
    const score = (file: string, name: ComponentName): number => measured.get(file)![name].score;
    for (const person of ['p01', 'p10', 'p19'])
      assert.ok(score(`${person}-blur2.jpg`, 'Sharpness') < score(`${person}-blur1.jpg`, 'Sharpness'));
    for (const person of ['p05', 'p14', 'p23'])
      assert.ok(
        score(`${person}-low-resolution2.jpg`, 'Sharpness') < score(`${person}-low-resolution1.jpg`, 'Sharpness')
      );
  });

  it('good pictures are called sharp, evenly lit, unoccluded, uncompressed and frontal, whatever the skin', () => {
    const expectations: [ComponentName, number][] = [
      ['Sharpness', 80],
      ['IlluminationUniformity', 60],
      ['FaceOcclusionPrevention', 85],
      ['CompressionArtifacts', 90],
      ['HeadPoseYaw', 90],
      ['HeadPosePitch', 90],
      ['HeadPoseRoll', 95],
      ['UnderExposurePrevention', 95],
      ['OverExposurePrevention', 80],
      ['LuminanceMean', 50],
      ['SingleFacePresent', 100]
    ];
    for (const { file } of rows.filter(row => row.condition === 'good'))
      for (const [name, least] of expectations) {
        const { score } = measured.get(file)![name];
        assert.ok(score >= least, `${file} ${name} ${score}`);
      }
  });

  it('a trusted good picture gets no advice', () => {
    const policy = resolvePolicy();
    for (const { file } of rows.filter(row => row.condition === 'good'))
      assert.deepEqual(adviseOn(measured.get(file)!, { quality: 0.8, policy }), [], file);
  });

  it('every score lies in 0..100 and every value is a number', () => {
    for (const [file, components] of measured)
      for (const [name, { value, score, unit }] of Object.entries(components)) {
        assert.ok(Number.isInteger(score) && score >= 0 && score <= 100, `${file} ${name} score ${score}`);
        assert.ok(Number.isFinite(value) && typeof unit === 'string', `${file} ${name} value ${value}`);
      }
  });
});
