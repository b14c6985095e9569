/**
 * Faces that lie on their side or stand on their head. Detectors know upright ones: what they see of the others, if anything, has
 * landmarks where none are, and everything said of it would be wrong. Pictures whose EXIF orientation was lost are the commonest case.
 */
import { detectFaces, rankFaces, type Detector } from '../detection';
import { Mipmap, rotatePixels, warpFace, type QuarterTurns } from '../image';
import { recognise, type FaceContract } from '../recognition';
import type { Face, FaceChoice, Network, Point } from '../types';

/**
 * A face of less quality than this is looked at again. Of 146 celebrities and 40 faces of LFW upside down none had more than .34, of 20
 * portraits none more than .37.
 */
const ASK_BELOW = 0.4;
/**
 * The rotated face must be sure to the detector, and worth much more to the face network than the upright one was. Where nobody lies (79
 * masked people, 56 lamps, 40 objects and drawings) no quarter turn gave more than .27.
 */
const LEAST_SCORE = 0.75;
const LEAST_QUALITY = 0.3;
const LEAST_GAIN = 0.2;

/** Longer side of what is looked at: three looks at a whole picture of 640 px cost as much as all that is done with it. A small face stays unseen. */
const SIDE = 480;

const TURNS: readonly QuarterTurns[] = [1, 3, 2];

interface Asked {
  detector: Detector;
  face: Network;
  contract: FaceContract;
  /** Smallest face looked for, px of the picture. */
  minFace?: number;
}

/** What one turn shows. */
interface Look {
  rotated: Mipmap;
  /** As they lie in `rotated`, in the order in which they are meant. */
  faces: Face[];
  /** To px of the picture. */
  back(face: Face): Face;
}

export class RotatedLooks {
  #looks: Promise<Look[]> | null = null;

  constructor(
    private readonly picture: Mipmap,
    private readonly asked: Asked,
    private readonly choice: FaceChoice
  ) {}

  /** The faces of a picture that shows none upright, in the order in which they are meant; empty where there are none either. */
  async anywhere(): Promise<Face[]> {
    let [best, most]: [Look | null, number] = [null, LEAST_QUALITY];
    for (const look of await this.#all()) {
      const quality = await this.#quality(look, look.faces[0]);
      if (quality >= most) [best, most] = [look, quality];
    }
    return best ? best.faces.map(best.back) : [];
  }

  /**
   * The same face as it is where the picture is rotated; null where it is upright, or neither way worth much.
   * @param quality of the face as it was found, 0..1, or null where the network's quality cannot be used
   * @param alone no other face was found: one that the detector doubts may have been none
   */
  async insteadOf(face: Face, quality: number | null, alone: boolean): Promise<Face | null> {
    if (quality === null || quality >= ASK_BELOW) return null;
    let [best, most]: [Face | null, number] = [null, Math.max(LEAST_QUALITY, quality + LEAST_GAIN)];
    for (const look of await this.#all()) {
      const same =
        look.faces.find(one => holds(look.back(one), face) && holds(face, look.back(one))) ??
        (alone && face.score < LEAST_SCORE ? look.faces[0] : undefined);
      if (!same) continue;
      const rotated = await this.#quality(look, same);
      if (rotated >= most) [best, most] = [look.back(same), rotated];
    }
    return best;
  }

  #all(): Promise<Look[]> {
    this.#looks ??= this.#look();
    return this.#looks;
  }

  async #look(): Promise<Look[]> {
    const { width, height } = this.picture.at(0);
    const halvings = Math.max(0, Math.ceil(Math.log2(Math.max(width, height) / SIDE)));
    const shrunk = this.picture.at(halvings);
    const scale = 2 ** halvings;
    const { detector, minFace } = this.asked;
    const least = minFace === undefined ? undefined : Math.max(6, minFace / scale);
    const looks: Look[] = [];
    for (const turns of TURNS) {
      const rotated = new Mipmap(rotatePixels(shrunk, turns));
      const sure = (await detectFaces(rotated, detector, least)).filter(({ score }) => score >= LEAST_SCORE);
      const faces = rankFaces(sure, this.choice, rotated.at(0));
      if (faces.length > 0) looks.push({ rotated, faces, back: face => rotatedBack(face, turns, shrunk, scale) });
    }
    return looks;
  }

  async #quality({ rotated }: Look, { landmarks }: Face): Promise<number> {
    const [{ quality }] = await recognise([warpFace(rotated, landmarks)], this.asked.face, this.asked.contract);
    return quality ?? 0;
  }
}

/** A face of a rotated and shrunk picture, in px of the picture. Its landmarks keep their order: image-left is as the face is upright. */
export function rotatedBack(
  face: Face,
  turns: QuarterTurns,
  { width, height }: { width: number; height: number },
  scale: number
): Face {
  // As edges, so that turning and scaling need no halves.
  const back = ([x, y]: Point): Point =>
    turns === 1 ? [y, height - x] : turns === 2 ? [width - x, height - y] : [width - y, x];
  const { x, y } = face.box;
  const [a, b] = [back([x, y]), back([x + face.box.width, y + face.box.height])];
  const box = {
    x: Math.min(a[0], b[0]) * scale,
    y: Math.min(a[1], b[1]) * scale,
    width: Math.abs(a[0] - b[0]) * scale,
    height: Math.abs(a[1] - b[1]) * scale
  };
  const landmarks = face.landmarks.map(([px, py]): Point => {
    const [u, v] = back([px + 0.5, py + 0.5]);
    return [u * scale - 0.5, v * scale - 0.5];
  }) as Face['landmarks'];
  return { ...face, box, landmarks };
}

/** Whether the middle of one lies in the box of the other. */
function holds({ box }: Face, { box: other }: Face): boolean {
  const [x, y] = [other.x + other.width / 2, other.y + other.height / 2];
  return x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height;
}
