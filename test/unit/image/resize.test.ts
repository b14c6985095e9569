import assert from 'node:assert/strict';
import { halve, Mipmap, Resizer, resizePixels } from '../../../kernel-lib/src/image';
import type { Region, Resampling } from '../../../kernel-lib/src/image';
import type { Pixels } from '../../../kernel-lib/src/types';
import { pixelsOf } from './pictures';

/** One region resized to planes of its own values (gain 1, bias 0). */
function resized(source: Pixels, region: Region, width: number, height: number, resampling: Resampling): Float32Array {
  const data = new Float32Array(3 * width * height);
  new Resizer().resize(source, region, resampling, { data, offset: 0, width, height, gain: 1, bias: 0 });
  return data;
}

const whole = ({ width, height }: Pixels): Region => ({ x: 0, y: 0, width, height });
const ramp = pixelsOf(60, 40, (x, y, channel) => 2 * x + 3 * y + channel);

describe('resizing', () => {
  it('keeps a picture of the same size', () => {
    for (const method of ['area', 'bilinear', 'pillow'] as const)
      assert.deepEqual(resizePixels(ramp, 60, 40, method), ramp);
  });

  it('keeps edges, not pixel centres, in place: a ramp stays the same ramp', () => {
    for (const method of ['area', 'bilinear', 'pillow'] as const) {
      for (const [width, height] of [
        [30, 20],
        [45, 31],
        [25, 13],
        [90, 70]
      ]) {
        if (method === 'area' && width > 60) continue;
        const values = resized(ramp, whole(ramp), width, height, method);
        for (let y = 3; y < height - 3; y++) {
          for (let x = 3; x < width - 3; x++) {
            const truth = 2 * (((x + 0.5) * 60) / width - 0.5) + 3 * (((y + 0.5) * 40) / height - 0.5);
            const value = values[y * width + x];
            // Pillow rounds twice; area means are exact on a ramp only up to where pixels are cut.
            assert.ok(
              Math.abs(value - truth) < (method === 'bilinear' ? 1e-4 : 1.01),
              `${method} ${x},${y}: ${value} ${truth}`
            );
          }
        }
      }
    }
  });

  it('by area keeps the mean, whatever the factor', () => {
    const noise = pixelsOf(61, 47, (x, y, c) => (x * 37 + y * 91 + c * 53 + x * y * 17) % 256);
    const mean = (values: ArrayLike<number>): number => Array.from(values).reduce((a, b) => a + b, 0) / values.length;
    for (const [width, height] of [
      [61, 47],
      [40, 31],
      [13, 9],
      [1, 1],
      [7, 47]
    ]) {
      assert.ok(Math.abs(mean(resized(noise, whole(noise), width, height, 'area')) - mean(noise.data)) < 1e-3);
    }
  });

  it('by area averages exactly what a target pixel covers', () => {
    const row = pixelsOf(5, 1, x => [10, 20, 30, 40, 50][x]);
    const [a, b] = resized(row, whole(row), 2, 1, 'area');
    assert.ok(Math.abs(a - (10 + 20 + 15) / 2.5) < 1e-5 && Math.abs(b - (15 + 40 + 50) / 2.5) < 1e-5);
  });

  it('equals Pillow to the last bit', () => {
    const picture = pixelsOf(9, 7, (x, y, c) => (x * 37 + y * 91 + c * 53 + x * y * 17) % 256);
    // Image.fromarray(picture).resize((4, 3), Image.BILINEAR) and two rows of (12, 10), Pillow 12
    const smaller =
      '110 139 150 146 138 159 133 139 121 115 81 89 132 133 131 117 142 128 117 139 131 145 118 112 125 155 106 120 166 99 126 ' +
      '120 116 134 137 107';
    const larger =
      '0 53 106 23 76 129 51 104 157 79 132 185 106 159 212 134 187 240 162 215 172 190 211 40 217 46 67 85 42 95 17 70 123 40 ' +
      '93 146 50 103 156 79 132 185 114 167 167 149 184 114 183 113 148 130 130 183 112 165 175 147 186 120 181 133 49 144 66 66 ' +
      '83 48 101 24 77 130';
    assert.equal(resizePixels(picture, 4, 3, 'pillow').data.join(' '), smaller);
    assert.equal(resizePixels(picture, 12, 10, 'pillow').data.subarray(0, 72).join(' '), larger);
  });

  it('of a region equals cutting it out first', () => {
    const region = { x: 11, y: 6, width: 30, height: 22 };
    const cut = pixelsOf(30, 22, (x, y, channel) => 2 * (x + 11) + 3 * (y + 6) + channel);
    for (const method of ['area', 'bilinear', 'pillow'] as const) {
      const [a, b] = [resized(ramp, region, 24, 24, method), resized(cut, whole(cut), 24, 24, method)];
      assert.ok(
        a.every((value, i) => Math.abs(value - b[i]) < 1e-4),
        method
      );
    }
  });

  it('is black outside the picture', () => {
    const bright = pixelsOf(20, 20, () => 200);
    for (const method of ['area', 'bilinear', 'pillow'] as const) {
      const values = resized(bright, { x: -10, y: -10, width: 40, height: 40 }, 8, 8, method);
      for (let y = 0; y < 8; y++) {
        for (let x = 0; x < 8; x++) {
          const inside = x >= 2 && x < 6 && y >= 2 && y < 6;
          const edge =
            method === 'pillow' &&
            (x === 1 || x === 2 || x === 5 || x === 6 || y === 1 || y === 2 || y === 5 || y === 6);
          if (!edge) assert.ok(Math.abs(values[y * 8 + x] - (inside ? 200 : 0)) < 1e-3, `${method} ${x},${y}`);
        }
      }
      const nothing = resized(bright, { x: 30, y: 2, width: 10, height: 10 }, 4, 4, method);
      assert.ok(
        nothing.every(value => value === 0),
        method
      );
    }
  });

  it('writes planes where it is told, scaled as it is told, and nothing else', () => {
    const data = new Float32Array(3 * 4 + 10).fill(-7);
    const picture = pixelsOf(2, 2, (x, y, channel) => 10 * channel + 2 * y + x);
    new Resizer().resize(picture, whole(picture), 'bilinear', {
      data,
      offset: 5,
      width: 2,
      height: 2,
      gain: 0.5,
      bias: 100
    });
    assert.deepEqual(
      [...data.subarray(5, 17)],
      [0, 1, 2, 3, 10, 11, 12, 13, 20, 21, 22, 23].map(v => v / 2 + 100)
    );
    assert.ok([...data.subarray(0, 5), ...data.subarray(17)].every(value => value === -7));
  });

  it('gives the same whether the object is new or has served before', () => {
    const resizer = new Resizer();
    const run = (r: Resizer, region: Region, size: number, method: Resampling): Float32Array => {
      const data = new Float32Array(3 * size * size);
      r.resize(ramp, region, method, { data, offset: 0, width: size, height: size, gain: 1, bias: 0 });
      return data;
    };
    run(resizer, { x: 1.5, y: 0, width: 50, height: 40 }, 30, 'area');
    for (const method of ['area', 'bilinear', 'pillow'] as const) {
      const region = { x: -3.25, y: 7.5, width: 31.5, height: 31.5 };
      assert.deepEqual(run(resizer, region, 12, method), run(new Resizer(), region, 12, method));
    }
  });

  it('gives a whole picture the bytes that its planes give, rounded', () => {
    const picture = pixelsOf(37, 23, (x, y, channel) => (x * 53 + y * 91 + channel * 17) % 256);
    for (const [width, height] of [
      [20, 15],
      [37, 11],
      [60, 50],
      [2, 2]
    ]) {
      const data = new Float32Array(3 * width * height);
      const planes = { data, offset: 0, width, height, gain: 1, bias: 0.5 };
      new Resizer().resize(picture, whole(picture), 'bilinear', planes);
      const bytes = resizePixels(picture, width, height, 'bilinear').data;
      for (let i = 0; i < width * height; i++)
        for (let channel = 0; channel < 3; channel++)
          assert.equal(bytes[3 * i + channel], Math.floor(data[channel * width * height + i]));
    }
  });
});

