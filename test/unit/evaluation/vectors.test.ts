import assert from 'node:assert/strict';
import {
  bestAccuracy,
  errorVersusDiscard,
  scoresOf,
  SortedSimilarities,
  thresholdAtFmr,
  thresholdAtFnmr,
  type Scores
} from '../../../kernel-lib/src/evaluation';
import { calibrationError } from '../../../kernel-lib/src/models/calibration/isotonic';
import { agreed, edcExample, expected, scores } from './vectors';

const read = (name: string): Scores => ({
  mated: new SortedSimilarities(scores(name, 'mated')),
  nonMated: new SortedSimilarities(scores(name, 'non-mated')),
  notCompared: { mated: 0, nonMated: 0 }
});

// Python reads the same vectors: test/unit/training/test_measures.py
describe('scores made elsewhere', () => {
  for (const [name, cases] of Object.entries(expected.rates))
    it(`${name}: thresholds at an FMR give the counts of the definition`, () => {
      const all = read(name);
      assert.deepEqual([all.mated.count, all.nonMated.count], [cases.mated, cases.nonMated]);
      for (const [target, count] of Object.entries(cases)) {
        if (typeof count === 'number') continue;
        const { fmr, fnmr } = thresholdAtFmr(Number(target), all);
        assert.deepEqual([fmr.k, fnmr.k], [count.falseMatches, count.falseNonMatches], `FMR ${target}`);
      }
    });

  for (const [name, { thresholdAtFmr: fmr, thresholdAtFnmr: fnmr, bestAccuracy: best }] of Object.entries(
    agreed.scores
  ))
    it(`${name}: thresholds and accuracy are what the trainer computes`, () => {
      const all = read(name);
      for (const [target, at] of Object.entries(fmr)) assert.equal(thresholdAtFmr(Number(target), all).threshold, at);
      for (const [target, at] of Object.entries(fnmr)) assert.equal(thresholdAtFnmr(Number(target), all).threshold, at);
      const { accuracy, threshold } = bestAccuracy(all);
      assert.deepEqual([accuracy.rate, threshold], best);
    });

  it('EDC: partial areas are the published ones, to 1e-6, for five quality measures', () => {
    const { startingError, pauc } = expected.edc;
    const example = edcExample();
    assert.equal(Object.keys(pauc).length, 5);
    for (const [name, areas] of Object.entries(pauc)) {
      const edc = errorVersusDiscard(example[name], { startingError }, Object.keys(areas).map(Number));
      assert.equal(edc.startingError, startingError);
      Object.values(areas).forEach((area, i) =>
        assert.ok(Math.abs(edc.pauc[i].measured - area) < 1e-6, `${name}: ${edc.pauc[i].measured}, published ${area}`)
      );
    }
  });

  it('EDC: pairs of equal quality leave as in the trainer', () => {
    const { missed, quality, points } = agreed.ties;
    const trials = quality.map((q, i) => ({ quality: q, similarity: missed[i] ? 0.1 : 0.9 }));
    const edc = errorVersusDiscard(trials, { threshold: 0.5 });
    assert.deepEqual(
      edc.points.map(({ discarded, fnmr }) => [discarded, fnmr]),
      points
    );
  });

  it('calibration error: the same bins as the trainer', () => {
    const { predicted, accepted, error } = agreed.calibration;
    const observations = predicted.map((logQuality, i) => ({ logQuality, accepted: accepted[i] }));
    assert.ok(Math.abs(calibrationError(observations, x => x) - error) < 1e-12);
  });

  it('may come with the people on them', () => {
    const { mated, nonMated } = scoresOf([
      { similarity: 0.5, mated: true, subjects: ['a', 'a'] },
      { similarity: 0.1, mated: false, subjects: ['a', 'b'] }
    ]);
    assert.deepEqual([mated.count, nonMated.count], [1, 1]);
  });
});
