import assert from 'node:assert/strict';
import {
  detPoints,
  evaluateColumns,
  halves,
  percentileTable,
  ratesAt,
  ratesOfColumns,
  ratesOverSubjects,
  thresholdAtFmr,
  TrialColumns,
  type Trial
} from '../../../kernel-lib/src/evaluation';
import { seededRandom } from '../../../kernel-lib/src/random';
import { made } from '../evaluating/made';
import { edcExample, expected, scores } from './vectors';

describe('comparisons as columns', () => {
  it('count published scores as the definition does', () => {
    for (const [name, cases] of Object.entries(expected.rates)) {
      const columns = new TrialColumns();
      for (const mated of [true, false])
        for (const similarity of scores(name, mated ? 'mated' : 'non-mated')) columns.add({ similarity, mated });
      const targets = Object.keys(cases).map(Number).filter(Number.isFinite);
      const { at, intervals, heldOut, edc } = evaluateColumns(columns, { targets });
      assert.deepEqual([intervals, heldOut, edc], ['pairs', null, null]);
      at.forEach(({ target, falseMatches, falseNonMatches }) => {
        const count = cases[String(target)] as { falseMatches: number; falseNonMatches: number };
        assert.deepEqual(
          { falseMatches, falseNonMatches },
          { falseMatches: count.falseMatches, falseNonMatches: count.falseNonMatches }
        );
      });
    }
  });

  it('give the published partial areas of an EDC', () => {
    const { startingError, pauc } = expected.edc;
    for (const [name, trials] of Object.entries(edcExample())) {
      if (!pauc[name]) continue;
      const columns = new TrialColumns();
      columns.add({ similarity: 0, mated: false });
      for (const { similarity, quality } of trials)
        columns.add({ similarity, mated: true, qualityA: quality, qualityB: quality });
      const { edc } = evaluateColumns(columns, { startingError });
      for (const { limit, measured } of edc!.pauc)
        if (pauc[name][limit] !== undefined) assert.ok(Math.abs(measured - pauc[name][limit]) < 1e-6, name);
    }
  });

  it('draw the same intervals as rows do, whether pairs of the same people are counted together or not', () => {
    const columns = made(12);
    const trials: Trial[] = Array.from({ length: columns.length }, (_, i) => ({
      similarity: columns.similarity[i],
      mated: columns.mated[i] === 1,
      subjects: [`p${columns.subjectA[i]}`, `p${columns.subjectB[i]}`]
    }));
    const thresholds = [0.3, 0.1, 0.5];
    const options = { replicates: 200 };
    const one = ratesOverSubjects(columns, thresholds, options);
    assert.deepEqual(ratesOverSubjects(trials, thresholds, options), one);
    // With very many thresholds pairs are taken one by one; each threshold must come out as before.
    const many = [...thresholds, ...Array.from({ length: 400 }, (_, i) => 0.6 + i / 1000)];
    assert.deepEqual(ratesOfColumns(columns, columns.scores(), many, options).slice(0, 3), one);
  });

  it('keep qualities on the right side of every threshold', () => {
    const columns = new TrialColumns();
    const random = seededRandom(4);
    const qualities = [
      ...Array.from({ length: 1001 }, (_, i) => i / 1000),
      ...Array.from({ length: 500 }, () => random.uniform())
    ];
    for (const quality of qualities)
      columns.add({ similarity: 0.5, mated: true, qualityA: quality, qualityB: quality });
    qualities.forEach((quality, i) => {
      for (let threshold = 0; threshold <= 1000; threshold += 1)
        if (quality >= threshold / 1000 !== columns.qualityA[i] >= threshold)
          assert.fail(`${quality} at ${threshold / 1000}`);
    });
  });

  it('refuse contradictions by name', () => {
    const columns = new TrialColumns();
    const code = 'INVALID_ARGUMENT';
    assert.throws(() => columns.add({ similarity: 0.5, mated: true, subjectA: 'a', subjectB: 'b' }), {
      code,
      message: /contradict/
    });
    assert.throws(() => columns.add({ similarity: 0.5, mated: true, subjectA: 'a' }), { code, message: /one subject/ });
    assert.throws(() => columns.add({ similarity: NaN, mated: true }), { code });
    assert.throws(() => columns.add({ similarity: 0.5, mated: true, qualityA: NaN }), { code, message: /quality/ });
    assert.throws(() => evaluateColumns(new TrialColumns()), { code, message: /no compared pairs/ });
  });

  it('find on one half of the people and report on the other, without a person in both', () => {
    const columns = made(20);
    const [a, b] = halves(columns)!;
    assert.deepEqual([a.people, b.people], [10, 10]);
    const [one, other] = [columns.scores(a), columns.scores(b)];
    for (const { mated, nonMated } of [one, other])
      assert.deepEqual([mated.count, nonMated.count], [10 * 3, (9 * 10 * 9) / 2]);
    const { heldOut, at } = evaluateColumns(columns, { replicates: 100, targets: [0.01] });
    const found = thresholdAtFmr(0.01, one).threshold;
    const { fmr, fnmr } = ratesAt(found, other);
    assert.deepEqual(
      [heldOut![0].threshold, heldOut![0].falseMatches, heldOut![0].falseNonMatches],
      [found, fmr.k, fnmr.k]
    );
    assert.notEqual(at[0].threshold, found);
    assert.equal(halves(made(3)), null);
    // The interval over the other half is the one its comparisons have by themselves.
    const alone = new TrialColumns();
    for (let i = 0; i < columns.length; i++) {
      const [x, y] = [columns.subjectA[i], columns.subjectB[i]];
      if (b.number[x] >= 0 && b.number[y] >= 0)
        alone.add({
          similarity: columns.similarity[i],
          mated: columns.mated[i] === 1,
          subjectA: `p${x}`,
          subjectB: `p${y}`
        });
    }
    const [{ intervals }] = ratesOfColumns(alone, alone.scores(), [found], { replicates: 100 });
    assert.deepEqual(heldOut![0].interval, { fmr: intervals.fmr, fnmr: intervals.fnmr });
  });

  it('say which FMR they can show', () => {
    const { at } = evaluateColumns(made(30), { replicates: 100 });
    // 3,915 non-mated comparisons: 391 false matches at 10⁻¹, 39 at 10⁻², 3 at 10⁻³, none below.
    assert.deepEqual(
      at.map(({ supported }) => supported),
      [true, true, false, false, false, false]
    );
    for (const { fmr, target, interval } of at) {
      assert.ok(fmr! <= target);
      assert.ok(interval.fmr.low <= fmr! && fmr! <= interval.fmr.high);
    }
  });
});

describe('DET points', () => {
  it('are operating points from an FMR of one down to none, in order', () => {
    const all = made(15).scores();
    const points = detPoints(all);
    for (const { threshold, fmr, fnmr } of points) {
      const rates = ratesAt(threshold, all);
      assert.ok(Math.abs(rates.fmr.rate - fmr) < 1e-12 && Math.abs(rates.fnmr.rate - fnmr) < 1e-12);
    }
    points.slice(1).forEach((point, i) => assert.ok(point.fmr < points[i].fmr && point.fnmr >= points[i].fnmr));
    assert.equal(points.at(-1)!.fmr, 0);
  });
});

describe('percentiles', () => {
  it('are qualities of pictures, by nearest rank', () => {
    const table = percentileTable([0.9, 0.1, 0.5, 0.3], [0, 25, 26, 50, 100]);
    assert.deepEqual(
      table.map(({ quality }) => quality),
      [0.1, 0.1, 0.3, 0.3, 0.9]
    );
    assert.deepEqual(percentileTable([]), []);
  });
});
