import assert from 'node:assert/strict';
import sharp from 'sharp';
import {
  ARCFACE_TEMPLATE,
  encodeThumbnail,
  fitAligned,
  Mipmap,
  transformPoint,
  warpFace
} from '../../../kernel-lib/src/image';
import type { DecodedImage, Landmarks, Pixels, Point } from '../../../kernel-lib/src/types';
import { pixelsOf } from './pictures';

/** Largest and mean difference of two crops, `margin` px off the border. */
function compare(a: Pixels, b: Pixels, margin = 0): { largest: number; mean: number } {
  let largest = 0;
  let sum = 0;
  let count = 0;
  for (let y = margin; y < a.height - margin; y++) {
    for (let i = (y * a.width + margin) * 3; i < (y * a.width + a.width - margin) * 3; i++, count++) {
      const d = Math.abs(a.data[i] - b.data[i]);
      largest = Math.max(largest, d);
      sum += d;
    }
  }
  return { largest, mean: sum / count };
}

/** A smooth picture that can be computed for any place, so the true crop is known. */
const scene = (x: number, y: number, channel: number): number =>
  128 + 60 * Math.sin(x / 17 + channel) + 50 * Math.cos(y / 23 - channel);

describe('the aligned crop', () => {
  it('of a picture that lies in the template is that picture', () => {
    const picture = pixelsOf(112, 112, scene);
    assert.deepEqual(compare(warpFace(picture, ARCFACE_TEMPLATE), picture), { largest: 0, mean: 0 });
  });

  for (const [name, scale, degrees] of [
    ['upright, same size', 1, 0],
    ['small and tilted', 0.7, 12],
    ['upside down', 1.1, 180],
    ['large', 1.4, -8],
    ['very large: sampled from a halving', 2.6, 20],
    ['huge: sampled from the second halving', 5.1, -30]
  ] as const) {
    it(`shows what lies at the template's places (${name})`, () => {
      const angle = (degrees * Math.PI) / 180;
      // Template → picture; the crop's centre lies in the picture's centre.
      const side = Math.ceil(170 * Math.max(1, scale));
      const [a, b] = [scale * Math.cos(angle), scale * Math.sin(angle)];
      const there = { a, b, tx: side / 2 - a * 56 + b * 56, ty: side / 2 - b * 56 - a * 56 };
      // The scene is drawn at the crop's resolution, so that it is smooth at every scale.
      const picture = pixelsOf(side, side, (x, y, c) => scene(x / scale, y / scale, c));
      const landmarks = ARCFACE_TEMPLATE.map(p => transformPoint(there, p)) as Landmarks;
      const truth = pixelsOf(112, 112, (u, v, c) => {
        const [x, y] = transformPoint(there, [u, v]);
        return scene(x / scale, y / scale, c);
      });
      const { largest, mean } = compare(warpFace(picture, landmarks), truth, 4);
      // Half a pixel off would cost a mean of about 1.5.
      assert.ok(mean < 0.5 && largest <= 3, `mean ${mean}, largest ${largest}`);
      const shared = new Mipmap(picture);
      assert.deepEqual(warpFace(shared, landmarks), warpFace(picture, landmarks));
    });
  }

  it('does not let fine detail of a large face turn into a pattern', () => {
    // A chequerboard of single pixels, seen at a quarter of its size, is plain grey.
    const picture = pixelsOf(600, 600, (x, y) => ((x + y) % 2 ? 255 : 0));
    const landmarks = ARCFACE_TEMPLATE.map(([x, y]): Point => [x * 4 + 70, y * 4 + 70]) as Landmarks;
    const crop = warpFace(picture, landmarks);
    assert.ok(Math.min(...crop.data) >= 120 && Math.max(...crop.data) <= 135);
  });

  it('repeats the border outside the picture', () => {
    const picture = pixelsOf(60, 60, (_x, _y, channel) => 50 + 60 * channel);
    const crop = warpFace(picture, ARCFACE_TEMPLATE.map(([x, y]): Point => [x - 30, y - 30]) as Landmarks);
    for (let i = 0; i < crop.data.length; i++) assert.equal(crop.data[i], 50 + 60 * (i % 3));
  });

  it('is scaled with the template for other sizes', () => {
    const picture = pixelsOf(224, 224, (x, y, c) => scene((x + 0.5) / 2 - 0.5, (y + 0.5) / 2 - 0.5, c));
    const landmarks = ARCFACE_TEMPLATE.map(([x, y]): Point => [2 * x + 0.5, 2 * y + 0.5]) as Landmarks;
    assert.deepEqual(warpFace(picture, landmarks, 224), picture);
  });

  it('refuses landmarks that coincide', () => {
    const point: Point = [5, 5];
    const picture = pixelsOf(20, 20, scene);
    assert.throws(() => warpFace(picture, [point, point, point, point, point]), { code: 'INVALID_ARGUMENT' });
  });
});

describe('a picture that is a crop already', () => {
  const image = (pixels: Pixels): DecodedImage => ({
    ...pixels,
    originalWidth: pixels.width,
    originalHeight: pixels.height,
    scale: 1,
    sha256: '',
    format: 'png',
    takenAt: null,
    provenance: {
      fileSize: null,
      fileMtime: null,
      pixelHash: '',
      perceptualHash: '',
      camera: null,
      takenAtZoned: null
    },
    warnings: []
  });

  it('is left as it is at 112×112 and scaled to it otherwise', async () => {
    const exact = pixelsOf(112, 112, scene);
    assert.deepEqual(await fitAligned(image(exact)), exact);
    for (const side of [56, 96, 150, 224, 512]) {
      const k = side / 112;
      const crop = await fitAligned(
        image(pixelsOf(side, side, (x, y, c) => scene((x + 0.5) / k - 0.5, (y + 0.5) / k - 0.5, c)))
      );
      assert.deepEqual([crop.width, crop.height], [112, 112]);
      assert.ok(compare(crop, exact, 2).mean < 0.6, `${side}: ${compare(crop, exact, 2).mean}`);
    }
  });

  it('is kept as a small WebP', async () => {
    const crop = pixelsOf(112, 112, scene);
    const bytes = await encodeThumbnail(crop);
    const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
    assert.deepEqual([info.width, info.height, (await sharp(bytes).metadata()).format], [112, 112, 'webp']);
    assert.ok(bytes.length < 8000);
    assert.ok(compare({ data, width: 112, height: 112 }, crop).mean < 4);
  });
});
