import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { gridText } from '../../kernel-lib/src/cards/grid';
import { plainText } from '../../kernel-lib/src/cards/plain';
import { percent } from '../../kernel-lib/src/charts/chart';
import { tableRow } from '../../kernel-lib/src/cli/table';
import { quality, share, similarity, threshold } from '../../kernel-lib/src/numbers';
import { rate } from '../../kernel-lib/src/evaluating/words';
import { Comparison, type Sample } from '../../kernel-lib/src/session';
import { toResult } from '../../kernel-lib/src/session/results';
import type { PolicyOverrides } from '../../kernel-lib/src/types';
import { resolvePolicy } from '../../kernel-lib/src/verification';
import { Format } from '../../jupyterlab-ext/src/format';
import { qualityText, thresholdText } from '../../jupyterlab-ext/src/numbers';
import { context, direction, extraction } from './session/answers';

/** Everything that is said of one picture, and of it beside a good one, in words. */
function everywhere(value: number, call: PolicyOverrides = {}): Record<string, string> {
  const policy = resolvePolicy({ call });
  const sample = toResult(extraction({ quality: value }), context({ policy })) as Sample;
  const other = toResult(extraction({ quality: 0.99, embedding: direction(0.9) }), context({ policy })) as Sample;
  const rates = { similarityMatch: null, similarityReview: null };
  const pair = new Comparison(sample, other, policy, rates, [], 'en');
  return {
    card: plainText(sample.toCard(), 'en'),
    grid: gridText([sample.toCard()], 'en'),
    console: inspect(sample),
    table: tableRow(sample, 'en'),
    'card of the pair': plainText(pair.toCard(), 'en'),
    'console of the pair': inspect(pair),
    'advice on the pair': pair.advice[0].en
  };
}

const POLICY = { similarityReview: 0.2565, similarityMatch: 0.4437 };

describe('figures', () => {
  it('of one picture are the same wherever it is shown, and never rounded up', () => {
    for (const [where, text] of Object.entries(everywhere(0.8597, { qualityTrust: 0.9 }))) {
      assert.match(text, /\b0\.85\b/, where);
      assert.doesNotMatch(text, /0\.86/, where);
    }
  });

  it('have as many decimals as the thresholds they are judged by', () => {
    for (const [where, text] of Object.entries(everywhere(0.6049, { qualityTrust: 0.605 })))
      assert.match(text, /\b0\.604\b/, where);
    assert.match(everywhere(0.6049, { qualityTrust: 0.605 })['advice on the pair'], /is 0\.604, trusted from 0\.605/);
    assert.equal(quality(0.6061, resolvePolicy({ call: { qualityTrust: 0.605 } })), '0.606');
    assert.equal(quality(0.29), '0.29');
    assert.equal(quality(1), '1.00');
  });

  it('of a threshold are all it has, as far as four decimals', () => {
    assert.deepEqual([0.6, 0.45, 0.605, 0.4437, 0, -0.1].map(threshold), [
      '0.60',
      '0.45',
      '0.605',
      '0.4437',
      '0.00',
      '−0.10'
    ]);
  });

  it('of a similarity lie on the side of a threshold that it lies on', () => {
    const shown = [0.70349, 0.44368, 0.4439, 0.25654, -0.12].map(value => similarity(value, POLICY));
    assert.deepEqual(shown, ['0.703', '0.44368', '0.444', '0.257', '−0.120']);
  });

  it('are the sidebar’s too', () => {
    for (const value of [0, 0.29, 0.5996, 0.8597, 1]) assert.equal(qualityText(value, 'en'), quality(value));
    for (const value of [0.6, 0.605, 0.4437]) assert.equal(thresholdText(value, 'en'), threshold(value));
  });
});

describe('a share', () => {
  it('is never nothing of something, nor all of what is not all', () => {
    const shares = [0, 0.0001, 0.004, 0.123, 0.992, 0.9968, 0.99996, 1];
    const written = ['0 %', '< 0.1 %', '0.4 %', '12 %', '99.2 %', '99.6 %', '> 99.9 %', '100 %'];
    assert.deepEqual(shares.map(share), written);
    const sidebar = new Format('en');
    assert.deepEqual([0, 0.0001, 0.9968, 0.99996, 1].map(sidebar.percent), [
      '0%',
      '< 0.1%',
      '99.6%',
      '> 99.9%',
      '100%'
    ]);
  });

  it('of a chart or an evaluation keeps to the same', () => {
    assert.deepEqual([0.99997, 1].map(percent), ['> 99.9%', '100%']);
    assert.deepEqual([0.99997, 1].map(rate), ['> 99.99 %', '100 %']);
  });
});
