import assert from 'node:assert/strict';
import { errorVersusDiscard, fnmrAfterDiscard, type QualityTrial } from '../../../kernel-lib/src/evaluation';

/** Ten pairs, of which those with the given places (by rising quality) are errors at threshold .5. */
const pairs = (...errors: number[]): QualityTrial[] =>
  Array.from({ length: 10 }, (_, i) => ({ similarity: errors.includes(i) ? 0.2 : 0.8, quality: i / 10 }));

describe('error versus discard', () => {
  it('starts at the FNMR of all pairs and follows the lowest qualities out', () => {
    const { points } = errorVersusDiscard(pairs(0, 3), 0.5);
    assert.deepEqual(points.slice(0, 5), [
      { discarded: 0, fnmr: 0.2 },
      { discarded: 0.1, fnmr: 1 / 9 },
      { discarded: 0.2, fnmr: 1 / 8 },
      { discarded: 0.3, fnmr: 1 / 7 },
      { discarded: 0.4, fnmr: 0 }
    ]);
  });

  it('has a smaller area the better quality predicts errors, between a perfect and a random ranking', () => {
    const area = (...errors: number[]): number => errorVersusDiscard(pairs(...errors), 0.5, 0.4).pauc.measured;
    assert.ok(area(0, 1) < area(0, 3) && area(0, 3) < area(8, 9));
    const perfect = errorVersusDiscard(pairs(0, 1), 0.5, 0.4).pauc;
    assert.equal(perfect.measured, perfect.ideal);
    assert.equal(perfect.random, 0.2);
    assert.ok(Math.abs(perfect.measured - (0.2 * 0.1 + (1 / 9) * 0.1) / 0.4) < 1e-12);
    assert.ok(area(8, 9) > perfect.random);
  });

  it('discards unknown qualities first and pairs of equal quality together', () => {
    const unknown: QualityTrial = { similarity: null, quality: null };
    const { points } = errorVersusDiscard([...pairs(), unknown], 0.5);
    assert.equal(points[0].fnmr, 1 / 11);
    assert.equal(points[1].fnmr, 0);
    const equal = pairs(0).map(pair => ({ ...pair, quality: 0.5 }));
    assert.deepEqual(errorVersusDiscard(equal, 0.5).points, [{ discarded: 0, fnmr: 0.1 }]);
  });

  it('is read at any share', () => {
    const { points } = errorVersusDiscard(pairs(0, 3), 0.5);
    assert.equal(fnmrAfterDiscard(points, 0), 0.2);
    assert.equal(fnmrAfterDiscard(points, 0.25), 1 / 8);
    assert.equal(fnmrAfterDiscard(points, 0.3), 1 / 7);
  });

  it('refuses nothing to count and an impossible limit', () => {
    assert.throws(() => errorVersusDiscard([], 0.5), { code: 'INVALID_ARGUMENT' });
    assert.throws(() => errorVersusDiscard(pairs(), 0.5, 0), { code: 'INVALID_ARGUMENT' });
  });
});
