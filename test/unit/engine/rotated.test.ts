import assert from 'node:assert/strict';
import sharp from 'sharp';
import { rotatedBack } from '../../../kernel-lib/src/engine/rotated';
import { rotatePixels, type QuarterTurns } from '../../../kernel-lib/src/image';
import { isSample, open, type Sample, type Session } from '../../../kernel-lib/src/session';
import type { Face } from '../../../kernel-lib/src/types';
import { sample } from './pictures';

const ALL: readonly QuarterTurns[] = [1, 2, 3];

describe('turned pictures', () => {
  it('are turned as sharp turns them, and faces come back to where they were', async () => {
    const [width, height] = [5, 3];
    const data = Uint8Array.from({ length: width * height * 3 }, (_, i) => i * 5);
    for (const turns of ALL) {
      const turned = rotatePixels({ data, width, height }, turns);
      const by = sharp(data, { raw: { width, height, channels: 3 } }).rotate(90 * turns);
      const expected = await by.raw().toBuffer({ resolveWithObject: true });
      assert.deepEqual([turned.width, turned.height], [expected.info.width, expected.info.height]);
      assert.deepEqual(Buffer.from(turned.data), expected.data, `${turns}`);
      // The first pixel is where the turned picture has it.
      const at = turned.data.findIndex((_, i) => i % 3 === 0 && turned.data[i] === 0 && turned.data[i + 1] === 5) / 3;
      const [x, y] = [at % turned.width, Math.floor(at / turned.width)];
      const face: Face = {
        box: { x, y, width: 1, height: 1 },
        landmarks: Array(5).fill([x, y]) as Face['landmarks'],
        score: 1,
        fallback: false
      };
      const back = rotatedBack(face, turns, { width, height }, 2);
      assert.deepEqual(back.box, { x: 0, y: 0, width: 2, height: 2 });
      assert.deepEqual(back.landmarks[0], [0.5, 0.5]);
    }
  });

  describe('of people', function () {
    this.timeout(240_000);
    let session: Session;
    before(async () => {
      session = await open({ device: 'cpu', store: false });
    });
    after(() => session.close());

    const seen = async (input: string | Buffer): Promise<Sample> => {
      const result = await session.extract(input);
      assert.ok(isSample(result), 'no face');
      return result;
    };

    // The last is larger than what is looked at.
    for (const name of ['p01-a.jpg', 'p18-a.jpg', 'p18-full-body.jpg'])
      it(`give the face of ${name} its embedding and quality, and say how it lies`, async () => {
        const upright = await seen(sample(name));
        for (const turns of ALL) {
          const bytes = await sharp(sample(name))
            .rotate(90 * turns)
            .png()
            .toBuffer();
          const turned = await seen(bytes);
          const cosine = turned.embedding.reduce((sum, value, i) => sum + value * upright.embedding[i], 0);
          assert.ok(cosine > 0.9, `${turns}: cosine ${cosine}`);
          assert.ok(Math.abs(turned.quality! - upright.quality!) < 0.1, `${turns}: ${turned.quality}`);
          const [first] = turned.findings;
          assert.equal(first.code, 'tilted');
          assert.equal(first.severity, 3);
          assert.match(first.en, /on its side|upside down/);
          assert.equal(/upside down/.test(first.en), turns === 2);
          assert.ok(!turned.findings.some(({ code }) => code === 'profile' || code === 'mask'));
          // What is above and below a head that does not stand upright is not told.
          assert.equal(turned.components.MarginAboveOfTheFaceImage, undefined);
        }
      });

    it('find a face in every turn where all of a picture are asked for', async () => {
      const upright = await session.faces(sample('p01-a.jpg'));
      const bytes = await sharp(sample('p01-a.jpg')).rotate(180).png().toBuffer();
      const turned = await session.faces(bytes);
      assert.equal(turned.length, upright.length);
      assert.equal(turned[0].findings[0].code, 'tilted');
    });
  });
});
