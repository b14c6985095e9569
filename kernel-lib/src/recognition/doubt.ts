import { warpFace, type Mipmap } from '../image';
import type { Face, Network } from '../types';
import type { FaceContract } from './contract';
import { recognise } from './recognise';

/**
 * Detector scores from which nobody else is asked, and the probability above which the face network overrules the detector. Chosen on
 * the gallery, 40 portraits, 40 objects and drawings and 146 photographs of celebrities.
 */
const BEYOND_DOUBT = 0.75;
const NO_FACE_ABOVE = 0.5;

/**
 * The faces that stay when the face network is asked about those the detector doubts: it has learnt what is no face (its cause
 * `not-a-face`). A network without causes is not asked.
 * @param faces in px of `picture`
 */
export async function withoutDoubt(
  picture: Mipmap,
  faces: readonly Face[],
  network: Network,
  contract: FaceContract
): Promise<Face[]> {
  if (!contract.causes?.includes('not-a-face')) return [...faces];
  const kept: Face[] = [];
  for (const face of faces)
    if (face.score >= BEYOND_DOUBT || (await isFace(picture, face, network, contract))) kept.push(face);
  return kept;
}

async function isFace(
  picture: Mipmap,
  { landmarks }: Face,
  network: Network,
  contract: FaceContract
): Promise<boolean> {
  const [{ causes }] = await recognise([warpFace(picture, landmarks)], network, contract);
  return (causes?.['not-a-face'] ?? 0) <= NO_FACE_ABOVE;
}
