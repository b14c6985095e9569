import { FacegaugeError } from '../errors';
import type { CalibrationKnots } from './contract';

/**
 * Quality of a logQuality: linear between the knots, clamped outside them.
 * @param knots [logQuality, quality] as `checkKnots` accepts them
 * @returns 0..1; NaN for NaN
 */
export function calibrate(logQuality: number, knots: CalibrationKnots): number {
  if (Number.isNaN(logQuality)) return NaN;
  const last = knots.length - 1;
  if (logQuality <= knots[0][0]) return knots[0][1];
  if (logQuality >= knots[last][0]) return knots[last][1];
  let i = 1;
  while (knots[i][0] < logQuality) i++;
  const [x0, y0] = knots[i - 1];
  const [x1, y1] = knots[i];
  return y0 + ((y1 - y0) * (logQuality - x0)) / (x1 - x0);
}

/**
 * The logQuality at which the calibrated quality first reaches `quality`; null where it never does.
 * Reads the same knots the other way round, for drawing thresholds on a scale of logQuality.
 */
export function calibratedAt(quality: number, knots: CalibrationKnots): number | null {
  if (quality <= knots[0][1]) return knots[0][0];
  for (let i = 1; i < knots.length; i++) {
    const [x0, y0] = knots[i - 1];
    const [x1, y1] = knots[i];
    if (y1 >= quality) return x0 + ((x1 - x0) * (quality - y0)) / (y1 - y0);
  }
  return null;
}

/** @throws MODEL_CONTRACT where knots are fewer than two, not rising, not finite or outside 0..1 */
export function checkKnots(knots: CalibrationKnots): void {
  const wrong = describeWrongKnots(knots);
  if (wrong === null) return;
  throw new FacegaugeError('MODEL_CONTRACT', `The calibration of the face network is unusable: ${wrong}.`, {
    found: JSON.stringify(knots),
    action: 'Knots are [log_quality, quality] with rising log_quality and non-falling quality in 0..1.'
  });
}

function describeWrongKnots(knots: CalibrationKnots): string | null {
  if (knots.length < 2) return 'it needs at least two knots';
  for (let i = 0; i < knots.length; i++) {
    const [x, y] = knots[i];
    if (!Number.isFinite(x) || !(y >= 0 && y <= 1)) return `knot ${i} is [${x}, ${y}]`;
    if (i === 0) continue;
    if (x <= knots[i - 1][0]) return `log_quality does not rise at knot ${i}`;
    if (y < knots[i - 1][1]) return `quality falls at knot ${i}`;
  }
  return null;
}
