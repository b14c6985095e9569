import assert from 'node:assert/strict';
import { faceDetail, measureComponents } from '../../../kernel-lib/src/components';
import { ARCFACE_TEMPLATE } from '../../../kernel-lib/src/image';
import type { Components, Pixels } from '../../../kernel-lib/src/types';
import { crop } from '../recognition/networks';

/** Components of a crop that fills its picture. */
function measure(picture: Pixels, causes: Record<string, number> | null = null): Components {
  const box = { x: 0, y: 0, width: 112, height: 112 };
  const face = { box, landmarks: ARCFACE_TEMPLATE, score: 1, fallback: false };
  const given = {
    image: picture,
    face,
    crop: picture,
    faces: 1,
    causes,
    aligned: false,
    originalScale: 1,
    detail: faceDetail(picture, face.landmarks)
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

  it('LuminanceVariance is best from 1/60 on', () => {
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

  it('UnderExposurePrevention counts what is black', () => {
    const black = (level: number) => measure(crop((x, y) => ((x + y) % 2 ? level : 128))).UnderExposurePrevention;
    assert.ok(Math.abs(black(25).value - 0.5) < 0.01);
    assert.equal(black(26).value, 0);
    assert.equal(measure(crop(() => 0)).UnderExposurePrevention.score, 0);
  });

  it('OverExposurePrevention counts what is burnt out in both halves of the face: a white mask is not', () => {
    const burnt = (level: number) => measure(crop((x, y) => ((x + y) % 2 ? level : 128))).OverExposurePrevention;
    assert.ok(Math.abs(burnt(247).value - 0.5) < 0.02);
    assert.equal(burnt(246).value, 0);
    assert.ok(measure(crop(() => 255)).OverExposurePrevention.score <= 1);
    const masked = measure(crop((_x, y) => (y > 76 ? 255 : 130))).OverExposurePrevention;
    assert.equal(masked.value, 0);
  });

  it('IlluminationUniformity is the darker side over the brighter one, the same from left and right', () => {
    const lit = (left: number, right: number) => measure(crop(x => (x < 56 ? left : right))).IlluminationUniformity;
    assert.equal(lit(120, 120).value, 1);
    assert.ok(Math.abs(lit(60, 120).value - 0.52) < 0.02, `${lit(60, 120).value}`);
    assert.equal(lit(60, 120).value, lit(120, 60).value);
    assert.ok(lit(20, 200).score < 10 && lit(90, 110).score > 95);
  });

  it('NaturalColour is 0 for skin of every shade and grows with a cast', () => {
    const colour = (...rgb: number[]) => measure(crop((_x, _y, c) => rgb[c])).NaturalColour;
    for (const skin of [
      [233, 195, 170],
      [198, 150, 120],
      [128, 84, 62],
      [82, 54, 42]
    ])
      assert.equal(colour(...skin).value, 0, skin.join());
    assert.ok(colour(128, 128, 128).value > 5 && colour(128, 128, 128).value < 9);
    const [slight, strong] = [colour(180, 160, 190), colour(120, 140, 220)];
    assert.ok(slight.score < 80 && strong.score < slight.score && strong.score < 10, `${slight.score} ${strong.score}`);
  });
});

describe('FaceOcclusionPrevention', () => {
  const of = (causes: Record<string, number> | null) =>
    measure(
      crop(() => 128),
      causes
    ).FaceOcclusionPrevention!;

  it('follows what the network says is before the face, and nothing else', () => {
    assert.equal(of({ mask: 0, sunglasses: 0, 'hand-or-object': 0, defocus: 1, dark: 1 }).score, 100);
    assert.equal(of({ mask: 0.9, sunglasses: 0, 'hand-or-object': 0 }).value, 0.9);
    assert.equal(of({ mask: 0.5, sunglasses: 0, 'hand-or-object': 0.5 }).value, 0.75);
  });

  it('is absent where nothing sees a covering: a network without causes', () => {
    assert.equal(of(null), undefined);
    assert.equal(of({ defocus: 0.1 }), undefined);
  });
});
