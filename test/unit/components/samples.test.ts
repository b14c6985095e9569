import assert from 'node:assert/strict';
import { faceDetail, findFaults, gather, measureComponents } from '../../../kernel-lib/src/components';
import { recognise } from '../../../kernel-lib/src/recognition';
import type { ComponentName, Components, Finding } from '../../../kernel-lib/src/types';
import { embeddedFace } from '../recognition/networks';
import { loadSample, sampleRows } from '../recognition/samples';

/** The component that must fall when a person's picture is spoiled so, and the finding that must come first for a bad case of it. */
const EXPECTED: Record<string, [ComponentName, string]> = {
  dark: ['LuminanceMean', 'dark'],
  overexposed: ['OverExposurePrevention', 'overexposed'],
  blur: ['Sharpness', 'defocus'],
  motion: ['Sharpness', 'motion'],
  jpeg: ['CompressionArtifacts', 'compression'],
  tilted: ['HeadPoseRoll', 'tilted'],
  profile: ['HeadPoseYaw', 'profile'],
  backlight: ['LuminanceMean', 'backlight']
};

/** Components that know nothing of people, only of pictures: no ordinary portrait may be marked down by them. */
const PORTRAIT: ComponentName[] = [
  'HeadPoseYaw',
  'HeadPosePitch',
  'HeadPoseRoll',
  'InterEyeDistance',
  'HeadSize',
  'LeftwardCropOfTheFaceImage',
  'RightwardCropOfTheFaceImage',
  'MarginAboveOfTheFaceImage',
  'MarginBelowOfTheFaceImage',
  'LuminanceMean',
  'LuminanceVariance',
  'UnderExposurePrevention',
  'OverExposurePrevention',
  'DynamicRange',
  'IlluminationUniformity',
  'NaturalColour',
  'Sharpness',
  'CompressionArtifacts',
  'SingleFacePresent'
];

describe('components and findings of the sample pictures', () => {
  const measured = new Map<string, { components: Required<Components>; findings: Finding[] }>();
  const rows = sampleRows();

  before(async () => {
    const { network, contract } = await embeddedFace();
    for (const { file } of rows) {
      const { image, crop, box, landmarks, faces } = await loadSample(file);
      const [{ causes }] = await recognise([crop], network, contract);
      const face = { box, landmarks, score: 1, fallback: false };
      const detail = faceDetail(image, landmarks);
      const components = measureComponents({
        image,
        face,
        crop,
        faces,
        causes,
        aligned: false,
        originalScale: image.scale,
        detail
      });
      const evidence = gather({ image, face, aligned: false, components, causes, detail });
      measured.set(file, { components: components as Required<Components>, findings: findFaults(evidence) });
    }
  });

  for (const [condition, [name, code]] of Object.entries(EXPECTED)) {
    const spoiled = rows.filter(row => row.condition === condition);

    it(`${condition}: ${name} is lower than in both good pictures of the same person`, () => {
      assert.ok(spoiled.length > 0);
      for (const { file, identity } of spoiled)
        for (const good of [`${identity}-a.jpg`, `${identity}-b.jpg`]) {
          const [low, high] = [file, good].map(picture => measured.get(picture)!.components[name].score);
          assert.ok(low < high, `${file} ${low}, ${good} ${high}`);
        }
    });

    it(`${condition}: the first finding of a bad case is "${code}"`, () => {
      for (const { file } of spoiled.filter(row => row.severity === 2)) {
        const [first] = measured.get(file)!.findings;
        assert.equal(first?.code, code, `${file}: ${first?.en}`);
      }
    });
  }

  it('a stronger blur, a lower resolution and a stronger light from behind score lower still', () => {
    const score = (file: string, name: ComponentName): number => measured.get(file)!.components[name].score;
    assert.ok(score('p10-blur2.jpg', 'Sharpness') < score('p12-blur1.jpg', 'Sharpness'));
    assert.ok(score('p01-low-resolution2.jpg', 'Sharpness') < score('p08-low-resolution1.jpg', 'Sharpness'));
    assert.ok(score('p15-backlight2.jpg', 'LuminanceMean') < score('p03-backlight1.jpg', 'LuminanceMean'));
  });

  it('an ordinary good portrait has no component below 50, whatever the skin', () => {
    for (const { file } of rows.filter(row => row.condition === 'good'))
      for (const name of PORTRAIT.filter(one => one !== 'SingleFacePresent')) {
        const { score } = measured.get(file)!.components[name];
        assert.ok(score >= 50, `${file} ${name} ${score}`);
      }
  });

  it('of a good picture nothing plain is said, and never that its skin is dark', () => {
    for (const { file } of rows.filter(row => row.condition === 'good')) {
      const plain = measured.get(file)!.findings.filter(one => one.severity > 1 || one.code === 'dark');
      assert.deepEqual(plain, [], file);
    }
  });

  it('nobody without a mask, dark glasses or a hand before the face is said to be covered', () => {
    const covered = ['mask', 'sunglasses', 'hand', 'hand-or-object'];
    for (const { file } of rows.filter(row => !covered.includes(row.condition))) {
      const claims = measured.get(file)!.findings.filter(one => covered.includes(one.code));
      assert.deepEqual(claims, [], file);
    }
  });

  it('every score lies in 0..100 and every value is a number', () => {
    for (const [file, { components }] of measured)
      for (const [name, { value, score, unit }] of Object.entries(components)) {
        assert.ok(Number.isInteger(score) && score >= 0 && score <= 100, `${file} ${name} score ${score}`);
        assert.ok(Number.isFinite(value) && typeof unit === 'string', `${file} ${name} value ${value}`);
      }
  });
});
