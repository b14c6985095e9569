import assert from 'node:assert/strict';
import sharp from 'sharp';
import { drawingBundle } from '../../../kernel-lib/src/drawing';
import { encodePng } from '../../../kernel-lib/src/drawing/png';

async function pixels(png: Buffer): Promise<{ data: Buffer; width: number; height: number }> {
  const { data, info } = await sharp(png).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

describe('pictures of 256 colours', () => {
  it('keep every colour of a drawing that has fewer, and its transparent corners', async () => {
    const colours = [
      [255, 255, 255, 255],
      [27, 31, 36, 255],
      [194, 73, 45, 255],
      [244, 246, 248, 255],
      [0, 0, 0, 0]
    ];
    const rgba = Buffer.from(Array.from({ length: 60 }, (_, i) => colours[i % colours.length]).flat());
    const back = await pixels(encodePng(rgba, 10, 6));
    assert.deepEqual([back.width, back.height], [10, 6]);
    assert.deepEqual(back.data, rgba);
  });

  it('stay near the colours of a photograph, and do not lose a small mark beside it', async () => {
    const [width, height] = [300, 300];
    const rgba = Buffer.alloc(4 * width * height, 255);
    for (let i = 0; i < width * height; i++) {
      const [x, y] = [i % width, Math.floor(i / width)];
      rgba.set([80 + x / 2, 60 + y / 2, 50 + (x + y) / 5], 4 * i);
    }
    for (let x = 0; x < 6; x++) rgba.set([0, 100, 164], 4 * x);
    const { data } = await pixels(encodePng(rgba, width, height));
    const off = (i: number) => Math.max(...[0, 1, 2].map(c => Math.abs(data[4 * i + c] - rgba[4 * i + c])));
    const distances = Array.from({ length: width * height }, (_, i) => off(i));
    assert.ok(distances.reduce((a, b) => a + b, 0) / distances.length < 5);
    assert.ok(Math.max(...distances.slice(0, 6)) <= 4, `${distances.slice(0, 6)}`);
  });

  it('are what a drawing becomes, at two pixels a unit', async () => {
    const svg =
      '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10" width="20" height="10"><rect width="10" height="10" fill="#0064a4"/></svg>';
    const bundle = await drawingBundle({ svg, width: 20, height: 10 }, 'a bar');
    const { data, width, height } = await pixels(Buffer.from(bundle['image/png'] as string, 'base64'));
    assert.deepEqual([width, height], [40, 20]);
    assert.deepEqual([...data.subarray(0, 4)], [0, 100, 164, 255]);
    assert.equal(data[4 * 39 + 3], 0);
  });
});
