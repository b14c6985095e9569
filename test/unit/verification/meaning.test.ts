import assert from 'node:assert/strict';
import { falseMatchRates, resolvePolicy, thresholdMeaning } from '../../../kernel-lib/src/verification';

describe('what the similarity thresholds mean', () => {
  const manifest = { similarityMatch: 0.4437, similarityReview: 0.2565 };
  const measured = { similarityMatch: 1e-4, similarityReview: 1e-2 };
  const policy = resolvePolicy({ manifest });

  it('is said of the network’s own thresholds, in both languages', () => {
    const rates = falseMatchRates(policy, measured);
    assert.deepEqual(rates, measured);
    for (const verdict of ['match', 'no-match', 'review'] as const) {
      const said = thresholdMeaning(policy, rates, { verdict });
      assert.equal(
        said?.en,
        'Of pairs of different people about 1 in 10,000 lies above 0.4437 (match), about 1 in 100 above 0.2565 (review).'
      );
      assert.equal(
        said?.zh,
        '不同人的照片两两比对时，每 10,000 对中约有 1 对高于 0.4437（匹配阈值），每 100 对中约有 1 对高于 0.2565（复核阈值）。'
      );
    }
  });

  it('is not said of a threshold that somebody has set, whatever its value', () => {
    for (const place of ['call', 'environment', 'config', 'store'] as const) {
      const set = resolvePolicy({ manifest, [place]: { similarityMatch: 0.4437 } });
      const rates = falseMatchRates(set, measured);
      assert.deepEqual(rates, { similarityMatch: null, similarityReview: 1e-2 }, place);
      assert.equal(
        thresholdMeaning(set, rates, { verdict: 'match' })!.en,
        'Of pairs of different people about 1 in 100 lies above 0.2565 (review).'
      );
    }
    const both = resolvePolicy({ manifest, call: { similarityMatch: 0.5, similarityReview: 0.3 } });
    assert.equal(thresholdMeaning(both, falseMatchRates(both, measured), { verdict: 'match' }), null);
  });

  it('is not said where it was never measured: built-in thresholds, and networks taken over from a publication', () => {
    const builtIn = resolvePolicy();
    assert.equal(thresholdMeaning(builtIn, falseMatchRates(builtIn, measured), { verdict: 'match' }), null);
    assert.equal(thresholdMeaning(policy, falseMatchRates(policy, null), { verdict: 'match' }), null);
  });

  it('is not said where similarity has no part in the verdict', () => {
    for (const verdict of ['unreliable', 'recapture'] as const)
      assert.equal(thresholdMeaning(policy, falseMatchRates(policy, measured), { verdict }), null);
  });

  it('has as many digits as such a rate can have', () => {
    const rates = falseMatchRates(policy, { similarityMatch: 0.00015, similarityReview: 0.0123 });
    assert.match(thresholdMeaning(policy, rates, { verdict: 'match' })!.en, /1 in 6,700 .* 1 in 81 /);
  });
});
