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
  jpeg: ['CompressionArtifacts', 'LESS_COMPRESSION'],
  noise: ['Sharpness', ''],
  profile: ['HeadPoseYaw', 'TURN_TO_CAMERA'],
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

  it('a stronger blur, a lower resolution and a stronger light from behind score lower still', () => {
    const score = (file: string, name: ComponentName): number => measured.get(file)![name].score;
    assert.ok(score('p10-blur2.jpg', 'Sharpness') < score('p12-blur1.jpg', 'Sharpness'));
    assert.ok(score('p01-low-resolution2.jpg', 'Sharpness') < score('p08-low-resolution1.jpg', 'Sharpness'));
    assert.ok(score('p15-backlight2.jpg', 'LuminanceMean') < score('p03-backlight1.jpg', 'LuminanceMean'));
  });

  it('good pictures are called sharp, evenly lit, unoccluded, uncompressed and frontal, whatever the skin', () => {
    const expectations: [ComponentName, number][] = [
      ['Sharpness', 50],
      ['IlluminationUniformity', 55],
      ['FaceOcclusionPrevention', 85],
      ['CompressionArtifacts', 90],
      ['HeadPoseYaw', 90],
      ['HeadPosePitch', 90],
      ['HeadPoseRoll', 90],
      ['UnderExposurePrevention', 95],
      ['OverExposurePrevention', 80],
      ['LuminanceMean', 50],
      ['SingleFacePresent', 100]
    ];
    const truly = new Set([
      'p01-a.jpg IlluminationUniformity',
      'p01-b.jpg IlluminationUniformity',
      'p19-b.jpg SingleFacePresent'
    ]);
    for (const { file } of rows.filter(row => row.condition === 'good'))
      for (const [name, least] of expectations) {
        // A low sun from one side; a passer-by in the background.
        if (truly.has(`${file} ${name}`)) continue;
        const { score } = measured.get(file)![name];
        assert.ok(score >= least, `${file} ${name} ${score}`);
      }
  });

  it('a trusted good picture gets no advice, unless the sun stands low at its side', () => {
    const policy = resolvePolicy();
    for (const { file } of rows.filter(row => row.condition === 'good' && row.file !== 'p01-b.jpg'))
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
