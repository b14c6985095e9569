import assert from 'node:assert/strict';
import { findByCascade, EDGE_CONVENTION, ORIGINAL_CONVENTION } from '../../../../kernel-lib/src/detection';
import { Boxes } from '../../../../kernel-lib/src/detection/boxes';
import { lookAgain, meanLandmarks } from '../../../../kernel-lib/src/detection/cascade/second-look';
import { Mipmap } from '../../../../kernel-lib/src/image';
import type { Face, Landmarks, Network, Pixels, Point, Tensor } from '../../../../kernel-lib/src/types';

const SIDE = 48;
const layout = EDGE_CONVENTION.layout!;
/** Which dot of a mirrored face is which: image-left first again. */
const LEFT_FIRST = [1, 0, 2, 4, 3];
/** One colour a landmark. */
const COLOURS = [
  [255, 0, 0],
  [0, 255, 0],
  [0, 0, 255],
  [255, 255, 0],
  [0, 255, 255]
];

/** A black picture with a coloured dot at each landmark of each face, pixel centres at integers. */
function dotted(width: number, height: number, faces: Landmarks[]): Pixels {
  const data = new Uint8Array(width * height * 3);
  for (const face of faces)
    face.forEach(([cx, cy], k) => {
      for (let y = Math.round(cy) - 4; y <= Math.round(cy) + 4; y++)
        for (let x = Math.round(cx) - 4; x <= Math.round(cx) + 4; x++) {
          const weight = Math.max(0, 1 - Math.hypot(x - cx, y - cy) / 4);
          COLOURS[k].forEach((value, c) => {
            const at = (y * width + x) * 3 + c;
            data[at] = Math.max(data[at], Math.round(value * weight));
          });
        }
    });
  return { data, width, height };
}

/** An O-Net that finds the dots by their colours. Fractions of edges, as the embedded one; image-left points first. */
function finder(probability = (_call: number) => 0.9): Network & { seen: Tensor[] } {
  const seen: Tensor[] = [];
  return {
    seen,
    async run({ x }) {
      seen.push(x);
      const n = x.dims[0];
      const points: number[] = [];
      for (let i = 0; i < n; i++) {
        const found = COLOURS.map(colour => centroid(x.data.subarray(i * 3 * SIDE * SIDE), colour));
        const mirrored = found[0][0] > found[1][0];
        points.push(...(mirrored ? LEFT_FIRST.map(k => found[k]) : found).flat());
      }
      return {
        prob: { dims: [n, 1], data: new Float32Array(n).fill(probability(seen.length)) },
        box: { dims: [n, 4], data: new Float32Array(4 * n) },
        landmarks: { dims: [n, 5, 2], data: Float32Array.from(points) }
      };
    }
  };
}

function centroid(planes: Float32Array, colour: number[]): Point {
  let [sum, sx, sy] = [0, 0, 0];
  for (let y = 0; y < SIDE; y++)
    for (let x = 0; x < SIDE; x++) {
      const value = [0, 1, 2].map(c => planes[c * SIDE * SIDE + y * SIDE + x] + 127.5 / 128);
      const lit = Math.min(...value.filter((_, c) => colour[c] > 0));
      const dark = Math.max(0, ...value.filter((_, c) => colour[c] === 0));
      const weight = Math.max(0, lit - dark);
      sum += weight;
      sx += weight * (x + 0.5);
      sy += weight * (y + 0.5);
    }
  return [sx / sum / SIDE, sy / sum / SIDE];
}

/** A face of the layout: its window's side, middle and turn. */
function face(side: number, x: number, y: number, degrees = 0): Landmarks {
  const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  return layout.map(([u, v]): Point => {
    const [p, q] = [(u - 0.5) * side, (v - 0.5) * side];
    return [x + cos * p - sin * q, y + sin * p + cos * q];
  }) as Landmarks;
}

const farthest = (a: Landmarks, b: Landmarks): number =>
  Math.max(...a.map(([x, y], i) => Math.hypot(x - b[i][0], y - b[i][1])));

/** The networks' landmarks lie half a pixel right and below of where they are (they count edges as centres). */
const asTaught = (landmarks: Landmarks): Landmarks => landmarks.map(([x, y]): Point => [x + 0.5, y + 0.5]) as Landmarks;

