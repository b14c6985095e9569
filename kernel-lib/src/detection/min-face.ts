import { FacegaugeError } from '../errors';

/** Smallest face looked for in a picture of that size: 20 px, at least 1/40 of the shorter side. */
export function defaultMinFace(width: number, height: number): number {
  return Math.max(20, Math.min(width, height) / 40);
}

/**
 * The smallest face to look for, in px of the picture.
 * @throws FacegaugeError INVALID_ARGUMENT for less than 6 px
 */
export function resolveMinFace(minFace: number | undefined, width: number, height: number): number {
  const resolved = minFace ?? defaultMinFace(width, height);
  if (resolved >= 6) return resolved;
  throw new FacegaugeError('INVALID_ARGUMENT', `minFace must be at least 6 pixels, given was ${minFace}.`, {
    found: String(minFace),
    action: 'Leave it out for the default (20 px, at least 1/40 of the shorter side).'
  });
}
