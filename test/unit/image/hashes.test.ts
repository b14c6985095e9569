import assert from 'node:assert/strict';
import sharp from 'sharp';
import { decodeImage } from '../../../kernel-lib/src/image';
import { perceptualHash, pixelHash } from '../../../kernel-lib/src/image/hashes';
import { sample } from '../engine/pictures';

const distance = (a: string, b: string): number =>
  [...(BigInt(`0x${a}`) ^ BigInt(`0x${b}`)).toString(2)].filter(bit => bit === '1').length;

describe('hashes of what is seen', () => {
  it('of pixels are the same for two files of one picture, and no others', async () => {
    const file = sample('p01-a.jpg');
    const [jpeg, png, other] = await Promise.all([
      decodeImage(file),
      sharp(file).png().toBuffer().then(decodeImage),
      decodeImage(sample('p02-a.jpg'))
    ]);
    assert.equal(png.provenance.pixelHash, jpeg.provenance.pixelHash);
    assert.notEqual(other.provenance.pixelHash, jpeg.provenance.pixelHash);
    assert.ok(jpeg.provenance.fileSize! > 1000 && jpeg.provenance.fileMtime! > 0);
    assert.deepEqual([png.provenance.fileSize, png.provenance.fileMtime], [null, null]);
    const square = { data: new Uint8Array(12), width: 2, height: 2 };
    assert.notEqual(pixelHash(square), pixelHash({ ...square, width: 4, height: 1 }));
  });

  it('of the impression stay near for a smaller, harder compressed copy, and far for another picture', async () => {
    const file = sample('p01-a.jpg');
    const [original, copy, other] = await Promise.all([
      decodeImage(file),
      sharp(file).resize(200).jpeg({ quality: 40 }).toBuffer().then(decodeImage),
      decodeImage(sample('p02-a.jpg'))
    ]);
    const [a, b, c] = [original, copy, other].map(one => one.provenance.perceptualHash);
    assert.match(a, /^[0-9a-f]{16}$/);
    assert.ok(distance(a, b) <= 4, `${distance(a, b)} bits to the copy`);
    assert.ok(distance(a, c) >= 10, `${distance(a, c)} bits to another picture`);
  });

  it('rise from left to right where the picture does, whatever its size', () => {
    for (const [width, height] of [
      [1, 1],
      [3, 2],
      [90, 80],
      [999, 777]
    ]) {
      const data = new Uint8Array(width * height * 3).map((_, i) => ((Math.floor(i / 3) % width) * 255) / width);
      const hash = perceptualHash({ data, width, height });
      if (width >= 9) assert.equal(hash, 'ffffffffffffffff');
      assert.equal(hash.length, 16);
    }
  });
});
