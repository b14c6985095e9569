import assert from 'node:assert/strict';
import { Places } from '../../../kernel-lib/src/evaluation';
import { seededRandom } from '../../../kernel-lib/src/random';

describe('places among thresholds', () => {
  it('are as counting gives them, on thresholds, between them and beyond them', () => {
    const { uniform } = seededRandom(5);
    const sets = [
      [],
      [0.3],
      [0.3, 0.3, 0.3],
      [-1e9, 0, 1e-12, 2e-12, 1e9],
      [-Number.MAX_VALUE, 0.5, Number.MAX_VALUE],
      Array.from({ length: 401 }, (_, i) => -1 + i / 200),
      Array.from({ length: 3000 }, () => uniform() ** 8)
    ];
    for (const set of sets) {
      const ascending = Float64Array.from(set).sort();
      const places = new Places(ascending);
      const near = [...ascending].flatMap(value => [value, value - 1e-13, value + 1e-13]);
      const values = [...near, ...Array.from({ length: 500 }, () => 3 * uniform() - 1.5), -2, 2, -0, 0, -1e300, 1e300];
      for (const value of values) {
        const below = set.filter(threshold => threshold < value).length;
        assert.equal(places.below(value), below, `${value} among ${set.length}`);
      }
    }
  });
});
