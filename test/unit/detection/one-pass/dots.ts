/** Pictures whose faces are five coloured dots, and a network that finds them by their colours. */
import type { Landmarks, Network, Pixels, Point, Tensor } from '../../../../kernel-lib/src/types';

const COLOURS = [
  [255, 0, 0],
  [0, 255, 0],
  [0, 0, 255],
  [255, 255, 0],
  [0, 255, 255]
];

/** Which dot of a mirrored face is which: image-left first again. */
const LEFT_FIRST = [1, 0, 2, 4, 3];

/** A black picture with a dot at each landmark of each face, edges; a dot is a fifth of the inter-eye distance wide. */
export function dotted(width: number, height: number, faces: Landmarks[]): Pixels {
  const data = new Uint8Array(width * height * 3);
  for (const face of faces) {
    const radius = Math.max(3, Math.hypot(face[1][0] - face[0][0], face[1][1] - face[0][1]) / 5);
    face.forEach(([cx, cy], k) => {
      for (let y = Math.max(0, Math.floor(cy - radius)); y < Math.min(height, cy + radius); y++)
        for (let x = Math.max(0, Math.floor(cx - radius)); x < Math.min(width, cx + radius); x++) {
          const weight = Math.max(0, 1 - Math.hypot(x + 0.5 - cx, y + 0.5 - cy) / radius);
          COLOURS[k].forEach((value, c) => {
            const at = (y * width + x) * 3 + c;
            data[at] = Math.max(data[at], Math.round(value * weight));
          });
        }
    });
  }
  return { data, width, height };
}

/** A face in the proportions of the template: its eyes' distance, its middle and its turn; edges. */
export function face(eyes: number, x: number, y: number, degrees = 0): Landmarks {
  const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  const layout: Landmarks = [
    [-0.5, -0.57],
    [0.5, -0.57],
    [0, 0],
    [-0.41, 0.57],
    [0.41, 0.57]
  ];
  return layout.map(([u, v]): Point => [x + eyes * (cos * u - sin * v), y + eyes * (sin * u + cos * v)]) as Landmarks;
}

/** What a network says, everything zero. */
export function nothing(height: number, width: number): Record<string, Tensor> {
  const outputs: Record<string, Tensor> = {};
  for (const stride of [8, 16, 32])
    for (const [name, channels] of Object.entries({ score: 1, box: 4, points: 10 })) {
      const [h, w] = [height / stride, width / stride];
      const data = new Float32Array(channels * h * w);
      outputs[`${name}_${stride}`] = { data, dims: [1, channels, h, w] };
    }
  return outputs;
}

/** Says of the cell at the face's middle that a face is there. Landmarks are edges of what the network was shown. */
export function say(outputs: Record<string, Tensor>, stride: number, landmarks: Landmarks, score: number): void {
  const { dims } = outputs[`score_${stride}`];
  const [, , h, w] = dims;
  const xs = landmarks.map(([x]) => x);
  const ys = landmarks.map(([, y]) => y);
  const [cx, cy] = [xs, ys].map(v => (Math.min(...v) + Math.max(...v)) / 2);
  const side = 2 * Math.hypot(xs[1] - xs[0], ys[1] - ys[0]);
  const column = Math.floor(cx / stride);
  const row = Math.floor(cy / stride);
  if (column < 0 || row < 0 || column >= w || row >= h) return;
  const put = (name: string, values: number[]): void =>
    values.forEach((value, plane) => (outputs[`${name}_${stride}`].data[plane * w * h + row * w + column] = value));
  put('score', [score]);
  put('box', [cx / stride - column, cy / stride - row, Math.log(side / stride), Math.log(side / stride)]);
  put(
    'points',
    landmarks.flatMap(([x, y]) => [x / stride - column, y / stride - row])
  );
}

/** Finds the one dotted face of what it is shown; keeps the sizes it was shown. */
export function finder(score = (_width: number, _height: number) => 0.9): Network & { shown: [number, number][] } {
  const shown: [number, number][] = [];
  return {
    shown,
    async run({ image }) {
      const [, , height, width] = image.dims;
      shown.push([width, height]);
      const outputs = nothing(height, width);
      const dots = COLOURS.map(colour => centroid(image.data, width, height, colour));
      if (dots.every(dot => dot !== null)) {
        const points = dots as Point[];
        const upright = points[0][0] < points[1][0] ? points : LEFT_FIRST.map(k => points[k]);
        say(outputs, 16, upright as Landmarks, score(width, height));
      }
      return outputs;
    }
  };
}

/** Places the landmarks of the dotted faces it is shown, after the contract of `placeLandmarks`; keeps the sizes it was shown. */
export function placer(): Network & { shown: number[][] } {
  const shown: number[][] = [];
  return {
    shown,
    async run({ face }) {
      const [count, , height, width] = face.dims;
      shown.push([...face.dims]);
      const points = new Float32Array(count * 10);
      for (let n = 0; n < count; n++) {
        const planes = face.data.subarray(n * 3 * width * height, (n + 1) * 3 * width * height);
        const dots = COLOURS.map(colour => centroid(planes, width, height, colour) ?? [0, 0]);
        const upright = dots[0][0] < dots[1][0] ? dots : LEFT_FIRST.map(k => dots[k]);
        points.set(upright.flat(), n * 10);
      }
      return { points: { data: points, dims: [count, 10] } };
    }
  };
}

function centroid(planes: Float32Array, width: number, height: number, colour: number[]): Point | null {
  let [sum, sx, sy] = [0, 0, 0];
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const value = [0, 1, 2].map(c => planes[c * width * height + y * width + x]);
      const lit = Math.min(...value.filter((_, c) => colour[c] > 0));
      const dark = Math.max(0, ...value.filter((_, c) => colour[c] === 0));
      const weight = Math.max(0, lit - dark);
      sum += weight;
      sx += weight * (x + 0.5);
      sy += weight * (y + 0.5);
    }
  return sum > 100 ? [sx / sum, sy / sum] : null;
}

export const farthest = (a: Landmarks, b: Landmarks): number =>
  Math.max(...a.map(([x, y], i) => Math.hypot(x - b[i][0], y - b[i][1])));
