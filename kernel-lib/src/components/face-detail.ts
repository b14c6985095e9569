import type { Landmarks, Pixels } from '../types';
import { detailRegion, type DetailRegion } from './detail-region';
import { directedDetail, type DirectedDetail } from './directed-detail';
import { Luma } from './luma';
import { noise } from './noise';

/** What components and findings both read from the face in the picture's own pixels. */
export interface FaceDetail {
  /** null where the face lies outside the picture or is too small to measure. */
  region: DetailRegion | null;
  /** Standard deviation of the noise on it in grey levels, 0 where there is no region. */
  noise: number;
  /** null where there is no region. */
  directed: DirectedDetail | null;
  /** Of the picture. */
  luma: Luma;
}

/** @param image the picture, or its `Luma`, which several faces of it share */
export function faceDetail(image: Pixels | Luma, landmarks: Landmarks): FaceDetail {
  const luma = image instanceof Luma ? image : new Luma(image);
  const region = detailRegion(luma, landmarks);
  return { region, noise: region ? noise(region) : 0, directed: region && directedDetail(region), luma };
}
