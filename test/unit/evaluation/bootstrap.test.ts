import assert from 'node:assert/strict';
import { ratesOverSubjects, type Trial } from '../../../kernel-lib/src/evaluation';

/** Repeatable uniform numbers. */
function uniform(seed: number): () => number {
  let state = seed * 7919 + 1;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}

/** People some of whom are hard to recognise and some easily taken for others; a pair is right or wrong at threshold .5. */
function people(count: number, random: () => number): Trial[] {
  const hard = Array.from({ length: count }, () => 0.3 * random() ** 3);
  const alike = Array.from({ length: count }, () => 0.25 * random() ** 3);
  const trials: Trial[] = [];
  for (let a = 0; a < count; a++) {
    for (let k = 0; k < 8; k++)
      trials.push({ similarity: random() < hard[a] ? 0.2 : 0.8, mated: true, subjects: [`p${a}`, `p${a}`] });
    for (let b = 0; b < a; b++)
      trials.push({
        similarity: random() < alike[a] + alike[b] ? 0.8 : 0.2,
        mated: false,
        subjects: [`p${a}`, `p${b}`]
      });
  }
  return trials;
}

describe('intervals over people', () => {
  it('hold the true rate about as often as they say, where intervals over pairs do not', function () {
    this.timeout(120_000);
    // Means of what the people above are made of: .3/4 and 2 · .25/4.
    const truth = { fnmr: 0.075, fmr: 0.125 };
    const runs = 120;
    const held = { people: { fnmr: 0, fmr: 0 }, pairs: { fnmr: 0, fmr: 0 } };
    for (let run = 0; run < runs; run++) {
      const [rates] = ratesOverSubjects(people(40, uniform(run + 1)), [0.5], { replicates: 300, seed: run + 1 });
      for (const name of ['fnmr', 'fmr'] as const) {
        const within = ({ low, high }: { low: number; high: number }) =>
          Number(low <= truth[name] && truth[name] <= high);
        held.people[name] += within(rates.intervals[name]);
        held.pairs[name] += within(rates[name]);
      }
    }
    for (const name of ['fnmr', 'fmr'] as const) {
      const [overPeople, overPairs] = [held.people[name] / runs, held.pairs[name] / runs];
      assert.ok(overPeople > 0.86, `${name}: ${overPeople} of the intervals hold the truth`);
      assert.ok(overPairs < overPeople - 0.05, `${name}: ${overPairs} over pairs`);
    }
  });

  it('agree with the rates, repeat, and count failures to acquire where they belong', () => {
    const trials: Trial[] = [
      ...people(15, uniform(3)),
      { similarity: null, mated: true, subjects: ['p1', 'p1'] },
      { similarity: null, mated: false, subjects: ['p1', 'p2'] }
    ];
    const [first, second] = [1, 1].map(seed => ratesOverSubjects(trials, [0.5, 0.9], { seed, replicates: 200 }));
    assert.deepEqual(first, second);
    for (const rates of first)
      for (const name of ['fmr', 'fnmr', 'gfar', 'gfrr'] as const) {
        const { low, high } = rates.intervals[name];
        assert.ok(low <= rates[name].rate && rates[name].rate <= high, name);
      }
    assert.equal(first[0].gfrr.k, first[0].fnmr.k + 1);
  });

  it('do not take an error that was not seen for one that cannot be', () => {
    const trials: Trial[] = Array.from({ length: 20 }, (_, i) => ({
      similarity: 0.9,
      mated: true,
      subjects: [`p${i % 5}`, `p${i % 5}`]
    }));
    const [{ intervals }] = ratesOverSubjects(trials, [0.5]);
    assert.ok(intervals.fnmr.high > 0.1, `${intervals.fnmr.high}`);
    assert.deepEqual(intervals.fmr, { low: 0, high: 1 });
  });

  it('refuse pairs of nobody', () => {
    assert.throws(() => ratesOverSubjects([{ similarity: 0.5, mated: true }], [0.5]), {
      code: 'INVALID_ARGUMENT',
      message: /who is on/
    });
    assert.throws(() => ratesOverSubjects([], [0.5], { replicates: 1 }), { code: 'INVALID_ARGUMENT' });
  });
});
