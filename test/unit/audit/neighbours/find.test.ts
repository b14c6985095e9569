import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findNeighbours, findNeighboursAcross, type PairList } from '../../../../kernel-lib/src/audit/neighbours';
import { survey, writeVectors } from '../../../../kernel-lib/src/audit/neighbours/vectors';
import { searchNeighbours } from '../../../../kernel-lib/src/engine';
import { FacegaugeError } from '../../../../kernel-lib/src/errors';
import { blocks, bruteForce, people, unit } from './embeddings';

describe('neighbours', function () {
  this.timeout(240_000);
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'facegauge-neighbours-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const options = (threshold = 0.8) => ({ threshold, folder: path.join(folder, 'search'), processes: 1 });
  const asMap = ({ a, b, similarity }: PairList) =>
    new Map<string, number>(Array.from(a, (_, i) => [`${a[i]} ${b[i]}`, similarity[i]]));
  const same = (found: PairList, expected: Map<string, number>) => {
    const map = asMap(found);
    assert.equal(map.size, found.a.length, 'no pair twice');
    assert.deepEqual([...map.keys()].sort(), [...expected.keys()].sort());
    for (const [pair, cosine] of expected) assert.ok(Math.abs(map.get(pair)! - cosine) < 1e-12, pair);
  };

  it('finds what brute force finds among 5,000, identical vectors and exact ties included', async () => {
    const vectors = people(5000, 64);
    // Identical ones, in one block and across blocks of the search (4096 rows).
    for (const [copy, of] of [
      [11, 10],
      [12, 10],
      [4990, 10],
      [4300, 4200]
    ])
      vectors[copy] = vectors[of].slice();
    // A cosine of exactly .8, and one of the next smaller number that float32 vectors of this kind give.
    const axis = (values: number[]) => Float32Array.from({ length: 64 }, (_, k) => values[k] ?? 0);
    vectors[100] = axis([1]);
    vectors[4500] = axis([4, 3]);
    vectors[4501] = axis([3.999999, 3]);
    // Without direction: a neighbour of nothing, not even of its like.
    vectors[7] = axis([]);
    vectors[4700] = axis([]);
    const expected = bruteForce(vectors, 0.8);
    assert.ok(expected.has('10 4990') && expected.has('100 4500') && !expected.has('100 4501'));
    const { ids, pairs, compared } = await findNeighbours(blocks(vectors), options());
    assert.equal(ids[4999], 10 + 3 * 4999);
    assert.equal(compared, 5000);
    same(pairs, expected);
    assert.ok(expected.size > 2000, 'there is something to find');
  });

  it('finds the same whatever the width of the bounds, and among vectors without structure', async () => {
    for (const [vectors, widths] of [
      [people(900, 64, { rank: 12 }), [1, 20, 64]],
      [people(900, 64, { rank: 64, each: 2 }), [40]]
    ] as const) {
      const expected = bruteForce(vectors, 0.85);
      for (const width of widths) {
        const place = mkdtempSync(path.join(folder, 'width-'));
        const found = await survey(blocks(vectors));
        await writeVectors(path.join(place, 'vectors.f32'), blocks(vectors), found, i => i);
        const pairs: [string, number][] = [];
        await searchNeighbours(
          { folder: place, count: 900, size: 64, threshold: 0.85, from: 0, across: false },
          {
            width,
            processes: 1,
            onBlock: (_, { a, b, similarity }) =>
              void a.forEach((row, i) => pairs.push([`${b[i]} ${row}`, similarity[i]]))
          }
        );
        assert.deepEqual(pairs.map(([pair]) => pair).sort(), [...expected.keys()].sort(), `width ${width}`);
      }
    }
  });

  it('leaves ids and pairs behind, and no vectors', async () => {
    const vectors = people(300, 32);
    await findNeighbours(blocks(vectors), options(0.9));
    const left = readdirSync(path.join(folder, 'search/0.9'));
    assert.deepEqual(left, ['result.bin']);
    const bytes = statSync(path.join(folder, 'search/0.9/result.bin')).size;
    assert.equal(bytes, 32 + 16 * 300 + 16 * bruteForce(vectors, 0.9).size);
  });

  it('answers a search that was done at once, and compares only what is new or changed', async () => {
    const vectors = people(600, 48);
    const ids = vectors.map((_, i) => i + 1);
    const first = await findNeighbours(blocks(vectors.slice(0, 500), ids.slice(0, 500)), options());
    assert.equal(first.compared, 500);
    assert.equal((await findNeighbours(blocks(vectors.slice(0, 500), ids.slice(0, 500)), options())).compared, 0);
    // A hundred more, two that became other pictures, and three that are gone.
    vectors[20] = vectors[400].slice();
    vectors[21] = unit(vectors[450].map((value, k) => value + 0.001 * k));
    const gone = new Set([30, 31, 499]);
    const rest = vectors.filter((_, i) => !gone.has(i));
    const second = await findNeighbours(
      blocks(
        rest,
        ids.filter((_, i) => !gone.has(i))
      ),
      options()
    );
    assert.equal(second.compared, 102);
    same(second.pairs, bruteForce(rest, 0.8));
    const third = await findNeighbours(blocks(rest.slice(5), ids.filter((_, i) => !gone.has(i)).slice(5)), options());
    assert.equal(third.compared, 0);
    same(third.pairs, bruteForce(rest.slice(5), 0.8));
  });

  it('goes on where it was stopped and says how far it has come', async () => {
    const vectors = people(8400, 32, { each: 3, rank: 32, noise: 0.8 });
    const stop = new AbortController();
    const shares: number[] = [];
    const stopped = await findNeighbours(blocks(vectors), {
      ...options(0.9),
      signal: stop.signal,
      onProgress: (made, all) => {
        shares.push(made / all);
        if (
          existsSync(path.join(folder, 'search/0.9/found.bin')) &&
          statSync(path.join(folder, 'search/0.9/found.bin')).size
        )
          stop.abort();
      }
    }).catch((error: FacegaugeError) => error);
    assert.ok(stopped instanceof FacegaugeError && stopped.code === 'ABORTED');
    assert.ok(readdirSync(path.join(folder, 'search/0.9')).includes('state.json'));
    const resumed: number[] = [];
    const { pairs } = await findNeighbours(blocks(vectors), {
      ...options(0.9),
      onProgress: (made, all) => resumed.push(made / all)
    });
    assert.ok(resumed[0] > 0.5, `what was done counts: ${resumed[0]}`);
    assert.equal(resumed.at(-1), 1);
    same(pairs, bruteForce(vectors, 0.9));
  });

  it('compares two sets with each other only', async () => {
    const vectors = people(700, 48);
    const [one, two] = [vectors.slice(0, 400), vectors.slice(400)];
    const { first, second, pairs } = await findNeighboursAcross(blocks(one), blocks(two), options());
    assert.deepEqual([first.length, second.length], [400, 300]);
    const expected = new Map(
      [...bruteForce(vectors, 0.8)]
        .map(([pair, cosine]) => [...pair.split(' ').map(Number), cosine])
        .filter(([a, b]) => a < 400 && b >= 400)
        .map(([a, b, cosine]): [string, number] => [`${a} ${b - 400}`, cosine])
    );
    same(pairs, expected);
    assert.ok(!existsSync(path.join(folder, 'search/across-0.8')), 'nothing is left');
  });

  it('refuses what cannot be answered', async () => {
    const refused = async (work: Promise<unknown>, pattern: RegExp) =>
      assert.rejects(work, (error: FacegaugeError) => error.code === 'INVALID_ARGUMENT' && pattern.test(error.message));
    const few = people(20, 16);
    await refused(findNeighbours(blocks(few), options(0.7)), /0\.8\.\.1/);
    await refused(
      findNeighbours(() => [...blocks(few)(), ...blocks(people(5, 8), undefined, 500)()], options()),
      /networks/
    );
    await refused(findNeighboursAcross(blocks(few), blocks(people(5, 8)), options()), /networks/);
    const same = Array.from({ length: 200 }, () => few[0]);
    await refused(findNeighbours(blocks(same), { ...options(), most: 1000 }), /more .*pairs/);
    assert.equal((await findNeighbours(() => [], options())).pairs.a.length, 0);
    assert.equal((await findNeighbours(blocks(few.slice(0, 1)), options())).pairs.a.length, 0);
  });
});
