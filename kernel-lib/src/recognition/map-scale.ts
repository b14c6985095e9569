import { calibratedAt } from './calibration';
import type { FaceContract } from './contract';

/** The quality at which a picture is commonly refused; fixed, so that colours do not change with a user's policy. */
const REFUSED_AT = 0.4;

/** This many cells in the deepest colour, one row of the map, refuse an otherwise good face. */
const CELLS_TO_REFUSE = 7;

/**
 * Half-range of the colour scale of a model's contribution maps: colours run from −mapScale over 0 to +mapScale, parts beyond are
 * drawn in the end colours. One figure a model, so that any two maps of it can be compared. Where the manifest states none it is a
 * seventh of what separates a face without fault (logQuality = bias) from quality .4.
 * @returns a number > 0, in units of logQuality
 */
export function mapScale(contract: FaceContract): number {
  if (contract.mapScale !== undefined && contract.mapScale > 0) return contract.mapScale;
  const refused = contract.calibration ? calibratedAt(REFUSED_AT, contract.calibration) : Math.log(REFUSED_AT);
  const distance = refused === null ? Math.abs(contract.bias) : Math.abs(contract.bias - refused);
  return Math.max(distance, 0.1) / CELLS_TO_REFUSE;
}
