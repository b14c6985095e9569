import assert from 'node:assert/strict';
import { examineIdentities, findOutliers, identitiesInCommon } from '../../../../kernel-lib/src/audit/neighbours';
import { seededRandom } from '../../../../kernel-lib/src/random';
import { blocks, unit } from './embeddings';

const SIZE = 96;

interface Face {
  vector: Float32Array;
  person: number;
  identity: string;
  quality: number;
}

/** Pictures of people that are about .5 alike, as those of a face network are. */
function faces(people: number, each: number, seed = 1): Face[] {
  const { normal } = seededRandom(seed);
  const direction = (): Float32Array => unit(Float32Array.from({ length: SIZE }, normal));
  return Array.from({ length: people }, direction).flatMap((centre, person) =>
    Array.from({ length: each }, () => {
      const noise = direction();
      return { vector: unit(centre.map((v, k) => v + noise[k])), person, identity: `p${person}`, quality: 0.8 };
    })
  );
}

const examine = (set: readonly Face[]) =>
  examineIdentities(
    blocks(
      set.map(({ vector }) => vector),
      set.map((_, i) => i)
    ),
    id => set[id],
    { qualityReject: 0.4 }
  );

describe('identities', function () {
  this.timeout(120_000);

  it('finds pictures under another name, whose they are, and accuses no other', async () => {
    const set = faces(25, 10);
    const swapped = new Map([
      [3, 'p7'],
      [40, 'p1'],
      [77, 'p20'],
      [123, 'p4'],
      [200, 'p9'],
      [249, 'p2']
    ]);
    for (const [i, name] of swapped) set[i].identity = name;
    // A bad picture under a wrong name is not accused.
    Object.assign(set[60], { identity: 'p13', quality: 0.2 });
    const { labelErrors, splitIdentities, mergedIdentities, basis } = await examine(set);
    assert.deepEqual(new Set(labelErrors.map(({ id }) => id)), new Set(swapped.keys()));
    for (const { id, identity, nearest, own, other, probability } of labelErrors) {
      assert.deepEqual([identity, nearest], [swapped.get(id), `p${set[id].person}`]);
      // 250 pictures cannot show more than that.
      assert.ok(other > own && probability >= 0.5 && probability <= 1 - 1 / 252, `${probability}`);
    }
    assert.deepEqual(
      [...labelErrors].sort((a, b) => b.probability - a.probability),
      labelErrors,
      'ranked'
    );
    assert.deepEqual([splitIdentities, mergedIdentities], [[], []]);
    assert.deepEqual(basis, { pictures: 249, judged: 249, identities: 25, sufficient: true });
  });

  it('says nothing of a clean set', async () => {
    const { labelErrors, strangers, splitIdentities, mergedIdentities } = await examine(faces(20, 8, 3));
    assert.deepEqual([labelErrors, strangers, splitIdentities, mergedIdentities], [[], [], [], []]);
  });

  it('tells two names of one person from a wrong label, and one name of two people from both', async () => {
    const set = faces(25, 10, 5);
    // Person 5 is called p5 and five; persons 8 and 9 are both called p8.
    set.forEach((face, i) => {
      if (face.person === 5 && i % 2) face.identity = 'five';
      if (face.person === 9) face.identity = 'p8';
    });
    const { labelErrors, splitIdentities, mergedIdentities } = await examine(set);
    assert.deepEqual(
      splitIdentities.map(({ identities }) => [...identities].sort()),
      [['five', 'p5']]
    );
    assert.ok(splitIdentities[0].probability >= 0.5 && splitIdentities[0].similarity > 0.4);
    assert.deepEqual(
      mergedIdentities.map(({ identity }) => identity),
      ['p8']
    );
    const people = mergedIdentities[0].parts.map(ids => new Set(ids.map(id => set[id].person)));
    assert.ok(
      people.every(({ size }) => size === 1),
      'each part is one person'
    );
    assert.deepEqual(labelErrors, []);
  });

  it('finds who belongs to nobody of the name, though like no other', async () => {
    const set = faces(25, 10, 7);
    const alone = faces(1, 1, 99)[0];
    set[33] = { ...alone, person: -1, identity: set[33].identity };
    const { labelErrors, strangers } = await examine(set);
    assert.deepEqual([labelErrors.length, strangers.map(({ id }) => id)], [0, [33]]);
  });

  it('accuses no picture without two others of its name, and says nothing of a handful', async () => {
    const pairs = faces(40, 2, 11);
    pairs[0].identity = 'p30';
    const { labelErrors, strangers, basis } = await examine(pairs);
    // p30 has three pictures now: its own two and the wrong one.
    assert.deepEqual([labelErrors, strangers, basis.judged, basis.sufficient], [[], [], 3, false]);
    const few = await examine(faces(2, 5));
    assert.equal(few.basis.sufficient, false);
    assert.equal((await examine([])).basis.sufficient, false);
  });

  it('finds people that two sets have in common, by name and by face', async () => {
    const all = faces(30, 8, 13);
    const first = all.filter(({ person }) => person < 18);
    // Persons 15, 16 and 17 are in both, with other pictures; one of them under another name. "p3" is somebody else there.
    const second = [
      ...faces(30, 16, 13).filter(({ person }) => person >= 18),
      ...first.filter(({ person }, i) => person >= 15 && i % 2)
    ].map(face => ({ ...face }));
    second.forEach(face => {
      if (face.person === 16) face.identity = 'sixteen';
      if (face.person === 20) face.identity = 'p3';
    });
    const rest = first.filter(({ person }, i) => person < 15 || i % 2 === 0);
    const labelled = (set: Face[]) => ({
      embeddings: blocks(
        set.map(({ vector }) => vector),
        set.map((_, i) => i)
      ),
      factsOf: (id: number) => set[id]
    });
    const { sameName, samePerson, basis } = await identitiesInCommon(labelled(rest), labelled(second), {
      qualityReject: 0.4
    });
    assert.deepEqual(sameName, ['p3', 'p15', 'p17']);
    assert.deepEqual(samePerson.map(pair => `${pair.first} ${pair.second}`).sort(), [
      'p15 p15',
      'p16 sixteen',
      'p17 p17'
    ]);
    assert.equal(basis.sufficient, true);
  });

  it('calls a picture an outlier that is like nobody else, and none among few', async () => {
    const { uniform, normal } = seededRandom(17);
    // Faces share something that a picture of something else has not.
    const common = Float32Array.from({ length: SIZE }, normal);
    const vectors = faces(300, 2, 19).map(({ vector }) => unit(vector.map((v, k) => v + 0.04 * common[k])));
    vectors[77] = unit(common.map(v => -v + 0.1 * uniform()));
    const { outliers, limit, comparedWith } = await findOutliers(
      blocks(
        vectors,
        vectors.map((_, i) => i)
      ),
      () => true
    );
    assert.deepEqual([outliers[0].id, comparedWith], [77, 600]);
    assert.ok(
      outliers.length < 6 && outliers.every(({ similarity }) => similarity < limit),
      'one in a hundred by chance'
    );
    const few = await findOutliers(
      blocks(
        vectors.slice(0, 100),
        vectors.slice(0, 100).map((_, i) => i)
      ),
      () => true
    );
    assert.deepEqual(few.outliers, []);
  });
});
