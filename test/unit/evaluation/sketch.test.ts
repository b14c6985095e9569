import assert from 'node:assert/strict';
import {
  equalErrorRate,
  ratesAt,
  SimilaritySketch,
  SortedSimilarities,
  thresholdAtFmr,
  thresholdAtFnmr
} from '../../../kernel-lib/src/evaluation';

/** Cosines of different people: a bell around 0 with a heavy upper tail. Repeatable. */
function similarities(n: number, centre = 0.05): Float32Array {
  let state = 2463534242;
  const uniform = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 4294967296;
  };
  return Float32Array.from({ length: n }, () => {
    const bell = uniform() + uniform() + uniform() + uniform() - 2;
    const cube = uniform() ** 3;
    return Math.max(-1, Math.min(1, centre + 0.16 * bell + 0.25 * cube * cube * cube));
  });
}

const alone = (nonMated: SimilaritySketch | SortedSimilarities) => ({
  mated: new SortedSimilarities([0.5]),
  nonMated,
  notCompared: { mated: 0, nonMated: 0 }
});

describe('sketch of similarities', () => {
  it('finds thresholds of ten million to 1e-4, never below the exact ones, and counts at them exactly', function () {
    this.timeout(120_000);
    const values = similarities(10_000_000);
    const sketch = new SimilaritySketch();
    for (let at = 0; at < values.length; at += 100_000) sketch.addAll(values.subarray(at, at + 100_000));
    const exact = new SortedSimilarities(values);
    assert.equal(sketch.count, 10_000_000);
    for (const target of [0.1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6]) {
      const [about, precisely] = [thresholdAtFmr(target, alone(sketch)), thresholdAtFmr(target, alone(exact))];
      const over = about.threshold - precisely.threshold;
      assert.ok(over >= 0 && over < 1e-4, `FMR ${target}: ${about.threshold}, exactly ${precisely.threshold}`);
      assert.equal(about.fmr.k, exact.above(about.threshold));
      assert.ok(about.fmr.rate <= target);
    }
    assert.ok(Math.abs(sketch.mean - exact.mean) < 1e-9 && Math.abs(sketch.variance - exact.variance) < 1e-9);
  });

  it('gives the same thresholds and counts as sorting where all similarities lie on its grid', () => {
    const values = [-1, -0.5, -0.29, 0, 0, 0.07, 0.07, 0.14, 0.28, 0.29, 0.57, 0.58, 1];
    const [sketch, exact] = [new SimilaritySketch({ resolution: 0.01 }), new SortedSimilarities(values)];
    sketch.addAll(values);
    for (const value of values) assert.equal(sketch.above(value), exact.above(value), `above ${value}`);
    for (let most = 0; most <= values.length; most++) {
      const strict = sketch.lowestAccepting(most);
      assert.equal(exact.above(strict), exact.above(exact.lowestAccepting(most)), `${most} above`);
    }
    for (const target of [0, 0.1, 0.5])
      assert.equal(
        thresholdAtFnmr(target, { ...alone(exact), mated: sketch }).fnmr.k,
        thresholdAtFnmr(target, { ...alone(exact), mated: exact }).fnmr.k
      );
    assert.deepEqual([...sketch.descending()].slice(-3), [...exact.descending()].slice(-3));
  });

  it('takes the place of sorted similarities in every figure', () => {
    const [apart, together] = [similarities(200_000), similarities(50_000, 0.4)];
    const sketched = { mated: new SimilaritySketch(), nonMated: new SimilaritySketch() };
    sketched.mated.addAll(together);
    sketched.nonMated.addAll(apart);
    const notCompared = { mated: 3, nonMated: 5 };
    const exact = { mated: new SortedSimilarities(together), nonMated: new SortedSimilarities(apart), notCompared };
    const [a, b] = [equalErrorRate({ ...sketched, notCompared }), equalErrorRate(exact)];
    assert.ok(Math.abs(a.rate - b.rate) < 1e-4 && Math.abs(a.threshold - b.threshold) < 1e-4, `${a.rate}, ${b.rate}`);
    assert.deepEqual(ratesAt(0.3, { ...sketched, notCompared }), ratesAt(0.3, exact));
  });

  it('counts what lies outside its range at the ends, and takes other scales', () => {
    const sketch = new SimilaritySketch({ range: [0, 300], resolution: 1 });
    sketch.addAll([-5, 0, 12, 300, 301]);
    assert.deepEqual([sketch.count, sketch.above(299), sketch.above(12), sketch.above(-1)], [5, 2, 2, 5]);
    assert.throws(() => new SimilaritySketch({ resolution: 0 }), { code: 'INVALID_ARGUMENT' });
    assert.throws(() => new SimilaritySketch({ resolution: 1e-9 }), { code: 'INVALID_ARGUMENT' });
    assert.throws(() => sketch.add(NaN), { code: 'INVALID_ARGUMENT' });
  });
});
