import assert from 'node:assert/strict';
import { measureComponents } from '../../../kernel-lib/src/components';
import { ARCFACE_TEMPLATE } from '../../../kernel-lib/src/image';
import type { Components, Pixels } from '../../../kernel-lib/src/types';
import { crop } from '../recognition/networks';

const ZERO = Array.from({ length: 7 }, () => Array(7).fill(0));

/** Components of a crop that fills its picture. */
function measure(picture: Pixels, qualityMap: number[][] = ZERO, mapScale = 0.75): Components {
  const box = { x: 0, y: 0, width: 112, height: 112 };
  const face = { box, landmarks: ARCFACE_TEMPLATE, score: 1, fallback: false };
  const given = {
    image: picture,
    face,
    crop: picture,
    faces: 1,
    qualityMap,
    aligned: false,
    originalScale: 1,
    mapScale
  };
  return measureComponents(given);
}

const onFace = (x: number, y: number): boolean => ((x - 56) / 31) ** 2 + ((y - 74) / 36) ** 2 <= 1;

describe('light on the face', () => {
  it('LuminanceMean is 1 % to 99 % of white with half the score at .2 and .8', () => {
    const at = (level: number) => measure(crop(() => level)).LuminanceMean;
    assert.equal(at(51).value, 0.2);
    assert.equal(at(51).score, 50);
    assert.equal(at(204).score, 50);
    assert.equal(at(128).score, 100);
    assert.ok(at(10).score < 5 && at(250).score < 5);
  });

  it('weighs green above red above blue', () => {
    const only = (channel: number): number =>
      measure(crop((_x, _y, c) => (c === channel ? 255 : 0))).LuminanceMean.value;
    assert.deepEqual([only(0), only(1), only(2)], [0.212, 0.714, 0.071]);
  });

  it('is measured on the face, not on what is around it', () => {
    const face = (x: number, y: number): number => 90 + ((x * 7 + y * 13) % 60);
    const before = measure(crop((x, y) => (onFace(x, y) ? face(x, y) : 0)));
    const after = measure(crop((x, y) => (onFace(x, y) ? face(x, y) : 255)));
    for (const name of [
      'LuminanceMean',
      'LuminanceVariance',
      'DynamicRange',
      'UnderExposurePrevention',
      'OverExposurePrevention'
    ] as const)
      assert.deepEqual(after[name], before[name], name);
  });

  it('LuminanceVariance is best at 1/60', () => {
    const step = 255 / Math.sqrt(60);
    const best = measure(crop((x, y) => 128 + ((x + y) % 2 ? step : -step))).LuminanceVariance;
    assert.ok(best.score >= 99 && Math.abs(best.value - 1 / 60) < 0.001, `${best.value}`);
    assert.equal(measure(crop(() => 128)).LuminanceVariance.score, 0);
  });

  it('DynamicRange is the entropy of the histogram: n equal levels give log2 n bits', () => {
    const bits = (n: number): number => measure(crop((x, y) => 40 + ((x + 112 * y) % n))).DynamicRange.value;
    assert.equal(bits(1), 0);
    for (const n of [2, 16, 64]) assert.ok(Math.abs(bits(n) - Math.log2(n)) < 0.02, `${n}: ${bits(n)}`);
  });

  it('exposure counts what is black or burnt out', () => {
    const share = (level: number) => measure(crop((x, y) => ((x + y) % 2 ? level : 128)));
    assert.ok(Math.abs(share(25).UnderExposurePrevention.value - 0.5) < 0.01);
    assert.equal(share(26).UnderExposurePrevention.value, 0);
    assert.ok(Math.abs(share(247).OverExposurePrevention.value - 0.5) < 0.01);
    assert.equal(share(246).OverExposurePrevention.score, 100);
    assert.ok(share(255).OverExposurePrevention.score <= 2);
    assert.equal(measure(crop(() => 0)).UnderExposurePrevention.score, 0);
  });

  it('IlluminationUniformity is 1 for mirror-equal light, 0 for one dark side, the same from left and right', () => {
    const lit = (left: number, right: number) => measure(crop(x => (x <= 56 ? left : right))).IlluminationUniformity;
    assert.equal(lit(120, 120).score, 100);
    assert.equal(lit(30, 200).value, 0);
    assert.deepEqual(lit(90, 94), lit(94, 90));
    assert.ok(lit(90, 94).value > lit(90, 110).value);
  });
});

describe('FaceOcclusionPrevention', () => {
  const map = (value: (r: number, c: number) => number): number[][] =>
    Array.from({ length: 7 }, (_, r) => Array.from({ length: 7 }, (_, c) => value(r, c)));

  it('is 100 for a good face, falls with a covered mouth, and ends at 0 for a covered face', () => {
    const score = (m: number[][]): number =>
      measure(
        crop(() => 128),
        m
      ).FaceOcclusionPrevention.score;
    assert.equal(score(map(() => 0.1)), 100);
    const mouth = score(map(r => (r >= 4 ? -0.6 : 0)));
    assert.ok(mouth < 30, `${mouth}`);
    assert.equal(score(map(() => -0.6)), 0);
  });

  it('does not look at cells beside the face, and follows the model’s colour scale', () => {
    const corners = map((r, c) =>
      (r === 0 || c === 0 || c === 6) && onFace(16 * c + 8, 16 * r + 8) === false ? -0.9 : 0
    );
    assert.ok(
      measure(
        crop(() => 128),
        corners
      ).FaceOcclusionPrevention.score >= 99
    );
    const faint = map(r => (r >= 4 ? -0.06 : 0));
    assert.equal(
      measure(
        crop(() => 128),
        faint
      ).FaceOcclusionPrevention.score,
      100
    );
    assert.ok(
      measure(
        crop(() => 128),
        faint,
        0.075
      ).FaceOcclusionPrevention.score < 30
    );
  });
});
