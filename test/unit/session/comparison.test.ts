import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { FacegaugeError } from '../../../kernel-lib/src/errors';
import { Comparison, type Sample } from '../../../kernel-lib/src/session';
import { toResult } from '../../../kernel-lib/src/session/results';
import { resolvePolicy } from '../../../kernel-lib/src/verification';
import { context, direction, extraction } from './answers';

const sample = (quality: number | null, angle: number, n = 1): Sample => {
  const answer = extraction({ quality, embedding: direction(angle) });
  if (n > 1) {
    const embeddings = Array.from({ length: n }, (_, i) => direction(angle + 0.01 * i));
    answer.recognition.copies = { n, quality: null, logQuality: { mean: 0, standardError: 0 }, embeddings };
  }
  return toResult(answer, context()) as Sample;
};
const compare = (a: Sample, b: Sample, language: 'en' | 'zh' = 'en') =>
  new Comparison(a, b, resolvePolicy(), { similarityMatch: null, similarityReview: null }, [], language);

describe('comparison', () => {
  it('has the JSON of the command line, key by key', () => {
    const json = JSON.parse(JSON.stringify(compare(sample(0.8, 0), sample(0.9, 0.1))));
    assert.deepEqual(Object.keys(json), [
      'similarity',
      'verdict',
      'reliable',
      'a',
      'b',
      'thresholds',
      'falseMatchRates',
      'meaning',
      'advice'
    ]);
    assert.ok(Math.abs(json.similarity - Math.cos(0.1)) < 1e-6);
    assert.equal(json.verdict, 'match');
    assert.equal(json.reliable, true);
    assert.equal(json.thresholds.qualityTrust, 0.6);
    assert.equal(json.thresholds.origin.qualityTrust, 'built-in');
    assert.equal(json.a.path, 'people/a.jpg');
  });

  it('says which picture to take again', () => {
    const comparison = compare(sample(0.8, 0), sample(0.2, 1.5));
    assert.equal(comparison.verdict, 'recapture');
    assert.equal(comparison.toJSON().recapture, 'b');
    assert.match(inspect(comparison), /Retake picture B/);
  });

  it('shows no threshold beside an unreliable similarity', () => {
    const text = inspect(compare(sample(0.1, 0), sample(0.2, 0)));
    assert.match(text, /Unreliable/);
    assert.doesNotMatch(text, /0\.45|0\.35/);
  });

  it('states the standard error where a picture was sampled', () => {
    const comparison = compare(sample(0.8, 0, 4), sample(0.8, 0.5));
    assert.equal(comparison.copies?.n, 4);
    assert.ok(comparison.copies.standardError > 0);
    assert.match(inspect(comparison), /similarity 0\.878, mean of 4 disturbed copies 0\.\d{3} ± 0\.00\d/);
  });

  it('speaks Chinese where that is asked for', () => {
    assert.match(inspect(compare(sample(0.8, 0), sample(0.8, 0), 'zh')), /高置信匹配/);
  });

  it('refuses embeddings of different networks', () => {
    const other = toResult(extraction(), context({ model: { id: 'net', recogniser: 'mine', mapScale: 1 } })) as Sample;
    assert.throws(
      () => compare(sample(0.8, 0), other),
      (error: unknown) =>
        error instanceof FacegaugeError && error.code === 'INVALID_ARGUMENT' && /mine/.test(error.message)
    );
  });
});
