import assert from 'node:assert/strict';
import { decodeHalf, encodeHalf } from '../../../kernel-lib/src/store';

const bits = (value: number): number => {
  const [low, high] = encodeHalf(Float32Array.of(value));
  return low | (high << 8);
};

describe('store: float16', () => {
  it('encodes the values of the IEEE 754 tables', () => {
    const table: [number, number][] = [
      [0, 0x0000],
      [-0, 0x8000],
      [1, 0x3c00],
      [-2, 0xc000],
      [1 / 3, 0x3555],
      [65504, 0x7bff],
      [65519, 0x7bff],
      [65520, 0x7c00],
      [Infinity, 0x7c00],
      [-Infinity, 0xfc00],
      [2 ** -14, 0x0400],
      [2 ** -24, 0x0001],
      [2 ** -25, 0x0000],
      [2 ** -25 * 1.5, 0x0001],
      [1 + 2 ** -11, 0x3c00],
      [1 + 3 * 2 ** -11, 0x3c02],
      [2 - 2 ** -12, 0x4000]
    ];
    for (const [value, expected] of table) assert.equal(bits(value).toString(16), expected.toString(16), String(value));
    assert.ok(Number.isNaN(decodeHalf(encodeHalf(Float32Array.of(NaN)))[0]));
  });

  it('gives every one of the 65,536 halves back', () => {
    const all = new Uint8Array(new Uint16Array(65536).map((_, i) => i).buffer);
    const values = decodeHalf(all);
    const again = encodeHalf(values);
    for (let i = 0; i < 65536; i++) {
      if (Number.isNaN(values[i])) continue;
      assert.equal(again[2 * i] | (again[2 * i + 1] << 8), i);
    }
  });

  it('changes a unit embedding of any size by less than .0005 in cosine', () => {
    for (const size of [1, 128, 512, 1000]) {
      const raw = Float32Array.from({ length: size }, (_, i) => Math.sin(i * 12.9898 + 1));
      const norm = Math.hypot(...raw);
      const unit = raw.map(v => v / norm);
      const back = decodeHalf(encodeHalf(unit));
      assert.equal(back.length, size);
      const cosine = unit.reduce((sum, v, i) => sum + v * back[i], 0) / Math.hypot(...back);
      assert.ok(cosine > 0.9995 && cosine < 1.0001);
    }
  });

  it('decodes the same at any place in memory, two at once or one by one', () => {
    const all = new Uint8Array(Uint16Array.from({ length: 65536 }, (_, half) => half).buffer);
    const same = (a: Float32Array, b: Float32Array) => assert.ok(a.every((value, i) => Object.is(value, b[i])));
    const values = decodeHalf(all);
    for (const shift of [1, 2, 3]) {
      const moved = new Uint8Array(all.length + shift);
      moved.set(all, shift);
      same(decodeHalf(moved.subarray(shift)), values);
    }
    same(decodeHalf(all.subarray(0, 131070)), values.subarray(0, 65535));
  });
});
