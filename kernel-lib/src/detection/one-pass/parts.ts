import type { Face } from '../../types';

/** How far a head reaches beyond the box of its face to either side (seen in profile, the whole of it), and up and down, in boxes. */
const BESIDE = 0.75;
const ABOVE = 0.4;
/** Something of this share of a face's width or less, within that head, is a part of it. */
const PART = 0.75;

/**
 * Without what is a part of somebody's head: an ear beside a face in profile, or a hand before it, looks like a small face. A head
 * that is partly hidden behind another one, near to it and much smaller, goes with them.
 */
export function withoutParts(faces: readonly Face[]): Face[] {
  return faces.filter(part => !faces.some(whole => whole !== part && isPartOf(part, whole)));
}

function isPartOf({ box }: Face, whole: Face): boolean {
  const { x, y, width, height } = whole.box;
  const [cx, cy] = [box.x + box.width / 2, box.y + box.height / 2];
  const inside =
    cx > x - BESIDE * width &&
    cx < x + (1 + BESIDE) * width &&
    cy > y - ABOVE * height &&
    cy < y + (1 + ABOVE) * height;
  return inside && box.width <= PART * width;
}
