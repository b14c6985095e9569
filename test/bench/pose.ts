/**
 * Compares the head pose from five points with FSA-Net, a network trained for it:
 *   npx tsx test/bench/pose.ts [FOLDER …]
 * FSA-Net (MIT) and the default folders lie beside the repository, in ../shared; they are not part of it. Prints correlations, the
 * straight line that fits best and the spread about it. Run it after changing the detector: landmarks have habits, and
 * NOSE_DEPTH (slope of yaw) and LEVEL_NOSE (mean pitch) of components/pose.ts follow them.
 */
import fs from 'node:fs';
import path from 'node:path';
import { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node';
import { headPose, luminance } from '../../kernel-lib/src/components';
import { detectFaces, rankFaces } from '../../kernel-lib/src/detection';
import { decodeImage, Mipmap, warpFace } from '../../kernel-lib/src/image';
import { resolveModels } from '../../kernel-lib/src/models';
import type { Box, Network, Pixels, Tensor } from '../../kernel-lib/src/types';
import { loadDetector } from './bare';

const SHARED = path.resolve(__dirname, '../../../shared');
const SIDE = 64;
/** Share of the box added on each side, as in FSA-Net's own demonstration. */
const MARGIN = 0.2;

async function main(): Promise<void> {
  const folders = process.argv.slice(2);
  if (folders.length === 0) folders.push(path.join(SHARED, 'eval/celeb-ids-dev'), path.join(SHARED, 'eval/lfw-dev'));
  const references = ['fsanet-1x1-iter-688590.onnx', 'fsanet-var-iter-688590.onnx'].map(f =>
    path.join(SHARED, 'reference', f)
  );
  const absent = [...folders, ...references].filter(file => !fs.existsSync(file));
  if (absent.length > 0) return console.log(`Skipped, absent: ${absent.join(', ')}`);
  const detector = await loadDetector((await resolveModels()).detector, new Map(), null);
  const fsanet = await Promise.all(references.map(load));
  for (const folder of folders) {
    const rows: { own: number[]; reference: number[] }[] = [];
    for (const file of pictures(folder)) {
      const image = await decodeImage(file);
      const [face] = rankFaces(await detectFaces(new Mipmap(image), detector), 'largest', image);
      if (!face) continue;
      const { yaw, pitch, roll } = headPose(face.landmarks, luminance(warpFace(image, face.landmarks)));
      const [fsaYaw, fsaPitch, fsaRoll] = await referencePose(image, face.box, fsanet);
      rows.push({ own: [yaw, pitch, roll], reference: [-fsaYaw, fsaPitch, fsaRoll] });
    }
    console.log(`${folder}: ${rows.length} faces`);
    ['yaw', 'pitch', 'roll'].forEach((name, k) =>
      console.log(
        `  ${name.padEnd(5)}`,
        fit(
          rows.map(r => r.own[k]),
          rows.map(r => r.reference[k])
        )
      )
    );
  }
}

function pictures(folder: string): string[] {
  const entries = fs.readdirSync(folder, { withFileTypes: true, recursive: true });
  return entries
    .filter(e => e.isFile() && /\.(jpe?g|png|webp)$/i.test(e.name))
    .map(e => path.join(e.parentPath, e.name))
    .sort()
    .slice(0, 800);
}

async function load(file: string): Promise<Network> {
  const session = await InferenceSession.create(file, { intraOpNumThreads: 1, interOpNumThreads: 1 });
  return {
    async run(inputs) {
      // FSA-Net's input has a name of its own; there is only one.
      const [tensor] = Object.values(inputs);
      const feeds = { [session.inputNames[0]]: new OrtTensor('float32', tensor.data, [...tensor.dims]) };
      return (await session.run(feeds)) as unknown as Record<string, Tensor>;
    }
  };
}

/** Mean yaw, pitch and roll of both networks: BGR, (x − 127.5) / 128, 64×64. */
async function referencePose(image: Pixels, box: Box, networks: Network[]): Promise<number[]> {
  const side = Math.max(box.width, box.height) * (1 + 2 * MARGIN);
  const left = box.x + (box.width - side) / 2;
  const top = box.y + (box.height - side) / 2;
  const samples = Math.max(1, Math.round(side / SIDE));
  const data = new Float32Array(3 * SIDE * SIDE);
  for (let v = 0; v < SIDE * samples; v++)
    for (let u = 0; u < SIDE * samples; u++) {
      const x = clamp(left + ((u + 0.5) * side) / SIDE / samples, image.width);
      const y = clamp(top + ((v + 0.5) * side) / SIDE / samples, image.height);
      const at = Math.floor(v / samples) * SIDE + Math.floor(u / samples);
      for (let c = 0; c < 3; c++) {
        const value = (image.data[(y * image.width + x) * 3 + c] - 127.5) / 128;
        data[(2 - c) * SIDE * SIDE + at] += value / samples ** 2;
      }
    }
  const answers = await Promise.all(networks.map(n => n.run({ input: { data, dims: [1, 3, SIDE, SIDE] } })));
  const angles = answers.map(a => Object.values(a)[0].data);
  return [0, 1, 2].map(k => angles.reduce((sum, a) => sum + a[k], 0) / angles.length);
}

function clamp(value: number, end: number): number {
  return Math.max(0, Math.min(end - 1, Math.floor(value)));
}

function fit(x: number[], y: number[]): string {
  const n = x.length;
  const [mx, my] = [x, y].map(v => v.reduce((s, a) => s + a, 0) / n);
  let [xx, yy, xy] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    xx += (x[i] - mx) ** 2;
    yy += (y[i] - my) ** 2;
    xy += (x[i] - mx) * (y[i] - my);
  }
  const slope = xy / xx;
  const spread = Math.sqrt((yy - slope * xy) / n);
  return `correlation ${(xy / Math.sqrt(xx * yy)).toFixed(3)}, reference = ${slope.toFixed(2)} · own ${my - slope * mx < 0 ? '−' : '+'} ${Math.abs(my - slope * mx).toFixed(1)}°, spread ${spread.toFixed(1)}°, own mean ${mx.toFixed(1)}° ± ${Math.sqrt(xx / n).toFixed(1)}°`;
}

void main();
