import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { findByCascade, ORIGINAL_CONVENTION } from '../../../../kernel-lib/src/detection';
import type { CascadeNetworks, CascadeOptions } from '../../../../kernel-lib/src/detection';
import { decodeImage } from '../../../../kernel-lib/src/image';
import { buildMtcnn } from '../../../../kernel-lib/src/models';
import type { Face, Point } from '../../../../kernel-lib/src/types';
import { loadNetwork, repository, shared } from '../onnx';

interface ExpectedFace {
  /** First and last pixel. */
  box: [x1: number, y1: number, x2: number, y2: number];
  landmarks: Point[];
}

const weights = path.join(shared, 'reference/mtcnn');
const pictures = path.join(shared, 'oracles/mtcnn/images');

/** What the original run was told. */
const options: CascadeOptions = {
  minFace: 20,
  thresholds: [0.7, 0.8, 0.9],
  nms: [0.5, 0.7, 0.7, 0.7],
  factor: 0.707,
  convention: ORIGINAL_CONVENTION
};

describe('the cascade against the original MTCNN code, with the original weights', () => {
  it('finds the same faces and landmarks', async function () {
    this.timeout(180_000);
    for (const folder of [weights, pictures]) {
      if (!fs.existsSync(folder)) {
        console.log(`      (skipped: ../shared/${path.relative(shared, folder)} is absent)`);
        this.skip();
      }
    }
    const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'facegauge-mtcnn-'));
    try {
      const built = await buildMtcnn(weights, scratch);
      const networks: CascadeNetworks = {
        pnet: await loadNetwork(built.pnet.file),
        rnet: await loadNetwork(built.rnet.file),
        onet: await loadNetwork(built.onet.file)
      };
      const vectors = path.join(repository, 'test/vectors/mtcnn/expected.json');
      const { images } = JSON.parse(fs.readFileSync(vectors, 'utf8')) as {
        images: { file: string; faces: ExpectedFace[] }[];
      };
      let expected = 0;
      let agreeing = 0;
      let extra = 0;
      for (const { file, faces } of images) {
        const found = (await findByCascade(await decodeImage(path.join(pictures, file)), networks, options)).filter(
          f => !f.fallback
        );
        const matched = faces.map(face => found.find(f => overlap(f, face) >= 0.9));
        expected += faces.length;
        agreeing += matched.filter((match, i) => match && landmarkError(match, faces[i]) <= 2).length;
        extra += found.filter(f => !faces.some(face => overlap(f, face) >= 0.5)).length;
      }
      assert.ok(expected >= 80);
      assert.ok(agreeing >= 0.95 * expected, `${agreeing} of ${expected} faces agree`);
      assert.ok(extra <= 0.05 * expected, `${extra} faces too many`);
    } finally {
      fs.rmSync(scratch, { recursive: true });
    }
  });
});

/** Area in common over area together. */
function overlap({ box }: Face, { box: [x1, y1, x2, y2] }: ExpectedFace): number {
  const width = Math.min(box.x + box.width, x2 + 1) - Math.max(box.x, x1);
  const height = Math.min(box.y + box.height, y2 + 1) - Math.max(box.y, y1);
  const both = Math.max(0, width) * Math.max(0, height);
  return both / (box.width * box.height + (x2 - x1 + 1) * (y2 - y1 + 1) - both);
}

/** Largest displacement of a landmark, in px of a face 100 px wide. */
function landmarkError({ landmarks }: Face, { box, landmarks: expected }: ExpectedFace): number {
  const scale = 100 / (box[2] - box[0] + 1);
  return Math.max(...landmarks.map(([x, y], i) => scale * Math.hypot(x - expected[i][0], y - expected[i][1])));
}
