import type { ComponentValue } from '../types';
import { component } from './scale';

/** Causes that stand for something before the face. */
export const COVERINGS = ['mask', 'sunglasses', 'hand-or-object'] as const;

/**
 * FaceOcclusionPrevention: probability that a mask, dark glasses, a hand or another thing covers part of the face, by the face
 * network's own `causes`; 100 · (1 − x). The contribution map cannot say it: blur, bad light and a turned head lower the same
 * parts. The standard measures the covered share with a segmentation.
 * @returns null for a network without causes: nothing else here sees a covering
 */
export function faceOcclusionPrevention(causes: Record<string, number> | null): ComponentValue | null {
  if (!causes || !COVERINGS.some(name => name in causes)) return null;
  const free = COVERINGS.reduce((left, name) => left * (1 - (causes[name] ?? 0)), 1);
  return component(1 - free, '', 100 * free, 3);
}
