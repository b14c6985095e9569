import assert from 'node:assert/strict';
import { calibrate } from '../../../kernel-lib/src/recognition';
import { supportText } from '../../../kernel-lib/src/cli/models-calibrate';
import {
  calibrateNetwork,
  canShow,
  recordOf,
  type CalibrationPair,
  type CalibrationRow
} from '../../../kernel-lib/src/models';
import { uniform } from './formula-weights';

const SIZE = 32;

/** Normally distributed numbers. */
function normal(name: string, n: number): Float64Array {
  const u = uniform(name, 2 * n);
  return Float64Array.from(
    { length: n },
    (_, i) => Math.sqrt(-2 * Math.log(1 - u[2 * i])) * Math.cos(2 * Math.PI * u[2 * i + 1])
  );
}

/** People as directions; a picture strays from its person the more the lower its log quality. */
function people(count: number, pictures: number): CalibrationRow[] {
  const directions = normal('people', count * SIZE);
  const noise = normal('noise', count * pictures * SIZE);
  const luck = uniform('luck', count * pictures);
  return Array.from({ length: count * pictures }, (_, i) => {
    const person = Math.floor(i / pictures);
    const logQuality = 6 * luck[i] - 3;
    const spread = 0.25 + 2.4 / (1 + Math.exp(1.5 * logQuality));
    const vector = Float32Array.from(
      { length: SIZE },
      (_, k) => directions[person * SIZE + k] + spread * noise[i * SIZE + k]
    );
    const length = Math.hypot(...vector);
    return { logQuality, embedding: vector.map(v => v / length), identity: `p${person}` };
  });
}

describe('calibration of quality and thresholds', () => {
  const rows = people(60, 8);
  const found = calibrateNetwork(rows);

  it('gives thresholds at which the stated share of different people matches', () => {
    const { thresholds } = found;
    for (const [fmr, similarity] of thresholds.at) {
      let matches = 0;
      let pairs = 0;
      for (let a = 0; a < rows.length; a++)
        for (let b = a + 1; b < rows.length; b++) {
          if (rows[a].identity === rows[b].identity) continue;
          pairs++;
          if (rows[a].embedding.reduce((sum, v, k) => sum + v * rows[b].embedding[k], 0) > similarity) matches++;
        }
      assert.ok(Math.abs(matches / pairs - fmr) <= fmr * 0.05 + 2 / pairs, `FMR ${fmr}: ${matches / pairs}`);
      assert.equal(pairs, found.nonMatedPairs);
    }
    assert.ok(thresholds.similarityMatch > thresholds.similarityReview);
    // 11 of 113,120 comparisons show a threshold for 1 in 10,000, and not that it is one.
    assert.deepEqual(thresholds.fmr, { similarityMatch: null, similarityReview: 1e-2 });
    assert.match(supportText(1e-4, found.nonMatedPairs), /^supported: no \(11 false matches of the 30/);
    assert.match(supportText(1e-2, found.nonMatedPairs), /^supported: yes/);
    assert.equal(thresholds.similarityMatch, new Map(thresholds.at).get(1e-4));
  });

  it('gives a rising quality that is the share of accepted comparisons', () => {
    const { knots, error } = found;
    knots.slice(1).forEach(([x, y], i) => assert.ok(x > knots[i][0] && y >= knots[i][1]));
    assert.ok(calibrate(-3, knots) < 0.5 && calibrate(3, knots) > 0.95, JSON.stringify(knots));
    assert.ok(error < 0.03, String(error));
  });

  it('is not fooled by a log quality that means nothing', () => {
    const chance = uniform('meaningless', rows.length);
    const { knots } = calibrateNetwork(rows.map((row, i) => ({ ...row, logQuality: chance[i] })));
    assert.ok(knots[knots.length - 1][1] - knots[0][1] < 0.25, JSON.stringify(knots));
  });

  it('uses only the pairs given, and counts them', () => {
    const pairs: CalibrationPair[] = [];
    for (let i = 0; i + 1 < rows.length; i += 2) pairs.push([i, i + 1, true]);
    for (let i = 0; i < 1500; i++) pairs.push([i % 8, 8 + (i % (rows.length - 8)), false]);
    const few = calibrateNetwork(rows, pairs);
    assert.deepEqual([few.matedPairs, few.nonMatedPairs], [240, 1500]);
    // 1,500 pairs give a threshold for 1 in 100, with 15 false matches, and none for 1 in 1,000.
    assert.deepEqual(
      few.thresholds.at.map(([fmr]) => fmr),
      [1e-2]
    );
    assert.deepEqual(few.thresholds.fmr, { similarityMatch: null, similarityReview: null });
    assert.equal(canShow(1e-2, 1500), false);
    assert.equal(canShow(1e-2, 3000), true);
  });

  it('refuses too little data, saying how much there is', () => {
    assert.throws(() => calibrateNetwork(rows.slice(0, 16)), {
      code: 'INVALID_ARGUMENT',
      message: /56 pairs of the same and 64 of different/
    });
  });

  it('records the size of the data and the network it was made for', () => {
    assert.deepEqual(recordOf(found, 'a'.repeat(64), new Date('2025-02-03T04:05:06Z')), {
      ...{ date: '2025-02-03', pictures: 480, identities: 60, matedPairs: 60 * 28, sha256: 'a'.repeat(64) },
      nonMatedPairs: (480 * 479) / 2 - 60 * 28
    });
  });
});
