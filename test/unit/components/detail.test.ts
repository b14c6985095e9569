import assert from 'node:assert/strict';
import sharp from 'sharp';
import { faceDetail, measureComponents } from '../../../kernel-lib/src/components';
import { compressionArtifacts } from '../../../kernel-lib/src/components/compression';
import { Luma } from '../../../kernel-lib/src/components/luma';
import { decodeImage } from '../../../kernel-lib/src/image';
import type { ComponentValue, Landmarks } from '../../../kernel-lib/src/types';
import { loadSample } from '../recognition/samples';

const PATH = 'notebooks/samples';

/** Sharpness and CompressionArtifacts of a sample after `change`, which may scale the picture and move it by `shift`. */
async function measure(
  name: string,
  change: (picture: sharp.Sharp) => sharp.Sharp,
  shift: [number, number] = [0, 0]
): Promise<{ sharpness: ComponentValue; compression: ComponentValue }> {
  const { box, landmarks, crop, image: before } = await loadSample(name);
  const raw = { raw: { width: before.width, height: before.height, channels: 3 as const } };
  const image = await decodeImage(await change(sharp(before.data, raw)).toBuffer());
  const k = shift.some(v => v !== 0) ? 1 : image.width / before.width;
  const place = ([x, y]: [number, number]): [number, number] => [
    (x - shift[0] + 0.5) * k - 0.5,
    (y - shift[1] + 0.5) * k - 0.5
  ];
  const [left, top] = place([box.x, box.y]);
  const face = {
    box: { x: left, y: top, width: box.width * k, height: box.height * k },
    landmarks: landmarks.map(place) as Landmarks,
    score: 1,
    fallback: false
  };
  const given = {
    image,
    face,
    crop,
    faces: 1,
    causes: null,
    aligned: false,
    originalScale: image.scale,
    detail: faceDetail(image, face.landmarks)
  };
  const { Sharpness, CompressionArtifacts } = measureComponents(given);
  return { sharpness: Sharpness, compression: CompressionArtifacts };
}

describe('Sharpness', () => {
  const good = 'p11-a.jpg';

  it('does not depend on size: the same picture at half to three times its size stays sharp', async () => {
    for (const scale of [0.5, 0.75, 1, 1.5, 3]) {
      const { sharpness } = await measure(good, p => p.resize(Math.round(384 * scale)).png());
      assert.ok(sharpness.score >= 85, `× ${scale}: ${sharpness.score}`);
    }
  });

  it('stays low for a picture enlarged from a small one', async () => {
    for (const side of [48, 64, 96]) {
      const small = await sharp(`${PATH}/${good}`).resize(side).png().toBuffer();
      const large = await sharp(small).resize(384).png().toBuffer();
      const { sharpness } = await measure(good, () => sharp(large).png());
      assert.ok(sharpness.score < 50, `${side} px: ${sharpness.score}`);
    }
  });

  it('falls with every step of blur, and says defocus', async () => {
    let last = 101;
    for (const sigma of [0.5, 1, 2, 3, 5]) {
      const { sharpness } = await measure(good, p => p.blur(sigma).png());
      assert.ok(sharpness.score <= last, `σ ${sigma}: ${sharpness.score} after ${last}`);
      last = sharpness.score;
    }
    const { sharpness } = await measure(good, p => p.blur(3).png());
    assert.ok(sharpness.score < 20);
    assert.equal(sharpness.cause, 'defocus');
  });

  it('does not depend on contrast or brightness', async () => {
    const value = async (a: number, b: number): Promise<number> =>
      (await measure(good, p => p.linear(a, b).png())).sharpness.value;
    const plain = await value(1, 0);
    for (const [a, b] of [
      [0.5, 0],
      [0.5, 100]
    ])
      assert.ok(Math.abs((await value(a, b)) - plain) < 0.06, `× ${a} + ${b}`);
  });

  it('sees motion in any direction', async () => {
    const streak = (dx: number, dy: number): sharp.Kernel => {
      const kernel = Array(169).fill(0);
      for (let k = -6; k <= 6; k++) kernel[(6 + k * dy) * 13 + 6 + k * dx] = 1;
      return { width: 13, height: 13, kernel };
    };
    for (const [dx, dy] of [
      [1, 0],
      [0, 1],
      [1, 1],
      [1, -1]
    ]) {
      const { sharpness } = await measure(good, p => p.convolve(streak(dx, dy)).png());
      assert.ok(sharpness.score < 50, `${dx},${dy}: ${sharpness.score}`);
      assert.equal(sharpness.cause, 'motion', `${dx},${dy}`);
    }
  });

  it('is not raised by noise, which it names', async () => {
    const noisy = (sigma: number) => async () => {
      const noise = await sharp({
        create: {
          width: 384,
          height: 384,
          channels: 3,
          background: '#808080',
          noise: { type: 'gaussian', mean: 128, sigma }
        }
      })
        .png()
        .toBuffer();
      return (await measure(good, p => p.composite([{ input: noise, blend: 'hard-light' }]).png())).sharpness;
    };
    const clean = (await measure(good, p => p.png())).sharpness;
    const strong = await noisy(50)();
    assert.ok(strong.score < clean.score && strong.score < 50, `${strong.score}`);
    assert.equal(strong.cause, 'noise');
  });
});

