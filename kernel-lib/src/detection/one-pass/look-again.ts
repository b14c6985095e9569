import { ARCFACE_TEMPLATE, transformPoint, warpTo } from '../../image';
import type { Mipmap } from '../../image';
import type { Face, Landmarks, Network, Point, Tensor } from '../../types';
import { meanOf, unmirrored } from '../looks';
import { noCandidates, readCells } from './cells';
import { giveBack, showCrop } from './show';

/** Side of the window in px. */
const SIDE = 160;

/** Where an upright face's landmarks lie in the window: the template in its middle, pixel centres at integers. */
const LAYOUT = ARCFACE_TEMPLATE.map(([x, y]): Point => [x + (SIDE - 112) / 2, y + (SIDE - 112) / 2]) as Landmarks;

/** How far the landmarks may be from the layout, on average and in inter-eye distances, and still be of the face meant. */
const SAME_FACE = 0.5;

/** Cells that say less are not read. */
const LEAST = 0.05;

/** What the second look says of a face. */
export interface Look {
  /** In px of the picture: the mean of all looks, the first included. Their errors differ, so it is nearer. */
  landmarks: Landmarks;
  /** 0..1, of the second look alone. Of things that only looked like a face at first it is near 0. */
  score: number;
}

/**
 * Lets the network look at each face again, upright, in the middle of a window at a size it sees well, and once more mirrored.
 * @returns one look for each face, in their order
 */
export async function lookAgain(picture: Mipmap, faces: readonly Face[], network: Network): Promise<Look[]> {
  const seen: Look[] = [];
  for (const face of faces) {
    const { crop, toPicture } = warpTo(picture, face.landmarks, LAYOUT, SIDE);
    const image = showCrop(crop);
    const straight = await look(network, image);
    const mirrored = await look(network, mirror(image));
    giveBack(image);
    const points = [...(straight ? [straight.points] : []), ...(mirrored ? [unmirrored(mirrored.points, SIDE)] : [])];
    // The network speaks of edges, the warp of pixel centres; landmarks of the picture stay as the network gives them.
    const inPicture = points.map(
      landmarks =>
        landmarks.map(([x, y]): Point => {
          const [px, py] = transformPoint(toPicture, [x - 0.5, y - 0.5]);
          return [px + 0.5, py + 0.5];
        }) as Landmarks
    );
    const score = ((straight?.score ?? 0) + (mirrored?.score ?? 0)) / 2;
    seen.push({ landmarks: meanOf([face.landmarks, ...inPicture]), score });
  }
  return seen;
}

/** The surest cell that speaks of the face in the middle, in edges of the window; null where none does. */
async function look(network: Network, image: Tensor): Promise<{ points: Landmarks; score: number } | null> {
  const { boxes, points } = readCells(await network.run({ image }), ITSELF, LEAST, noCandidates());
  let best = -1;
  for (let i = 0; i < boxes.count; i++)
    if ((best < 0 || boxes.score[i] > boxes.score[best]) && isInTheMiddle(points[i])) best = i;
  return best < 0 ? null : { points: points[best], score: boxes.score[best] };
}

/** The window is its own frame. */
const ITSELF = { x: 0, y: 0, across: 1, down: 1 };

function isInTheMiddle(found: Landmarks): boolean {
  const eyes = LAYOUT[1][0] - LAYOUT[0][0];
  const off = found.reduce((sum, [x, y], i) => sum + Math.hypot(x - LAYOUT[i][0], y - LAYOUT[i][1]), 0) / 5;
  return off < SAME_FACE * eyes;
}

/** In place. */
function mirror(image: Tensor): Tensor {
  const { data } = image;
  for (let row = 0; row < data.length; row += SIDE) data.subarray(row, row + SIDE).reverse();
  return image;
}
