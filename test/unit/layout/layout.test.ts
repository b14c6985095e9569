import assert from 'node:assert/strict';
import path from 'node:path';
import { mkdirSync } from 'node:fs';
import { embeddingMap } from '../../../kernel-lib/src/charts';
import { layoutEmbeddings } from '../../../kernel-lib/src/layout';
import { nearest } from '../../../kernel-lib/src/layout/nearest';
import { seededRandom } from '../../../kernel-lib/src/random';

const WIDTH = 64;

/** Rows around so many centres, one after the other. */
function around(centres: number, each: number): Float32Array {
  const random = seededRandom(6);
  const middle = Array.from({ length: centres }, () => Array.from({ length: WIDTH }, () => random.normal()));
  const rows = new Float32Array(centres * each * WIDTH);
  for (let i = 0; i < centres * each; i++)
    for (let j = 0; j < WIDTH; j++) rows[i * WIDTH + j] = middle[Math.floor(i / each)][j] + 0.35 * random.normal();
  return rows;
}

/** Of each row's nearest on the map, how many are of its own centre. */
function purity(x: Float64Array, y: Float64Array, each: number): number {
  let own = 0;
  for (let i = 0; i < x.length; i++) {
    let [best, at] = [Infinity, -1];
    for (let j = 0; j < x.length; j++) {
      const distance = (x[i] - x[j]) ** 2 + (y[i] - y[j]) ** 2;
      if (j !== i && distance < best) [best, at] = [distance, j];
    }
    if (Math.floor(i / each) === Math.floor(at / each)) own++;
  }
  return own / x.length;
}

describe('map of embeddings', function () {
  this.timeout(120_000);

  it('by UMAP keeps together what belongs together, the same way every time', async () => {
    const rows = around(8, 40);
    const [one, two] = [await layoutEmbeddings(rows, WIDTH), await layoutEmbeddings(rows, WIDTH)];
    assert.deepEqual(one, two);
    assert.ok(purity(one.x, one.y, 40) > 0.95);
    const output = path.resolve(__dirname, '../../output');
    mkdirSync(output, { recursive: true });
    const points = Array.from(one.x, (x, i) => ({ x, y: one.y[i], quality: null, identity: `p${Math.floor(i / 40)}` }));
    await embeddingMap(points, { colour: 'identity' }).save(path.join(output, 'map.png'));
  });

  it('by PCA gives the two directions of most variance, at once', async () => {
    const random = seededRandom(1);
    const rows = new Float32Array(500 * WIDTH);
    for (let i = 0; i < 500; i++)
      for (let j = 0; j < WIDTH; j++) rows[i * WIDTH + j] = (j === 7 ? 5 : j === 20 ? 3 : 0.5) * random.normal() + 1;
    const { x, y, method } = await layoutEmbeddings(rows, WIDTH, { method: 'pca' });
    assert.equal(method, 'pca');
    const correlation = (a: Float64Array, at: number) => {
      const b = Float64Array.from(a, (_, i) => rows[i * WIDTH + at] - 1);
      const dot = (p: Float64Array, q: Float64Array) => p.reduce((sum, v, i) => sum + v * q[i], 0);
      return Math.abs(dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b)));
    };
    assert.ok(correlation(x, 7) > 0.99 && correlation(y, 20) > 0.99);
  });

  it('places a sample where there are more rows, and says which', async () => {
    const rows = around(10, 100);
    const { rows: placed, x } = await layoutEmbeddings(rows, WIDTH, { method: 'pca', sample: 50 });
    assert.deepEqual([placed.length, x.length, new Set(placed).size], [50, 50, 50]);
    assert.ok(placed.every((row, i) => row < 1000 && (i === 0 || row > placed[i - 1])));
  });

  it('leaves the caller’s embeddings and thread alone, and can be stopped', async () => {
    const rows = around(10, 150);
    const before = rows.slice();
    const abort = new AbortController();
    let turns = 0;
    const timer = setInterval(() => turns++, 5);
    setTimeout(() => abort.abort(), 300);
    await assert.rejects(layoutEmbeddings(rows, WIDTH, { signal: abort.signal }), { code: 'ABORTED' });
    clearInterval(timer);
    assert.ok(turns > 5, `${turns} turns`);
    assert.deepEqual(rows, before);
  });

  it('refuses what cannot be placed', async () => {
    const code = 'INVALID_ARGUMENT';
    await assert.rejects(layoutEmbeddings(new Float32Array(10), 4), { code });
    await assert.rejects(layoutEmbeddings(new Float32Array(8), 4), { code, message: /three/ });
    await assert.rejects(layoutEmbeddings(new Float32Array(40), 4, { sample: 20_000 }), { code });
    await assert.rejects(layoutEmbeddings(new Float32Array(40), 4, { neighbours: 1 }), { code });
  });

  it('looks at exact neighbours', () => {
    const { indices, distances } = nearest(Float64Array.of(0, 10, 1, 4), 1, 3);
    assert.deepEqual(indices, [
      [0, 2, 3],
      [1, 3, 2],
      [2, 0, 3],
      [3, 2, 0]
    ]);
    assert.deepEqual(distances[0], [0, 1, 4]);
  });
});