describe('CompressionArtifacts', () => {
  const good = 'p07-a.jpg';

  it('falls with the JPEG quality, from above 95 to below 10', async () => {
    const scores: number[] = [];
    for (const quality of [90, 60, 40, 25, 15, 8])
      scores.push((await measure(good, p => p.jpeg({ quality }))).compression.score);
    assert.ok(scores[0] >= 95 && scores.at(-1)! < 10, `${scores}`);
    for (let i = 1; i < scores.length; i++) assert.ok(scores[i] <= scores[i - 1], `${scores}`);
  });

  it('sees no blocks where there are none: on a face of few pixels, beside the border of another picture', async () => {
    const { image, box } = await loadSample('p15-full-body.jpg');
    for (const side of [6, 10, 16, 24])
      for (const at of [0.25, 0.5, 0.7]) {
        const small = { x: box.x + at * box.width, y: box.y + at * box.height, width: side, height: 1.3 * side };
        const { score } = compressionArtifacts(new Luma(image), small, 1);
        assert.ok(score > 85, `${side} px at ${at}: ${score}`);
      }
    const beside = { ...image, data: image.data.slice() };
    for (let y = 0; y < image.height; y++)
      beside.data.fill(
        255,
        (y * image.width + Math.floor(box.x) - 8) * 3,
        (y * image.width + Math.floor(box.x) - 3) * 3
      );
    const { score } = compressionArtifacts(new Luma(beside), box, 1);
    assert.ok(score > 85, `beside a frame: ${score}`);
  });

  it('finds the grid of a cropped picture', async () => {
    const jpeg = await sharp(`${PATH}/${good}`).jpeg({ quality: 10 }).toBuffer();
    const { compression } = await measure(
      good,
      () => sharp(jpeg).extract({ left: 3, top: 5, width: 370, height: 370 }).png(),
      [3, 5]
    );
    assert.ok(compression.score < 15, `${compression.score}`);
  });

  it('follows the grid of a picture shrunk while decoding', async () => {
    const at = async (quality: number): Promise<number> =>
      (await measure(good, p => p.resize(2880).jpeg({ quality }))).compression.value;
    const [fine, coarse] = [await at(90), await at(8)];
    assert.ok(coarse > fine + 1, `${fine} ${coarse}`);
  });

  it('takes neither blur nor noise for blocks', async () => {
    assert.ok((await measure(good, p => p.blur(3).png())).compression.score >= 95);
    assert.ok((await measure('p19-noise1.jpg', p => p.png())).compression.score >= 95);
  });
});
