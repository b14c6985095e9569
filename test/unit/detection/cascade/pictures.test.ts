import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import sharp from 'sharp';
import { findByCascade, rankFaces } from '../../../../kernel-lib/src/detection';
import type { CascadeNetworks } from '../../../../kernel-lib/src/detection';
import { ARCFACE_TEMPLATE, decodeImage, similarityTransform, transformPoint } from '../../../../kernel-lib/src/image';
import type { Face } from '../../../../kernel-lib/src/types';
import { loadCascade, samples, shared } from '../onnx';

describe('the embedded cascade on real pictures', () => {
  let networks: CascadeNetworks;
  before(async () => {
    networks = await loadCascade();
  });

  const detect = async (file: string | Uint8Array): Promise<Face[]> => findByCascade(await decodeImage(file), networks);
  const conditions = fs
    .readFileSync(path.join(samples, 'samples.csv'), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map(line => line.split(','));
  const good = conditions.filter(([, , condition]) => condition === 'good').map(([file]) => file);

  it('finds the face of each good sample, with a face’s geometry, and rarely a second', async () => {
    assert.equal(good.length, 43);
    const several: string[] = [];
    for (const file of good) {
      const faces = await detect(path.join(samples, file));
      if (faces.length > 1) several.push(file);
      const [{ box, landmarks, score, fallback }] = faces;
      assert.ok(score > 0.9 && !fallback, file);
      for (const [x, y] of landmarks) {
        assert.ok(
          x > box.x && x < box.x + box.width && y > box.y && y < box.y + box.height,
          `${file}: landmark in box`
        );
      }
      const toCrop = similarityTransform(landmarks, ARCFACE_TEMPLATE);
      landmarks.forEach((point, i) => {
        const [x, y] = transformPoint(toCrop, point);
        const off = Math.hypot(x - ARCFACE_TEMPLATE[i][0], y - ARCFACE_TEMPLATE[i][1]);
        assert.ok(off < 8, `${file}: landmark ${i} is ${off} px off the template`);
      });
    }
    assert.ok(several.length <= 6, `more than one face in ${several.join(', ')}`);
  });

  it('finds none on an empty path and several in a group', async () => {
    assert.deepEqual(await detect(path.join(samples, 'empty-path.jpg')), []);
    const faces = await detect(path.join(samples, 'group.jpg'));
    assert.equal(faces.length, 3);
    const [largest] = rankFaces(faces, 'largest', { width: 700, height: 200 });
    assert.ok(largest.box.width === Math.max(...faces.map(f => f.box.width)));
  });

  it('finds the same place again in a smaller, a shifted and a mirrored picture', async () => {
    // Systematic displacement in px, mean over pictures and landmarks: half a pixel in each resize would show.
    const mean = { small: [0, 0], shifted: [0, 0] };
    const use = good.filter((_, i) => i % 4 === 0);
    for (const file of use) {
      const source = sharp(path.join(samples, file));
      const [face] = await detect(path.join(samples, file));
      const { width } = await source.metadata();
      const [small] = await detect(
        await source
          .clone()
          .resize(width / 2)
          .png()
          .toBuffer()
      );
      const extended = source.clone().extend({ left: 9, top: 5, right: 3, bottom: 1, extendWith: 'copy' });
      const [shifted] = await detect(await extended.png().toBuffer());
      const [mirrored] = await detect(await source.clone().flop().png().toBuffer());
      const eyes = Math.hypot(face.landmarks[1][0] - face.landmarks[0][0], face.landmarks[1][1] - face.landmarks[0][1]);
      face.landmarks.forEach(([x, y], i) => {
        const other = mirrored.landmarks[[1, 0, 2, 4, 3][i]];
        assert.ok(Math.hypot(width - 1 - other[0] - x, other[1] - y) < 0.25 * eyes, `${file} mirrored`);
        for (const k of [0, 1] as const) {
          mean.small[k] += (2 * small.landmarks[i][k] + 0.5 - [x, y][k]) / 5 / use.length;
          mean.shifted[k] += (shifted.landmarks[i][k] - [9, 5][k] - [x, y][k]) / 5 / use.length;
        }
      });
    }
    assert.ok(Math.max(...mean.small.map(Math.abs)) < 1.5, `smaller: ${mean.small}`);
    assert.ok(Math.max(...mean.shifted.map(Math.abs)) < 0.5, `shifted: ${mean.shifted}`);
  });

  it('finds all portraits of the evaluation set', async function () {
    const folder = path.join(shared, 'eval/quality/portraits');
    if (!fs.existsSync(folder)) {
      console.log('      (skipped: ../shared/eval/quality/portraits is absent)');
      this.skip();
    }
    for (const file of fs.readdirSync(folder).filter(name => name.endsWith('.jpg'))) {
      const faces = await detect(path.join(folder, file));
      assert.ok(faces.length > 0 && !faces[0].fallback, file);
    }
  });
});
