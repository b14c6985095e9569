import assert from 'node:assert/strict';
import {
  duplicateKind,
  duplicatesAcross,
  nearDuplicates,
  type PictureTraits
} from '../../../../kernel-lib/src/audit/neighbours';

const NOON = Date.UTC(2026, 2, 14, 12);
/** A hash in which the given number of bits, from the lowest on, is set. */
const hash = (bits: number) => ((1n << BigInt(bits)) - 1n).toString(16).padStart(16, '0');
const picture = (bits: number, takenAt: number | null = null): PictureTraits => ({
  perceptualHash: hash(bits),
  takenAt
});

/** Neighbours from a list of [a, b, cosine] with ids 100, 101, … */
const neighbours = (list: [number, number, number][], count = 10) => ({
  threshold: 0.8,
  ids: Float64Array.from({ length: count }, (_, i) => 100 + i),
  pairs: {
    a: Uint32Array.from(list, ([a]) => a),
    b: Uint32Array.from(list, ([, b]) => b),
    similarity: Float64Array.from(list, ([, , similarity]) => similarity)
  },
  compared: count
});

describe('near duplicates', () => {
  it('tells a copy from another moment, and both from another occasion', () => {
    assert.equal(duplicateKind(picture(0), picture(8), 0.82), 'copy');
    assert.equal(duplicateKind(picture(0), picture(9), 0.82), 'burst');
    assert.equal(duplicateKind(picture(0), picture(16), 0.9), 'burst');
    assert.equal(duplicateKind(picture(0), picture(16), 0.85), null, 'alike as faces, less so as pictures');
    assert.equal(duplicateKind(picture(0), picture(30), 0.99), null);
    assert.equal(duplicateKind(picture(0), picture(0), 0.5), null, 'one room, two people');
    assert.equal(duplicateKind({ perceptualHash: null, takenAt: null }, picture(0), 1), null);
  });

  it('calls nothing one moment that was taken minutes apart, but a copy may have been saved with another time', () => {
    assert.equal(duplicateKind(picture(0, NOON), picture(12, NOON + 2000), 0.9), 'burst');
    assert.equal(duplicateKind(picture(0, NOON), picture(12, NOON + 300_000), 0.9), null);
    assert.equal(duplicateKind(picture(0, NOON), picture(2, NOON + 300_000), 0.9), 'copy');
  });

  it('does not chain: every two of a group are duplicates, and the least similarity is that of all its pairs', () => {
    // 0–1–2–3 in a row, each like the next one only; and 4, 5, 6 all alike.
    const list: [number, number, number][] = [
      [0, 1, 0.95],
      [1, 2, 0.96],
      [2, 3, 0.95],
      [4, 5, 0.99],
      [4, 6, 0.93],
      [5, 6, 0.91]
    ];
    const groups = nearDuplicates(neighbours(list), () => picture(0));
    assert.deepEqual(
      groups.map(({ ids, least }) => [ids, least]),
      [
        [[104, 105, 106], 0.91],
        [[101, 102], 0.96]
      ]
    );
    assert.ok(groups.every(({ kind }) => kind === 'copy'));
    assert.deepEqual(
      nearDuplicates(neighbours([...list].reverse()), () => picture(0)),
      groups,
      'whatever the order of pairs'
    );
  });

  it('forms bursts of what is left when copies stand behind their centre', () => {
    // 0 and 1 are copies; 2 is another moment, and like both.
    const traits = [picture(0), picture(1), picture(12)];
    const list: [number, number, number][] = [
      [0, 1, 0.98],
      [0, 2, 0.9],
      [1, 2, 0.89]
    ];
    const groups = nearDuplicates(neighbours(list), id => traits[id - 100]);
    assert.deepEqual(groups, [
      { kind: 'copy', ids: [100, 101], least: 0.98, bits: 1 },
      { kind: 'burst', ids: [100, 102], least: 0.9, bits: 12 }
    ]);
  });

  it('leaves out pictures nothing is known of', () => {
    assert.deepEqual(
      nearDuplicates(neighbours([[0, 1, 0.99]]), id => (id === 100 ? picture(0) : undefined)),
      []
    );
  });

  it('finds duplicates across two sets', () => {
    const across = {
      threshold: 0.8,
      first: Float64Array.of(1, 2),
      second: Float64Array.of(1, 5),
      pairs: { a: Uint32Array.of(1, 0), b: Uint32Array.of(0, 1), similarity: Float64Array.of(0.9, 0.95) }
    };
    const found = duplicatesAcross(
      across,
      () => picture(0),
      id => picture(id === 5 ? 3 : 40)
    );
    assert.deepEqual(found, [{ kind: 'copy', first: 1, second: 5, similarity: 0.95, bits: 3 }]);
  });
});
