import type { Mipmap } from '../image';
import type { Face } from '../types';
import { findByCascade } from './cascade/cascade';
import { EDGE_CONVENTION, ORIGINAL_CONVENTION } from './cascade/options';
import type { CascadeNetworks } from './cascade/options';
import { findInOnePass } from './one-pass/find';
import type { OnePassNetworks } from './one-pass/options';

/** A detector with its networks loaded. */
export type Detector =
  | ({ kind: 'one-pass' } & OnePassNetworks)
  | { kind: 'cascade'; convention: 'edge' | 'original'; networks: CascadeNetworks };

/**
 * Finds faces and their five landmarks.
 *
 * @param minFace smallest face looked for, in px of the picture, ≥ 6. Default: `defaultMinFace`
 * @returns best score first, coordinates in px of the picture. Where no face is certain, the best of the uncertain ones that is a
 *   face at all, with `fallback: true`, or nothing
 * @throws FacegaugeError INVALID_ARGUMENT
 */
export function detectFaces(picture: Mipmap, detector: Detector, minFace?: number): Promise<Face[]> {
  if (detector.kind === 'one-pass') return findInOnePass(picture, detector, { minFace });
  const convention = detector.convention === 'original' ? ORIGINAL_CONVENTION : EDGE_CONVENTION;
  return findByCascade(picture, detector.networks, { minFace, convention });
}
