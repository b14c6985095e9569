import assert from 'node:assert/strict';
import { errorVersusDiscard, fnmrAfterDiscard, type QualityTrial } from '../../../kernel-lib/src/evaluation';

/** Ten pairs, of which those with the given places (by rising quality) are errors at threshold .5. */
const pairs = (...errors: number[]): QualityTrial[] =>
  Array.from({ length: 10 }, (_, i) => ({ similarity: errors.includes(i) ? 0.2 : 0.8, quality: i / 10 }));

const half = { threshold: 0.5 };

describe('error versus discard', () => {
  it('starts at the FNMR of all pairs and follows the lowest qualities out', () => {
    const { points } = errorVersusDiscard(pairs(0, 3), half);
    assert.deepEqual(points.slice(0, 5), [
      { discarded: 0, fnmr: 0.2 },
      { discarded: 0.1, fnmr: 1 / 9 },
      { discarded: 0.2, fnmr: 1 / 8 },
      { discarded: 0.3, fnmr: 1 / 7 },
      { discarded: 0.4, fnmr: 0 }
    ]);
  });

  it('has a smaller area the better quality predicts errors, between a perfect and a random ranking', () => {
    const area = (...errors: number[]): number => errorVersusDiscard(pairs(...errors), half, [0.4]).pauc[0].measured;
    assert.ok(area(0, 1) < area(0, 3) && area(0, 3) < area(8, 9));
    const perfect = errorVersusDiscard(pairs(0, 1), half, [0.4]).pauc[0];
    assert.equal(perfect.measured, perfect.ideal);
    assert.ok(Math.abs(perfect.random - 0.2 * 0.4) < 1e-12);
    assert.ok(Math.abs(perfect.measured - (0.2 * 0.1 + (1 / 9) * 0.1)) < 1e-12);
    assert.ok(area(8, 9) > perfect.random);
  });

  it('leaves out pairs that were never compared, and says how many', () => {
    const { compared, notCompared, startingError } = errorVersusDiscard(
      [...pairs(0), { similarity: null, quality: null }],
      half
    );
    assert.deepEqual([compared, notCompared, startingError], [10, 1, 0.1]);
    assert.throws(() => errorVersusDiscard([{ similarity: null, quality: 0.5 }], half), { code: 'INVALID_ARGUMENT' });
  });

  it('discards unknown qualities first and pairs of equal quality together', () => {
    const { points } = errorVersusDiscard([...pairs(), { similarity: 0.1, quality: null }], half);
    assert.equal(points[0].fnmr, 1 / 11);
    assert.equal(points[1].fnmr, 0);
    const equal = pairs(0).map(pair => ({ ...pair, quality: 0.5 }));
    assert.deepEqual(errorVersusDiscard(equal, half).points, [
      { discarded: 0, fnmr: 0.1 },
      { discarded: 1, fnmr: 0 }
    ]);
  });

  it('names the curve of a perfect ranking, which is (e − d) / (1 − d)', () => {
    const { ideal } = errorVersusDiscard(pairs(8, 9), half);
    assert.deepEqual(
      ideal.map(({ discarded, fnmr }) => [discarded, Number(fnmr.toFixed(6))]),
      [
        [0, 0.2],
        [0.1, 0.111111],
        [0.2, 0],
        [1, 0]
      ]
    );
  });

  it('is read at any share', () => {
    const { points } = errorVersusDiscard(pairs(0, 3), half);
    assert.equal(fnmrAfterDiscard(points, 0), 0.2);
    assert.equal(fnmrAfterDiscard(points, 0.25), 1 / 8);
    assert.equal(fnmrAfterDiscard(points, 0.3), 1 / 7);
  });

  it('refuses nothing to count and an impossible limit', () => {
    assert.throws(() => errorVersusDiscard([], half), { code: 'INVALID_ARGUMENT' });
    assert.throws(() => errorVersusDiscard(pairs(), half, [0]), { code: 'INVALID_ARGUMENT' });
  });
});
