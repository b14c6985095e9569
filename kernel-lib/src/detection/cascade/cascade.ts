import { Mipmap } from '../../image';
import type { Face, Landmarks, Network, Pixels, Tensor } from '../../types';
import { Boxes } from '../boxes';
import { suppressOverlaps } from '../nms';
import { resolveOptions } from './options';
import type { CascadeNetworks, CascadeOptions } from './options';
import { proposeCandidates } from './pyramid';
import { landmarksOf, lookAgain, meanLandmarks } from './second-look';
import { cutWindows } from './windows';
import type { WindowKind } from './windows';

const REFINE: WindowKind = { size: 24, batch: 128, rest: 1 };
const DECIDE: WindowKind = { size: 48, batch: 32, rest: 2 };

/**
 * Finds faces and their five landmarks with the MTCNN cascade: P-Net proposes over an image pyramid, R-Net refines, O-Net decides
 * and gives the landmarks; the embedded one then looks at each face again (`lookAgain`).
 *
 * @param pixels picture; halvings of it are kept in a `Mipmap`, which may be handed in to share them with `warpFace`
 * @returns best score first, coordinates in px of `pixels`. Where no face reaches the last threshold, the best weak candidate
 *   (probability ≥ `fallbackThreshold` after the ordinary first two thresholds) with `fallback: true`, or nothing
 */
export async function findByCascade(
  pixels: Pixels | Mipmap,
  networks: CascadeNetworks,
  options: CascadeOptions = {}
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
  { thresholds, nms, convention }: Required<CascadeOptions>
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

/** What O-Net takes for a face, or might: boxes with their scores, and landmarks in the same order. */
interface Candidates {
  boxes: Boxes;
  points: Landmarks[];
}

/** Third stage: O-Net's boxes and landmarks; where no box is confident, the best weak one. */
async function decide(
  picture: Mipmap,
  windows: Boxes,
  onet: Network,
  options: Required<CascadeOptions>
): Promise<Face[]> {
  const threshold = options.thresholds[2];
  const candidates = await judge(picture, windows, onet, options);
  const { boxes } = candidates;
  const confident = indices(boxes, score => score > threshold);
  const kept = suppressOverlaps(boxes.pick(confident), options.nms[3], 'minimum').map(k => confident[k]);
  const faces = await confirm(picture, candidates, kept, onet, options);
  if (faces.length > 0) return faces;
  const weak = indices(boxes, score => score <= threshold);
  if (weak.length === 0) return [];
  const best = weak.reduce((a, b) => (boxes.score[b] > boxes.score[a] ? b : a));
  return confirm(picture, candidates, [best], onet, options);
}

async function judge(
  picture: Mipmap,
  windows: Boxes,
  onet: Network,
  { thresholds, fallbackThreshold, convention }: Required<CascadeOptions>
): Promise<Candidates> {
  const boxes = new Boxes();
  const points: Landmarks[] = [];
  await runInBatches(picture, windows, onet, DECIDE, convention.resampling, (out, i, k) => {
    const score = out.prob.data[k];
    if (!(score >= Math.min(fallbackThreshold, thresholds[2]))) return;
    boxes.copy(windows, i);
    const j = boxes.count - 1;
    boxes.score[j] = score;
    setOffsets(boxes, j, out.box.data, k);
    points.push(landmarksOf(out.landmarks.data, k, windows, i));
  });
  return { boxes: boxes.regress(), points };
}

/** Those candidates as faces, without the ones that a second look takes for something else. */
async function confirm(
  picture: Mipmap,
  { boxes, points }: Candidates,
  kept: readonly number[],
  onet: Network,
  { thresholds, fallbackThreshold, convention: { layout } }: Required<CascadeOptions>
): Promise<Face[]> {
  const faceOf = (i: number, landmarks: Landmarks): Face => {
    const box = {
      x: boxes.x1[i],
      y: boxes.y1[i],
      width: boxes.x2[i] - boxes.x1[i],
      height: boxes.y2[i] - boxes.y1[i]
    };
    return { box, landmarks, score: boxes.score[i], fallback: boxes.score[i] <= thresholds[2] };
  };
  if (!layout) return kept.map(i => faceOf(i, points[i]));
  const before = kept.map(i => meanLandmarks(boxes, points, i));
  const looks = await lookAgain(picture, before, onet, layout);
  return kept.flatMap((i, k) => (looks[k].score < fallbackThreshold ? [] : [faceOf(i, looks[k].landmarks)]));
}

async function runInBatches(
  picture: Mipmap,
  windows: Boxes,
  network: Network,
  kind: WindowKind,
  resampling: Required<CascadeOptions>['convention']['resampling'],
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
