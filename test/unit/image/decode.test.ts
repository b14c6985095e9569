import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
import { pathToFileURL } from 'node:url';
import * as zlib from 'node:zlib';
import sharp from 'sharp';
import { decodeImage, describeInput } from '../../../kernel-lib/src/image';
import { distance, QUARTERS, quarters, readQuarters } from './pictures';

describe('decoding a picture', () => {
  const encodings: Record<string, () => Promise<Buffer>> = {
    jpeg: () => quarters().jpeg({ quality: 95, chromaSubsampling: '4:4:4' }).toBuffer(),
    'progressive jpeg': () => quarters().jpeg({ quality: 95, progressive: true }).toBuffer(),
    png: () => quarters().png().toBuffer(),
    'palette png': () => quarters().png({ palette: true }).toBuffer(),
    '16-bit png': () => quarters().toColourspace('rgb16').png().toBuffer(),
    webp: () => quarters().webp({ quality: 95 }).toBuffer(),
    'lossless webp': () => quarters().webp({ lossless: true }).toBuffer(),
    gif: () => quarters().gif().toBuffer(),
    avif: () => quarters().avif({ quality: 90, effort: 1 }).toBuffer(),
    tiff: () => quarters().tiff({ compression: 'lzw' }).toBuffer(),
    '16-bit tiff': () => quarters().toColourspace('rgb16').tiff({ compression: 'deflate' }).toBuffer()
  };
  for (const [name, encode] of Object.entries(encodings)) {
    it(`reads ${name} as 8-bit RGB`, async () => {
      const bytes = await encode();
      const image = await decodeImage(bytes);
      assert.equal(image.format, name.split(' ').pop());
      assert.deepEqual([image.width, image.height, image.data.length], [64, 48, 64 * 48 * 3]);
      assert.deepEqual([image.originalWidth, image.originalHeight, image.scale], [64, 48, 1]);
      assert.ok(distance(readQuarters(image), QUARTERS) <= 12, JSON.stringify(readQuarters(image)));
      assert.equal(image.sha256, createHash('sha256').update(bytes).digest('hex'));
      assert.deepEqual(image.warnings, []);
    });
  }

  it('turns grey, 16-bit grey and CMYK into RGB', async () => {
    const grey = await quarters().toColourspace('b-w').png().toBuffer();
    const grey16 = await quarters().toColourspace('grey16').png().toBuffer();
    const cmyk = await quarters().toColourspace('cmyk').jpeg({ quality: 95 }).toBuffer();
    assert.equal((await sharp(cmyk).metadata()).channels, 4);
    for (const bytes of [grey, grey16]) {
      const image = await decodeImage(bytes);
      assert.equal(image.data.length, 64 * 48 * 3);
      for (const [r, g, b] of readQuarters(image)) assert.ok(r === g && g === b);
    }
    // Printing inks cannot show these colours: what must remain is which channel dominates.
    const [red, green, blue] = readQuarters(await decodeImage(cmyk));
    assert.ok(red[0] > red[1] + 80 && green[1] > green[0] + 60 && blue[2] > blue[0] + 40);
  });

  it('puts transparency on white', async () => {
    const clear = { r: 10, g: 200, b: 30, alpha: 0 };
    const bytes = await sharp({ create: { width: 8, height: 8, channels: 4, background: clear } })
      .png()
      .toBuffer();
    const half = { r: 0, g: 0, b: 0, alpha: 0.5 };
    const shade = await sharp({ create: { width: 8, height: 8, channels: 4, background: half } })
      .webp({ lossless: true })
      .toBuffer();
    assert.deepEqual([...(await decodeImage(bytes)).data.subarray(0, 3)], [255, 255, 255]);
    for (const value of (await decodeImage(shade)).data.subarray(0, 3)) assert.ok(Math.abs(value - 127) <= 1);
    const deep = await sharp(bytes).toColourspace('rgb16').png().toBuffer();
    assert.deepEqual([...(await decodeImage(deep)).data.subarray(0, 3)], [255, 255, 255]);
  });

  for (let orientation = 1; orientation <= 8; orientation++) {
    it(`honours EXIF orientation ${orientation}`, async () => {
      const upright = await quarters().png().toBuffer();
      // What a camera held that way stores: the inverse turn, and the note how to turn it back.
      const stored = await storedAs(upright, orientation);
      const image = await decodeImage(
        await sharp(stored).withMetadata({ orientation }).jpeg({ quality: 95 }).toBuffer()
      );
      assert.deepEqual([image.width, image.height], [64, 48]);
      assert.deepEqual([image.originalWidth, image.originalHeight], [64, 48]);
      assert.ok(distance(readQuarters(image), QUARTERS) <= 20, JSON.stringify(readQuarters(image)));
    });
  }

  it('scales pictures wider than 1920 px down while decoding, after turning them', async () => {
    const wide = await decodeImage(await quarters(3840, 1000).jpeg().toBuffer());
    assert.deepEqual([wide.width, wide.height, wide.scale], [1920, 500, 0.5]);
    assert.deepEqual([wide.originalWidth, wide.originalHeight], [3840, 1000]);
    assert.ok(distance(readQuarters(wide), QUARTERS) <= 20);

    const turned = await quarters(1000, 2400).withMetadata({ orientation: 6 }).jpeg().toBuffer();
    const image = await decodeImage(turned);
    assert.deepEqual([image.originalWidth, image.originalHeight], [2400, 1000]);
    assert.deepEqual([image.width, image.height, image.scale], [1920, 800, 0.8]);

    const tall = await decodeImage(await quarters(600, 2400).jpeg().toBuffer());
    assert.deepEqual([tall.width, tall.height, tall.scale], [600, 2400, 1]);
    const exact = await decodeImage(await quarters(1920, 100).png().toBuffer());
    assert.deepEqual([exact.width, exact.scale], [1920, 1]);
  });

  it('takes the first frame of an animation and warns', async () => {
    const frames = await Promise.all([quarters().png().toBuffer(), quarters().negate().png().toBuffer()]);
    for (const format of ['gif', 'webp'] as const) {
      const bytes = await sharp(frames, { join: { animated: true } })
        .toFormat(format)
        .toBuffer();
      assert.equal((await sharp(bytes).metadata()).pages, 2);
      const image = await decodeImage(bytes);
      assert.deepEqual([image.width, image.height], [64, 48]);
      assert.ok(distance(readQuarters(image), QUARTERS) <= 30, JSON.stringify(readQuarters(image)));
      assert.deepEqual(
        image.warnings.map(w => w.code),
        ['ANIMATED_FIRST_FRAME']
      );
      assert.match(image.warnings[0].message, new RegExp(`${format}.*first frame`, 'i'));
    }
  });

  it('warns of further pages and of frames that the decoder is silent about', async () => {
    const frames = await Promise.all([quarters().png().toBuffer(), quarters().negate().png().toBuffer()]);
    const pages = await decodeImage(
      await sharp(frames, { join: { animated: true } })
        .tiff()
        .toBuffer()
    );
    assert.ok(distance(readQuarters(pages), QUARTERS) <= 30);
    assert.match(pages.warnings[0].message, /TIFF holds 2 pages.*first page/);

    const chunk = Buffer.from([0, 0, 0, 8, ...Buffer.from('acTL'), 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0]);
    chunk.writeUInt32BE(zlib.crc32(chunk.subarray(4, 16)), 16);
    const animated = await decodeImage(Buffer.concat([frames[0].subarray(0, 33), chunk, frames[0].subarray(33)]));
    assert.ok(distance(readQuarters(animated), QUARTERS) <= 1);
    assert.deepEqual(
      animated.warnings.map(w => w.code),
      ['ANIMATED_FIRST_FRAME']
    );
  });

  it('does not take the smaller copies in a TIFF pyramid for pages', async () => {
    const bytes = await quarters(640, 480).tiff({ tile: true, pyramid: true }).toBuffer();
    assert.ok(((await sharp(bytes).metadata()).pages ?? 1) > 1);
    const image = await decodeImage(bytes);
    assert.deepEqual([image.width, image.height, image.warnings], [640, 480, []]);
  });

  it('takes paths, file URLs, buffers and parts of buffers, whatever the name', async () => {
    const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'facegauge names '));
    try {
      const bytes = await quarters().jpeg().toBuffer();
      const names = [
        'two words.jpg',
        '证件照 一.jpg',
        '😀🇨🇳.jpg',
        '<img src=x onerror=alert(1)>&amp;.jpg',
        "'#%20?.jpg",
        'no-extension',
        'wrong.png'
      ];
      for (const name of names.map(name => name.replaceAll('/', '∕'))) {
        const file = path.join(folder, name);
        await fs.writeFile(file, bytes);
        const image = await decodeImage(file);
        const { sha256 } = await decodeImage(pathToFileURL(file));
        assert.deepEqual([image.width, image.format, image.sha256], [64, 'jpeg', sha256]);
        assert.equal(describeInput(file), file);
        assert.equal(describeInput(pathToFileURL(file)), file);
      }
      const padded = Buffer.concat([Buffer.alloc(7), bytes]);
      assert.equal((await decodeImage(new Uint8Array(bytes))).width, 64);
      assert.equal((await decodeImage(padded.subarray(7))).width, 64);
      assert.equal(describeInput(bytes), 'bytes');
    } finally {
      await fs.rm(folder, { recursive: true });
    }
  });

  it('says when the picture was taken, or null', async () => {
    const dated = (tags: Record<string, string>): Promise<Buffer> =>
      quarters().withExif({ IFD2: tags }).jpeg().toBuffer();
    const time = async (tags: Record<string, string>): Promise<number | null> =>
      (await decodeImage(await dated(tags))).takenAt;
    assert.equal(await time({ DateTimeOriginal: '2023:05:06 07:08:09' }), Date.UTC(2023, 4, 6, 7, 8, 9));
    assert.equal(
      await time({ DateTimeOriginal: '2023:05:06 07:08:09', OffsetTimeOriginal: '+08:00', SubSecTimeOriginal: '25' }),
      Date.UTC(2023, 4, 5, 23, 8, 9, 250)
    );
    assert.equal(await time({ DateTimeOriginal: '0000:00:00 00:00:00' }), null);
    assert.equal((await decodeImage(await quarters().jpeg().toBuffer())).takenAt, null);
  });
});

/** The upright picture as a camera stores it that needs EXIF `orientation` to be shown upright. */
async function storedAs(upright: Buffer, orientation: number): Promise<Buffer> {
  const turned = (angle: number): Promise<Buffer> => sharp(upright).rotate(angle).png().toBuffer();
  switch (orientation) {
    case 2:
      return sharp(upright).flop().png().toBuffer();
    case 3:
      return turned(180);
    case 4:
      return sharp(upright).flip().png().toBuffer();
    case 5:
      return sharp(await turned(90))
        .flop()
        .png()
        .toBuffer();
    case 6:
      return turned(270);
    case 7:
      return sharp(await turned(270))
        .flop()
        .png()
        .toBuffer();
    case 8:
      return turned(90);
    default:
      return upright;
  }
}
