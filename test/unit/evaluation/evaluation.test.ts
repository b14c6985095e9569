import assert from 'node:assert/strict';
import {
  bestAccuracy,
  dPrime,
  equalErrorRate,
  probit,
  ratesAt,
  rocPoints,
  share,
  supported,
  thresholdAtFmr,
  thresholdAtFnmr,
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

  it('are over comparisons that took place, and accept strictly above the threshold', () => {
    const { fmr, fnmr } = ratesAt(0.5, some);
    assert.deepEqual([fmr.k, fmr.n], [0, 4]);
    assert.deepEqual([fnmr.k, fnmr.n], [2, 3]);
    assert.equal(ratesAt(0.49, some).fmr.k, 1);
    assert.equal(ratesAt(-1, some).fnmr.k, 0);
  });

  it('leave failures to acquire to the generalised rates, where such a pair is not accepted', () => {
    const { gfar, gfrr, notCompared } = ratesAt(0.4, some);
    assert.deepEqual([gfar.k, gfar.n], [1, 5]);
    assert.deepEqual([gfrr.k, gfrr.n], [2, 4]);
    assert.deepEqual([notCompared.mated.k, notCompared.mated.n], [1, 4]);
    assert.deepEqual([notCompared.nonMated.k, notCompared.nonMated.n], [1, 5]);
  });

  it('refuse subjects that contradict what a pair is said to be', () => {
    const pair = (mated: boolean, a: string, b: string): Trial => ({ similarity: 0.5, mated, subjects: [a, b] });
    assert.equal(ratesAt(0.4, [pair(true, 'x', 'x'), pair(false, 'x', 'y')]).fmr.k, 1);
    assert.throws(() => ratesAt(0, [pair(true, 'x', 'y')]), { code: 'INVALID_ARGUMENT', message: /contradict/ });
    assert.throws(() => ratesAt(0, [pair(false, 'x', 'x')]), { code: 'INVALID_ARGUMENT' });
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

  it('keeps the rate asked for however many pictures gave no face', () => {
    const some = [
      ...scattered(1000),
      ...trials(
        [],
        Array.from({ length: 1000 }, () => null)
      )
    ];
    const { fmr, gfar } = thresholdAtFmr(0.01, some);
    assert.deepEqual([fmr.k, fmr.n], [10, 1000]);
    assert.deepEqual([gfar.k, gfar.n], [10, 2000]);
  });

  it('says when too few errors carry it: thirty, or none in three times the pairs a rate needs', () => {
    assert.equal(thresholdAtFmr(0.009, scattered(3000)).supported, false);
    assert.equal(thresholdAtFmr(0.01, scattered(3000)).supported, true);
    assert.deepEqual(
      [supported(0, 3000, 0.001), supported(0, 2999, 0.001), supported(1, 3000, 0.001), supported(0, 0, 0.5)],
      [true, false, false, false]
    );
  });

  it('exists for the FNMR too, from the other side: the highest that keeps it', () => {
    const all = scattered(3000);
    for (const target of [0, 0.001, 0.05]) {
      const { threshold, fnmr } = thresholdAtFnmr(target, all);
      assert.equal(fnmr.k, Math.floor(target * 3000 + 1e-9));
      assert.ok(ratesAt(threshold + 1e-15, all).fnmr.k > fnmr.k, `${target}: a higher threshold would do`);
    }
  });

  it('refuses what cannot be counted', () => {
    assert.throws(() => thresholdAtFmr(0.01, trials([0.5], [null])), { code: 'INVALID_ARGUMENT' });
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

  it('are of the comparisons that took place', () => {
    const laxest = rocPoints(trials([0.5, null], [0.1])).at(-1)!;
    assert.deepEqual([laxest.fmr, laxest.fnmr], [1, 0]);
    assert.throws(() => rocPoints(trials([null], [0.1])), { code: 'INVALID_ARGUMENT' });
  });

  it('EER of two normal distributions d apart is Φ(−d/2)', () => {
    const { rate, threshold } = equalErrorRate(scattered(20000));
    assert.ok(Math.abs(rate - 0.02275) < 0.002, `${rate}`);
    assert.ok(Math.abs(threshold - 0.3) < 0.01, `${threshold}`);
    assert.equal(equalErrorRate(trials([0.8, 0.9], [0.1, 0.2])).rate, 0);
    assert.equal(equalErrorRate(trials([0.1, 0.2], [0.8, 0.9])).rate, 1);
  });
});

describe('d′', () => {
  it('is the distance of the means in standard deviations, whichever lies above', () => {
    assert.ok(Math.abs(dPrime(scattered(20000)) - 4) < 0.05);
    assert.equal(dPrime(trials([0.5, 0.7], [0.1, 0.3])), dPrime(trials([0.1, 0.3], [0.5, 0.7])));
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

  it('takes the normal distribution exactly, out in the tails too', () => {
    // R: qnorm(c(.5, .975, .9995, .99999, 1e-6))
    const cases = [
      [0.5, 0],
      [0.975, 1.959963984540054],
      [0.9995, 3.290526731491926],
      [0.99999, 4.264890793922825],
      [1e-6, -4.753424308822899]
    ];
    for (const [p, z] of cases) assert.ok(Math.abs(probit(p) - z) < 1e-9, `${p}: ${probit(p)}`);
    assert.deepEqual([probit(0), probit(1)], [-Infinity, Infinity]);
  });

  it('says nothing about nothing', () => {
    const { low, high, rate } = share(0, 0);
    assert.deepEqual([low, high, Number.isNaN(rate)], [0, 1, true]);
    assert.throws(() => share(3, 2), { code: 'INVALID_ARGUMENT' });
  });
});
