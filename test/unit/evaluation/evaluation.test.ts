import assert from 'node:assert/strict';
import {
  bestAccuracy,
  equalErrorRate,
  ratesAt,
  rocPoints,
  share,
  thresholdAtFmr,
  type Trial
} from '../../../kernel-lib/src/evaluation';

const trials = (mated: (number | null)[], nonMated: (number | null)[]): Trial[] => [
  ...mated.map(similarity => ({ similarity, mated: true })),
  ...nonMated.map(similarity => ({ similarity, mated: false }))
];

/** Repeatable normal numbers. */
function normal(seed: number): () => number {
  let state = seed;
  const uniform = (): number => (state = (state * 48271) % 2147483647) / 2147483647;
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}

function scattered(n: number): Trial[] {
  const random = normal(7);
  const list = (centre: number): number[] => Array.from({ length: n }, () => centre + 0.1 * random());
  return trials(list(0.5), list(0.1));
}

describe('FMR and FNMR', () => {
  const some = trials([0.9, 0.5, 0.4, null], [0.5, 0.3, 0.2, 0.1, null]);

  it('accept strictly above the threshold, and count a failure to acquire as a false non-match only', () => {
    const { fmr, fnmr, failures } = ratesAt(0.5, some);
    assert.deepEqual([fmr.k, fmr.n], [0, 5]);
    assert.deepEqual([fnmr.k, fnmr.n], [3, 4]);
    assert.deepEqual([failures.k, failures.n], [2, 9]);
    assert.equal(ratesAt(0.49, some).fmr.k, 1);
    assert.equal(ratesAt(-1, some).fnmr.k, 1);
  });

  it('have no rate where there is nothing to count, and refuse a similarity that is none', () => {
    assert.ok(Number.isNaN(ratesAt(0, trials([0.5], [])).fmr.rate));
    assert.throws(() => ratesAt(0, trials([NaN], [])), { code: 'INVALID_ARGUMENT' });
  });
});

describe('threshold at an FMR', () => {
  it('is the lowest whose FMR does not exceed the target', () => {
    const all = scattered(3000);
    for (const target of [0, 0.0005, 0.001, 0.01, 0.1, 0.5]) {
      const { threshold, fmr } = thresholdAtFmr(target, all);
      assert.ok(fmr.rate <= target, `${target}: ${fmr.rate}`);
      assert.equal(fmr.k, Math.floor(target * 3000 + 1e-9));
      assert.ok(ratesAt(threshold - 1e-9, all).fmr.rate > target, `${target}: a lower threshold would do`);
    }
  });

  it('steps over pairs of equal similarity together', () => {
    const { threshold, fmr } = thresholdAtFmr(0.5, trials([], [0.3, 0.3, 0.3, 0.1]));
    assert.deepEqual([threshold, fmr.k], [0.3, 0]);
  });

  it('says when too few pairs carry it', () => {
    assert.equal(thresholdAtFmr(0.001, scattered(3000)).supported, false);
    assert.equal(thresholdAtFmr(0.01, scattered(3000)).supported, true);
    assert.throws(() => thresholdAtFmr(0.01, trials([0.5], [])), { code: 'INVALID_ARGUMENT' });
    assert.throws(() => thresholdAtFmr(1, scattered(10)), { code: 'INVALID_ARGUMENT' });
  });
});

describe('accuracy at the best threshold', () => {
  it('counts a failure to acquire as an error, mated or not', () => {
    const perfect = bestAccuracy(trials([0.6, 0.7], [0.1, 0.2]));
    assert.equal(perfect.accuracy.rate, 1);
    assert.ok(Math.abs(perfect.threshold - 0.4) < 1e-12);
    assert.equal(bestAccuracy(trials([0.6, null], [0.1, null])).accuracy.k, 2);
  });

  it('is no worse than at any other threshold', () => {
    const all = scattered(500);
    const { accuracy } = bestAccuracy(all);
    for (let t = -1; t < 1; t += 0.003) {
      const { fmr, fnmr } = ratesAt(t, all);
      assert.ok(fmr.n - fmr.k + fnmr.n - fnmr.k <= accuracy.k, `at ${t}`);
    }
    const there = ratesAt(bestAccuracy(all).threshold, all);
    assert.equal(there.fmr.n - there.fmr.k + there.fnmr.n - there.fnmr.k, accuracy.k);
  });

  it('may be to accept nothing', () => {
    assert.equal(bestAccuracy(trials([0.1], [0.5, 0.6])).accuracy.k, 2);
  });
});

describe('ROC and equal error rate', () => {
  it('has every operating point, from FMR 0 to FMR 1, and agrees with the rates there', () => {
    const all = scattered(300);
    const points = rocPoints(all);
    assert.equal(points.length, 601);
    assert.deepEqual([points[0].fmr, points.at(-1)!.fmr, points.at(-1)!.fnmr], [0, 1, 0]);
    points.forEach((p, i) => {
      if (i > 0)
        assert.ok(p.fmr >= points[i - 1].fmr && p.fnmr <= points[i - 1].fnmr && p.threshold < points[i - 1].threshold);
      const rates = ratesAt(p.threshold, all);
      assert.deepEqual([p.fmr, p.fnmr], [rates.fmr.rate, rates.fnmr.rate]);
    });
  });

  it('can be thinned without losing its ends', () => {
    const all = scattered(3000);
    const [full, thin] = [rocPoints(all), rocPoints(all, 100)];
    assert.ok(thin.length <= 101 && thin.length > 60, `${thin.length}`);
    assert.deepEqual([thin[0], thin.at(-1)], [full[0], full.at(-1)]);
  });

  it('never reaches FNMR 0 with failures to acquire', () => {
    assert.equal(rocPoints(trials([0.5, null], [0.1])).at(-1)!.fnmr, 0.5);
  });

  it('EER of two normal distributions d apart is Φ(−d/2)', () => {
    const { rate, threshold } = equalErrorRate(scattered(20000));
    assert.ok(Math.abs(rate - 0.02275) < 0.002, `${rate}`);
    assert.ok(Math.abs(threshold - 0.3) < 0.01, `${threshold}`);
    assert.equal(equalErrorRate(trials([0.8, 0.9], [0.1, 0.2])).rate, 0);
    assert.equal(equalErrorRate(trials([0.1, 0.2], [0.8, 0.9])).rate, 1);
  });
});

describe('Wilson interval', () => {
  it('agrees with tabulated values', () => {
    const cases: [number, number, number, number][] = [
      [0, 10, 0, 0.2775],
      [1, 10, 0.0179, 0.4042],
      [5, 10, 0.2366, 0.7634],
      [10, 10, 0.7225, 1],
      [30, 1000, 0.0211, 0.0425]
    ];
    for (const [k, n, low, high] of cases) {
      const s = share(k, n);
      assert.ok(Math.abs(s.low - low) < 2e-4 && Math.abs(s.high - high) < 2e-4, `${k}/${n}: ${s.low}..${s.high}`);
    }
    assert.ok(share(5, 10, 0.99).low < share(5, 10).low);
  });

  it('says nothing about nothing', () => {
    const { low, high, rate } = share(0, 0);
    assert.deepEqual([low, high, Number.isNaN(rate)], [0, 1, true]);
    assert.throws(() => share(3, 2), { code: 'INVALID_ARGUMENT' });
  });
});
