import assert from 'node:assert/strict';
import {
  calibrate,
  calibratedAt,
  checkKnots,
  mapScale,
  type CalibrationKnots,
  type FaceContract
} from '../../../kernel-lib/src/recognition';
import { ARCFACE_INPUT } from './networks';

const knots: CalibrationKnots = [
  [-4, 0],
  [0, 0.4],
  [1, 0.4],
  [3, 0.8]
];

describe('calibration', () => {
  it('is linear between knots and clamped outside', () => {
    const expected: [number, number][] = [
      [-100, 0],
      [-4, 0],
      [-2, 0.2],
      [0, 0.4],
      [0.5, 0.4],
      [2, 0.6],
      [3, 0.8],
      [1e9, 0.8],
      [Infinity, 0.8],
      [-Infinity, 0]
    ];
    for (const [x, y] of expected) assert.ok(Math.abs(calibrate(x, knots) - y) < 1e-12, `at ${x}`);
  });

  it('never falls', () => {
    let last = -1;
    for (let x = -6; x < 6; x += 0.01) {
      const q = calibrate(x, knots);
      assert.ok(q >= last);
      last = q;
    }
  });

  it('reads the other way round: the first log_quality that reaches a quality, or null', () => {
    assert.equal(calibratedAt(0.2, knots), -2);
    assert.equal(calibratedAt(0.4, knots), 0);
    assert.equal(calibratedAt(0, knots), -4);
    assert.equal(calibratedAt(0.9, knots), null);
  });

  it('refuses knots that do not rise or leave 0..1, and says which', () => {
    const bad: CalibrationKnots[] = [
      [[0, 0]],
      [
        [0, 0],
        [0, 1]
      ],
      [
        [0, 0.5],
        [1, 0.4]
      ],
      [
        [0, 0.5],
        [1, 1.2]
      ],
      [
        [0, 0.5],
        [NaN, 0.6]
      ]
    ];
    for (const k of bad) assert.throws(() => checkKnots(k), { code: 'MODEL_CONTRACT' });
    checkKnots(knots);
  });
});

describe('colour scale of contribution maps', () => {
  const contract: FaceContract = {
    ...ARCFACE_INPUT,
    embeddingSize: 512,
    causes: null,
    bias: 7,
    calibration: knots,
    qualityUsable: true,
    qualityReason: null
  };

  it('is the manifest’s where stated, else a seventh of the way from a faultless face to quality .4', () => {
    assert.equal(mapScale(contract), 1);
    assert.equal(mapScale({ ...contract, mapScale: 0.5 }), 0.5);
  });

  it('is above zero whatever the contract', () => {
    const neverGood: CalibrationKnots = [
      [0, 0],
      [1, 0.1]
    ];
    for (const calibration of [null, knots, neverGood])
      for (const bias of [-3, Math.log(0.4), 0, 5]) assert.ok(mapScale({ ...contract, bias, calibration }) > 0);
  });
});
