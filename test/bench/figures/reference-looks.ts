/** Where the reference detector sees a face's landmarks in several looks: it says something else of the mirrored or the smaller picture. */
import { resizePixels } from '../../../kernel-lib/src/image';
import type { Face, Landmarks, Pixels, Point } from '../../../kernel-lib/src/types';
import { overlap } from './reference-detector';

type Detect = (picture: Pixels) => Promise<Face[]>;

/** Sizes, of the picture, in which it looks, mirrored and not. */
const SIZES = [1, 0.7];
const MIRRORED = [1, 0, 2, 4, 3];
const SAME = 0.2;

/** Landmarks of `face` in every look, first as it was seen; null where one of them does not see it. */
export async function looksAt(picture: Pixels, face: Face, reference: Detect): Promise<Landmarks[] | null> {
  const looks: Landmarks[] = [];
  for (const size of SIZES) {
    const [width, height] = [picture.width, picture.height].map(side => Math.max(1, Math.round(side * size)));
    const seen = size === 1 ? picture : resizePixels(picture, width, height, 'area');
    for (const mirror of [false, true]) {
      const found = (await reference(mirror ? mirrored(seen) : seen)).map(one =>
        inPicture(one, width / picture.width, mirror, width)
      );
      const same = found.find(one => overlap(one, face) >= SAME);
      if (!same) return null;
      looks.push(same.landmarks);
    }
  }
  return looks;
}

/** Mean distance of the five points, in inter-eye distances of `from`. */
export function apart(landmarks: Landmarks, from: Landmarks): number {
  const [left, right] = from;
  const eyes = Math.hypot(right[0] - left[0], right[1] - left[1]);
  return from.reduce((sum, [x, y], i) => sum + Math.hypot(x - landmarks[i][0], y - landmarks[i][1]), 0) / 5 / eyes;
}

function inPicture({ box, landmarks, ...rest }: Face, size: number, mirror: boolean, width: number): Face {
  const x = (value: number): number => (mirror ? width - value : value) / size;
  const points = landmarks.map(([u, v]): Point => [x(u), v / size]);
  const [left, right] = [x(box.x), x(box.x + box.width)].sort((a, b) => a - b);
  return {
    ...rest,
    box: { x: left, y: box.y / size, width: right - left, height: box.height / size },
    landmarks: (mirror ? MIRRORED.map(k => points[k]) : points) as Landmarks
  };
}

function mirrored({ data, width, height }: Pixels): Pixels {
  const out = new Uint8Array(data.length);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      for (let c = 0; c < 3; c++) out[(y * width + x) * 3 + c] = data[(y * width + width - 1 - x) * 3 + c];
  return { data: out, width, height };
}
