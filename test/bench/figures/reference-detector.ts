/** The reference detector, YuNet (Wu, Peng & Yu, 2023), with a decoding of its own; it lies in ../shared and is not part of the repository. */
import path from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { resizePixels } from '../../../kernel-lib/src/image';
import type { Face, Landmarks, Pixels, Point } from '../../../kernel-lib/src/types';

export const REFERENCE = path.resolve(__dirname, '../../../../shared/reference/yunet_n_dynamic.onnx');

/** Longer side of what it is shown. */
const SIDE = 640;

/** @returns faces with a score of at least .6, best first, in px of the picture */
export async function referenceDetector(): Promise<(picture: Pixels) => Promise<Face[]>> {
  const session = await InferenceSession.create(REFERENCE, { intraOpNumThreads: 1, interOpNumThreads: 1 });
  return async picture => {
    const shrink = Math.min(1, SIDE / Math.max(picture.width, picture.height));
    const [width, height] = [picture.width, picture.height].map(side => Math.max(1, Math.round(side * shrink)));
    const seen = shrink === 1 ? picture : resizePixels(picture, width, height, 'area');
    const [columns, rows] = [width, height].map(side => Math.ceil(side / 32) * 32);
    const input = new Float32Array(3 * columns * rows);
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++)
        for (let c = 0; c < 3; c++) input[((2 - c) * rows + y) * columns + x] = seen.data[(y * width + x) * 3 + c];
    const out = await session.run({ input: new Tensor('float32', input, [1, 3, rows, columns]) });
    const faces: Face[] = [];
    for (const stride of [8, 16, 32]) {
      const [cls, obj, box, kps] = ['cls', 'obj', 'bbox', 'kps'].map(
        name => out[`${name}_${stride}`].data as Float32Array
      );
      cls.forEach((probability, cell) => {
        const score = Math.sqrt(probability * obj[cell]);
        if (!(score >= 0.6)) return;
        const [x, y] = [cell % (columns / stride), Math.floor(cell / (columns / stride))];
        const at = (u: number, v: number): Point => [((x + u) * stride) / shrink, ((y + v) * stride) / shrink];
        const [dx, dy, w, h] = box.subarray(4 * cell, 4 * cell + 4);
        const [cx, cy] = at(dx, dy);
        const [boxWidth, boxHeight] = [w, h].map(log => (Math.exp(log) * stride) / shrink);
        const landmarks = [0, 2, 4, 6, 8].map(k => at(kps[10 * cell + k], kps[10 * cell + k + 1])) as Landmarks;
        faces.push({
          box: { x: cx - boxWidth / 2, y: cy - boxHeight / 2, width: boxWidth, height: boxHeight },
          landmarks,
          score,
          fallback: false
        });
      });
    }
    faces.sort((a, b) => b.score - a.score);
    return faces.filter((face, i) => !faces.slice(0, i).some(better => !better.fallback && suppressed(face, better)));
  };
}

/** Marks the weaker one, so that what is suppressed suppresses nothing. */
function suppressed(face: Face, better: Face): boolean {
  if (overlap(face, better) > 0.3) face.fallback = true;
  return face.fallback;
}

/** Of two boxes, of their union, 0..1. */
export function overlap({ box: a }: Face, { box: b }: Face): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  if (width <= 0 || height <= 0) return 0;
  return (width * height) / (a.width * a.height + b.width * b.height - width * height);
}
