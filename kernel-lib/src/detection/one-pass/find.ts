import type { Mipmap } from '../../image';
import type { Face, Network } from '../../types';
import { suppressOverlaps } from '../nms';
import { noCandidates, readCells } from './cells';
import type { Candidates } from './cells';
import { framesFor } from './frames';
import { lookAgain } from './look-again';
import { resolveOptions } from './options';
import type { OnePassNetworks, OnePassOptions } from './options';
import { withoutParts } from './parts';
import { placeLandmarks } from './place-landmarks';
import { giveBack, showFrame } from './show';

/**
 * Finds faces and their five landmarks with a network that says of every cell of a picture whether a face is there, after
 * Wu, Peng & Yu, "YuNet: a tiny millisecond-level face detector", Machine Intelligence Research 20, 2023.
 *
 * @returns best score first, coordinates in px of the picture. Where no face reaches the threshold, the best weak candidate with
 *   `fallback: true`, or nothing
 * @throws FacegaugeError INVALID_ARGUMENT
 */
export async function findInOnePass(
  picture: Mipmap,
  { network, landmarks }: OnePassNetworks,
  options: OnePassOptions = {}
): Promise<Face[]> {
  const { width, height } = picture.at(0);
  const resolved = resolveOptions(options, width, height);
  const { minFace, side, threshold, fallbackThreshold, nms, again } = resolved;
  const all = noCandidates();
  for (const frame of framesFor(width, height, minFace, side)) {
    const { image, ...place } = showFrame(picture, frame);
    readCells(await network.run({ image }), place, fallbackThreshold, all);
    giveBack(image);
  }
  const seen = suppressOverlaps(all.boxes, nms).map(i => faceOf(all, i, threshold));
  const faces = (again ? await confirm(picture, seen, network, fallbackThreshold) : seen).sort(
    (a, b) => b.score - a.score
  );
  const sure = withoutParts(faces.filter(({ score }) => score >= threshold));
  const meant = (sure.length > 0 ? sure : faces.slice(0, 1)).map(face => ({ ...face, fallback: sure.length === 0 }));
  if (!landmarks) return meant;
  const placed: Face[] = [];
  for (const face of meant)
    placed.push({ ...face, landmarks: await placeLandmarks(picture, face.landmarks, landmarks) });
  return placed;
}

/** The faces that stand up to a second look; their score is the mean of both. */
async function confirm(picture: Mipmap, seen: readonly Face[], network: Network, least: number): Promise<Face[]> {
  const looks = await lookAgain(picture, seen, network);
  return seen.flatMap((face, i) => {
    const { landmarks, score } = looks[i];
    return score < least ? [] : [{ ...face, landmarks, score: (face.score + score) / 2 }];
  });
}

function faceOf({ boxes, points }: Candidates, i: number, threshold: number): Face {
  const { x1, y1, x2, y2, score } = boxes;
  const box = { x: x1[i], y: y1[i], width: x2[i] - x1[i], height: y2[i] - y1[i] };
  return { box, landmarks: points[i], score: score[i], fallback: score[i] < threshold };
}
