import assert from 'node:assert/strict';
import { cosine, similarityOfCopies } from '../../../kernel-lib/src/verification';

describe('similarity', () => {
  it('is the cosine, in −1..1, whatever the lengths', () => {
    assert.ok(Math.abs(cosine([3, 4], [4, 3]) - 0.96) < 1e-12);
    assert.equal(cosine([1, 0], [0, 2]), 0);
    assert.equal(cosine([2, 0], [-5, 0]), -1);
    const v = Float32Array.from({ length: 512 }, (_, i) => Math.sin(i));
    assert.ok(cosine(v, v) <= 1 && cosine(v, v) > 1 - 1e-12);
  });

  it('refuses embeddings of two networks and embeddings without a direction', () => {
    assert.throws(() => cosine([1, 2], [1, 2, 3]), { code: 'INVALID_ARGUMENT', message: /different networks/ });
    assert.throws(() => cosine([0, 0], [1, 2]), { code: 'INVALID_ARGUMENT' });
    assert.throws(() => cosine([NaN, 0], [1, 2]), { code: 'INVALID_ARGUMENT' });
  });

  it('of single copies has no error', () => {
    assert.deepEqual(similarityOfCopies([[1, 0]], [[1, 0]]), { mean: 1, standardError: 0 });
  });

  it('of several copies states the mean and an error near the true spread of such means', () => {
    // Copies scattered about two fixed directions in the plane; the error must match the spread over repetitions.
    let state = 1;
    const uniform = (): number => (state = (state * 48271) % 2147483647) / 2147483647 - 0.5;
    const copies = (angle: number, n: number): number[][] =>
      Array.from({ length: n }, () => {
        const a = angle + 0.6 * uniform();
        return [Math.cos(a), Math.sin(a)];
      });
    const runs = Array.from({ length: 400 }, () => similarityOfCopies(copies(0, 8), copies(1, 12)));
    const mean = runs.reduce((s, r) => s + r.mean, 0) / runs.length;
    const spread = Math.sqrt(runs.reduce((s, r) => s + (r.mean - mean) ** 2, 0) / (runs.length - 1));
    const stated = runs.reduce((s, r) => s + r.standardError, 0) / runs.length;
    assert.ok(Math.abs(stated / spread - 1) < 0.1, `stated ${stated}, true ${spread}`);
  });
});
