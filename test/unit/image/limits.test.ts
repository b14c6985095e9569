import assert from 'node:assert/strict';
import type { FacegaugeError } from '../../../kernel-lib/src/errors';
import { decodeImage } from '../../../kernel-lib/src/image';
import { decodingScale, MAX_DECODED_PIXELS, MAX_SIDE, type PictureHeader } from '../../../kernel-lib/src/image/limits';
import { inTime, oneAtATime, ThreadLost } from '../../../kernel-lib/src/image/patience';
import { duplicateTags, flatPng, pngHeader } from './hostile';
import { quarters } from './pictures';

const header = (width: number, height: number, more: Partial<PictureHeader> = {}): PictureHeader => ({
  ...{ width, height, format: 'jpeg', channels: 3, depth: 1, progressive: false },
  ...more
});
const scaleOf = (width: number, height: number): number => decodingScale(header(width, height), 'a.jpg');

describe('what a picture may cost', () => {
  it('leaves photographs as they are, up to 1920 px wide and twice as high', () => {
    assert.equal(scaleOf(1920, 2560), 1);
    assert.equal(scaleOf(1920, 3840), 1);
    assert.equal(scaleOf(3840, 1000), 0.5);
    assert.equal(scaleOf(3024, 4032), 1920 / 3024);
  });

  it('limits pixels and the longer side, whichever side that is', () => {
    for (const [width, height] of [
      [1080, 20_000],
      [1080, 92_000],
      [800, 40_000],
      [40_000, 800],
      [90_000, 1000],
      [9999, 10_000]
    ]) {
      const scale = scaleOf(width, height);
      const [w, h] = [Math.round(width * scale), Math.round(height * scale)];
      assert.ok(
        w * h <= MAX_DECODED_PIXELS * 1.001 && Math.max(w, h) <= MAX_SIDE,
        `${width} × ${height} → ${w} × ${h}`
      );
      assert.ok(Math.min(w, h) >= 112);
    }
  });

  it('scales a long screenshot so that its faces are kept', async () => {
    const image = await decodeImage(await quarters(700, 12_000).png().toBuffer());
    assert.ok(image.scale > 0.9 && image.scale < 1);
    assert.deepEqual([image.originalWidth, image.originalHeight], [700, 12_000]);
    assert.equal(image.data.length, 3 * image.width * image.height);
    assert.ok(Math.abs(image.height - 12_000 * image.scale) <= 10);
  });

  it('refuses a strip by name, and says what it measures', async () => {
    // Complete, and of no more pixels than are allowed: only its shape is wrong.
    const error = await decodeImage(flatPng(400, 60_000)).then(
      () => assert.fail('it was decoded'),
      (reason: FacegaugeError) => reason
    );
    assert.equal(error.code, 'EXTREME_SHAPE');
    assert.match(error.message, /400 × 60000/);
    assert.match(error.action ?? '', /Cut/);
    await assert.rejects(decodeImage(pngHeader(250_000, 400)), { code: 'EXTREME_SHAPE' });
  });

  it('refuses what a decoder would have to hold in one piece', async () => {
    const piece = pngHeader(9900, 9900, { depth: 16, colour: 6, interlaced: true });
    await assert.rejects(decodeImage(piece), (error: FacegaugeError) => {
      assert.equal(error.code, 'TOO_MANY_PIXELS');
      assert.match(error.message, /9900 × 9900.*748 MB at once/);
      return true;
    });
    const large = { width: 9900, height: 9900, depth: 2, channels: 4 };
    assert.equal(decodingScale(header(9900, 9900, { ...large, format: 'png' }), undefined), 1920 / 9900);
    assert.throws(() => decodingScale(header(9900, 9900, { ...large, format: 'tiff' }), undefined));
  });

  it('reads a directory that repeats a tag in time that the file’s length bounds', async () => {
    // Believed, it is 4 × 10⁹ values.
    await assert.rejects(decodeImage(duplicateTags(20_000, 200_000)), { code: 'UNREADABLE_IMAGE' });
  });

  it('gives up what does not end, and says so', async () => {
    const never = new Promise<never>(() => undefined);
    await assert.rejects(inTime(never, 'decoding', 'a.jpg', 0.02), (error: FacegaugeError) => {
      assert.equal(error.code, 'UNREADABLE_IMAGE');
      assert.ok(error.cause instanceof ThreadLost);
      return /decoding of "a\.jpg" did not end/.test(error.message);
    });
    assert.equal(await inTime(Promise.resolve(7), 'reading', undefined), 7);
  });

  it('decodes large pictures one after the other, also after one that failed', async () => {
    let atOnce = 0;
    let most = 0;
    const work = async (fails: boolean): Promise<void> => {
      most = Math.max(most, ++atOnce);
      await new Promise(resolve => setTimeout(resolve, 5));
      atOnce--;
      if (fails) throw new Error('damaged');
    };
    const all = await Promise.allSettled([false, true, false].map(fails => oneAtATime(() => work(fails))));
    assert.deepEqual(
      all.map(({ status }) => status),
      ['fulfilled', 'rejected', 'fulfilled']
    );
    assert.equal(most, 1);
  });
});
