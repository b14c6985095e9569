import type { Landmarks, Point, Tensor } from '../../types';
import { Boxes } from '../boxes';
import type { Shown } from './show';

const STRIDES = [8, 16, 32];

/** Candidates: boxes with their scores, and landmarks in the same order. */
export interface Candidates {
  boxes: Boxes;
  points: Landmarks[];
}

export const noCandidates = (): Candidates => ({ boxes: new Boxes(), points: [] });

/**
 * Reads what the network says of its cells: for each stride s in 8, 16, 32 `score_s` (0..1), `box_s` (centre minus the cell's
 * corner, logarithm of width and height) and `points_s` (five landmarks minus the cell's corner), all in strides; cell (i, j)
 * has its corner at (j·s, i·s) in edges.
 *
 * @param threshold least score
 * @param into candidates so far; new ones are added, in px of the picture
 * @returns `into`
 */
export function readCells(
  outputs: Record<string, Tensor>,
  { x: left, y: top, across, down }: Omit<Shown, 'image'>,
  threshold: number,
  into: Candidates
): Candidates {
  for (const stride of STRIDES) {
    const score = outputs[`score_${stride}`];
    const box = outputs[`box_${stride}`].data;
    const points = outputs[`points_${stride}`].data;
    const columns = score.dims[score.dims.length - 1];
    const cells = score.data.length;
    for (let cell = 0; cell < cells; cell++) {
      if (!(score.data[cell] >= threshold)) continue;
      const column = cell % columns;
      const row = (cell - column) / columns;
      const place = (plane: number, of: Float32Array): Point => [
        left + (column + of[plane * cells + cell]) * stride * across,
        top + (row + of[(plane + 1) * cells + cell]) * stride * down
      ];
      const [cx, cy] = place(0, box);
      const halfWidth = (Math.exp(box[2 * cells + cell]) * stride * across) / 2;
      const halfHeight = (Math.exp(box[3 * cells + cell]) * stride * down) / 2;
      into.boxes.add(cx - halfWidth, cy - halfHeight, cx + halfWidth, cy + halfHeight, score.data[cell]);
      into.points.push([0, 2, 4, 6, 8].map(plane => place(plane, points)) as Landmarks);
    }
  }
  return into;
}
