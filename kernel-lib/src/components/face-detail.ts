import type { Landmarks, Pixels } from '../types';
import { detailRegion, type DetailRegion } from './detail-region';
import { noise } from './noise';

/** What components and findings both read from the face in the picture's own pixels. */
export interface FaceDetail {
  /** null where the face lies outside the picture or is too small to measure. */
  region: DetailRegion | null;
  /** Standard deviation of the noise on it in grey levels, 0 where there is no region. */
  noise: number;
}

export function faceDetail(image: Pixels, landmarks: Landmarks): FaceDetail {
  const region = detailRegion(image, landmarks);
  return { region, noise: region ? noise(region) : 0 };
}