describe('halvings of a picture', () => {
  it('are means of 2×2 pixels', () => {
    const picture = pixelsOf(5, 3, (x, y, channel) => 16 * y + 4 * x + channel);
    const half = halve(picture);
    assert.deepEqual([half.width, half.height], [3, 2]);
    const red = [0, 1, 2, 3, 4, 5].map(i => half.data[3 * i]);
    // The odd last column and row stand for themselves.
    assert.deepEqual(red, [10, 18, 24, 34, 42, 48]);
    assert.deepEqual([...half.data.subarray(0, 3)], [10, 11, 12]);
    const line = halve(pixelsOf(4, 1, x => 10 * x));
    assert.deepEqual([line.width, line.height, line.data[0], line.data[3]], [2, 1, 5, 25]);
  });

  it('are the same whether read byte by byte or in words', () => {
    const value = (x: number, y: number, channel: number): number => (x * 53 + y * 91 + channel * 17 + x * y * 7) % 256;
    for (const [width, height] of [
      [24, 10],
      [24, 9],
      [4, 1]
    ]) {
      const picture = pixelsOf(width, height, value);
      const shifted = new Uint8Array(picture.data.length + 1).subarray(1);
      shifted.set(picture.data);
      assert.deepEqual([...halve(picture).data], [...halve({ ...picture, data: shifted }).data]);
    }
  });

  it('start where enough is left to shrink, and never below one pixel', () => {
    const picture = new Mipmap(pixelsOf(64, 40, () => 1));
    assert.deepEqual(
      [0.5, 1, 1.9, 2, 3.9, 4, 8].map(factor => picture.levelFor(factor, 1)),
      [0, 0, 0, 1, 1, 2, 3]
    );
    assert.deepEqual(
      [3.9, 4, 8].map(factor => picture.levelFor(factor, 2)),
      [0, 1, 2]
    );
    const smallest = picture.at(picture.levelFor(1e9, 1));
    assert.ok(smallest.width >= 1 && smallest.height >= 1);
  });
});