describe('the second look', () => {
  for (const degrees of [0, 25, -40])
    it(`comes nearer to the landmarks of a face turned by ${degrees}°, wherever the first look was`, async () => {
      const truth = face(80, 90, 84, degrees);
      const before = face(92, 96, 80, degrees + 8);
      const [{ landmarks: after }] = await lookAgain(new Mipmap(dotted(180, 170, [truth])), [before], finder(), layout);
      // The first look stays a third of the mean, and this one saw every dot where it is.
      const expected = asTaught(truth).map(([x, y], i) => [
        (before[i][0] + 2 * x) / 3,
        (before[i][1] + 2 * y) / 3
      ]) as Landmarks;
      assert.ok(farthest(after, expected) < 0.35, `${farthest(after, expected)} px off`);
    });

  it('keeps the faces of a group apart and asks for a bounded batch', async () => {
    const truths = Array.from({ length: 11 }, (_, i) => face(60, 50 + 90 * i, 60, 3 * i - 15));
    const onet = finder();
    const after = await lookAgain(new Mipmap(dotted(1010, 120, truths)), truths.map(asTaught), onet, layout);
    assert.equal(after.length, 11);
    after.forEach(({ landmarks }, i) => assert.ok(farthest(landmarks, asTaught(truths[i])) < 0.35, `face ${i}`));
    assert.deepEqual(
      onet.seen.map(x => x.dims[0]),
      [32, 12]
    );
  });

  it('averages before it the windows that show the same face, by their scores, and no others', () => {
    const found = new Boxes();
    found.add(10, 10, 50, 50, 0.9);
    found.add(12, 10, 52, 50, 0.3);
    found.add(200, 10, 240, 50, 0.8);
    const points = [0, 4, 100].map(x => layout.map((): Point => [x, 2 * x]) as Landmarks);
    const [[x, y]] = meanLandmarks(found, points, 0);
    assert.ok(Math.abs(x - 1) < 1e-9 && Math.abs(y - 2) < 1e-9);
    assert.deepEqual(meanLandmarks(found, points, 2)[4], [100, 200]);
  });

  describe('in the cascade', () => {
    const truth = face(60, 60, 45);
    const picture = dotted(120, 90, [truth]);
    const propose: Network = {
      async run({ x }) {
        const [h, w] = [x.dims[2], x.dims[3]].map(n => ((n - 12) >> 1) + 1);
        const prob = { dims: [1, 1, h, w], data: new Float32Array(h * w) };
        if (x.dims[3] === 24) prob.data[2 * w + 3] = 0.9; // 24 px of 120: 60 px at [30, 20]
        return { prob, box: { dims: [1, 4, h, w], data: new Float32Array(4 * h * w) } };
      }
    };
    const agree: Network = {
      async run({ x }) {
        const n = x.dims[0];
        return {
          prob: { dims: [n, 1], data: new Float32Array(n).fill(0.9) },
          box: { dims: [n, 4], data: new Float32Array(4 * n) }
        };
      }
    };
    const detect = (onet: Network, convention = EDGE_CONVENTION): Promise<Face[]> =>
      findByCascade(picture, { pnet: propose, rnet: agree, onet }, { minFace: 60, convention });

    it('is taken by the embedded networks and not by the original ones', async () => {
      for (const [convention, runs] of [
        [EDGE_CONVENTION, 2],
        [ORIGINAL_CONVENTION, 1]
      ] as const) {
        const onet = finder();
        const [{ landmarks }] = await detect(onet, convention);
        assert.equal(onet.seen.length, runs);
        assert.ok(farthest(landmarks, truth) < 1.5, `${farthest(landmarks, truth)} px off`);
      }
    });

    it('decides about a face that the first look was sure or unsure of', async () => {
      const [surely] = await detect(finder(call => (call === 1 ? 0.95 : 0.31)));
      assert.deepEqual([surely.score.toFixed(2), surely.fallback], ['0.95', false]);
      const [weakly] = await detect(finder(call => (call === 1 ? 0.4 : 0.31)));
      assert.deepEqual([weakly.score.toFixed(2), weakly.fallback], ['0.40', true]);
      for (const first of [0.95, 0.4]) assert.deepEqual(await detect(finder(call => (call === 1 ? first : 0.29))), []);
    });
  });
});
