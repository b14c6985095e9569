import { Mipmap } from '../image';
import type { Face, Landmarks, Network, Pixels, Point, Tensor } from '../types';
import { Boxes } from './boxes';
import { suppressOverlaps } from './nms';
import { resolveOptions } from './options';
import type { DetectionNetworks, DetectionOptions } from './options';
import { proposeCandidates } from './pyramid';
import { cutWindows } from './windows';
import type { WindowKind } from './windows';

const REFINE: WindowKind = { size: 24, batch: 128, rest: 1 };
const DECIDE: WindowKind = { size: 48, batch: 32, rest: 2 };

/**
 * Finds faces and their five landmarks with the MTCNN cascade: P-Net proposes over an image pyramid, R-Net refines, O-Net decides
 * and gives the landmarks.
 *
 * @param pixels picture; halvings of it are kept in a `Mipmap`, which may be handed in to share them with `warpFace`
 * @returns best score first, coordinates in px of `pixels`. Where no face reaches the last threshold, the best weak candidate
 *   (probability ≥ `fallbackThreshold` after the ordinary first two thresholds) with `fallback: true`, or nothing
 */
export async function detectFaces(
  pixels: Pixels | Mipmap,
  networks: DetectionNetworks,
  options: DetectionOptions = {}
): Promise<Face[]> {
  const picture = pixels instanceof Mipmap ? pixels : new Mipmap(pixels);
  const { width, height } = picture.at(0);
  const resolved = resolveOptions(options, width, height);
  const { convention } = resolved;

  const proposed = (await proposeCandidates(picture, networks.pnet, resolved)).square(convention.wholePixels);
  const candidates = proposed.pick(proposed.within(width, height));

  const refined = await refine(picture, candidates, networks.rnet, resolved);
  const windows = refined.pick(refined.within(width, height));

  return decide(picture, windows, networks.onet, resolved);
}

/** Second stage: keeps what R-Net takes for a face; squares around its boxes. */
async function refine(
  picture: Mipmap,
  candidates: Boxes,
  rnet: Network,
  { thresholds, nms, convention }: Required<DetectionOptions>
): Promise<Boxes> {
  const taken = new Boxes();
  await runInBatches(picture, candidates, rnet, REFINE, convention.resampling, ({ prob, box }, i, k) => {
    if (!(prob.data[k] > thresholds[1])) return;
    taken.copy(candidates, i);
    const j = taken.count - 1;
    taken.score[j] = prob.data[k];
    setOffsets(taken, j, box.data, k);
  });
  return taken.pick(suppressOverlaps(taken, nms[2])).regress().square(convention.wholePixels);
}

/** Third stage: O-Net's boxes and landmarks. */
async function decide(
  picture: Mipmap,
  windows: Boxes,
  onet: Network,
  { thresholds, fallbackThreshold, nms, convention }: Required<DetectionOptions>
): Promise<Face[]> {
  const threshold = thresholds[2];
  const found = new Boxes();
  const points: Landmarks[] = [];
  await runInBatches(picture, windows, onet, DECIDE, convention.resampling, (out, i, k) => {
    const score = out.prob.data[k];
    if (!(score >= Math.min(fallbackThreshold, threshold))) return;
    found.copy(windows, i);
    const j = found.count - 1;
    found.score[j] = score;
    setOffsets(found, j, out.box.data, k);
    points.push(landmarksOf(out.landmarks.data, k, windows, i));
  });
  found.regress();
  const confident = indices(found, score => score > threshold);
  if (confident.length > 0) {
    const kept = suppressOverlaps(found.pick(confident), nms[3], 'minimum').map(k => confident[k]);
    return kept.map(i => faceAt(found, points, i, false));
  }
  const weak = indices(found, score => score <= threshold);
  if (weak.length === 0) return [];
  const best = weak.reduce((a, b) => (found.score[b] > found.score[a] ? b : a));
  return [faceAt(found, points, best, true)];
}

async function runInBatches(
  picture: Mipmap,
  windows: Boxes,
  network: Network,
  kind: WindowKind,
  resampling: Required<DetectionOptions>['convention']['resampling'],
  read: (outputs: Record<string, Tensor>, window: number, row: number) => void
): Promise<void> {
  for (let from = 0; from < windows.count; from += kind.batch) {
    const to = Math.min(from + kind.batch, windows.count);
    const outputs = await network.run({ x: cutWindows(picture, windows, from, to, kind, resampling) });
    for (let i = from; i < to; i++) read(outputs, i, i - from);
  }
}

function setOffsets(boxes: Boxes, i: number, offsets: Float32Array, row: number): void {
  boxes.setOffsets(i, offsets[4 * row], offsets[4 * row + 1], offsets[4 * row + 2], offsets[4 * row + 3]);
}

function indices(boxes: Boxes, test: (score: number) => boolean): number[] {
  return Array.from({ length: boxes.count }, (_, i) => i).filter(i => test(boxes.score[i]));
}

/**
 * The networks are taught f = (landmark − window's first edge) / side with landmarks in pixel-centre coordinates, so what comes
 * out is in pixel-centre coordinates too; taking half a pixel off would move every crop.
 */
function landmarksOf(fractions: Float32Array, row: number, windows: Boxes, i: number): Landmarks {
  const width = windows.x2[i] - windows.x1[i];
  const height = windows.y2[i] - windows.y1[i];
  return Array.from({ length: 5 }, (_, k): Point => {
    const at = 10 * row + 2 * k;
    return [windows.x1[i] + fractions[at] * width, windows.y1[i] + fractions[at + 1] * height];
  }) as Landmarks;
}

function faceAt(boxes: Boxes, points: Landmarks[], i: number, fallback: boolean): Face {
  const box = {
    x: boxes.x1[i],
    y: boxes.y1[i],
    width: boxes.x2[i] - boxes.x1[i],
    height: boxes.y2[i] - boxes.y1[i]
  };
  return { box, landmarks: points[i], score: boxes.score[i], fallback };
}
