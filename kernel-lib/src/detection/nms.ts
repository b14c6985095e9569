import type { Boxes } from './boxes';

/** What an overlap is measured by: the area both cover together, or the area of the smaller box. */
export type OverlapBy = 'union' | 'minimum';

/** So few boxes are compared each with each; with more it pays to look up the near ones. */
const FEW = 64;

/**
 * Greedy non-maximum suppression: the box with the best score stays, those overlapping it by more than `limit` go, and so on.
 *
 * @param limit greatest overlap two kept boxes may have, 0..1
 * @returns indices of the boxes that stay, best score first
 */
export function suppressOverlaps(boxes: Boxes, limit: number, by: OverlapBy = 'union'): number[] {
  const { count, score } = boxes;
  const order = Array.from({ length: count }, (_, i) => i).sort((a, b) => score[b] - score[a]);
  const near = by === 'union' && count > FEW && limit > 0 && limit < 1 ? new Neighbours(boxes, limit) : null;
  const kept: number[] = [];
  const suppresses = (i: number, j: number): boolean => overlap(boxes, i, j, by) > limit;
  for (const i of order) {
    if (near ? near.some(i, suppresses) : kept.some(k => suppresses(i, k))) continue;
    kept.push(i);
    near?.add(i);
  }
  return kept;
}

/** Of boxes i and j, 0..1; 0 where they lie apart. */
export function overlap({ x1, y1, x2, y2 }: Boxes, i: number, j: number, by: OverlapBy): number {
  const width = Math.min(x2[i], x2[j]) - Math.max(x1[i], x1[j]);
  const height = Math.min(y2[i], y2[j]) - Math.max(y1[i], y1[j]);
  if (width <= 0 || height <= 0) return 0;
  const both = width * height;
  const first = (x2[i] - x1[i]) * (y2[i] - y1[i]);
  const second = (x2[j] - x1[j]) * (y2[j] - y1[j]);
  return both / (by === 'union' ? first + second - both : Math.min(first, second));
}

/**
 * The boxes kept so far, by size and place. Two boxes that overlap by more than `limit` of their union differ in their longer side
 * by less than that factor, so only boxes of the same or the next class of size, and near by, have to be looked at.
 */
class Neighbours {
  readonly #cells = new Map<number, number[]>();
  readonly #step: number;

  constructor(
    private readonly boxes: Boxes,
    limit: number
  ) {
    this.#step = -Math.log(limit);
  }

  add(i: number): void {
    const size = this.#classOf(i);
    const cell = this.#sideOf(size);
    const key = keyOf(size, Math.floor(this.#x(i) / cell), Math.floor(this.#y(i) / cell));
    const there = this.#cells.get(key);
    if (there) there.push(i);
    else this.#cells.set(key, [i]);
  }

  /** Whether the test holds for any box that could overlap box i enough. */
  some(i: number, test: (i: number, j: number) => boolean): boolean {
    const [x, y, own] = [this.#x(i), this.#y(i), this.#classOf(i)];
    for (let size = own - 1; size <= own + 1; size++) {
      const cell = this.#sideOf(size);
      // Boxes that touch have their centres no farther apart than half of both sides together.
      const reach = (this.#sideOf(own) + cell) / 2;
      for (let row = Math.floor((y - reach) / cell); row <= Math.floor((y + reach) / cell); row++)
        for (let column = Math.floor((x - reach) / cell); column <= Math.floor((x + reach) / cell); column++)
          if (this.#cells.get(keyOf(size, column, row))?.some(j => test(i, j))) return true;
    }
    return false;
  }

  #x = (i: number): number => (this.boxes.x1[i] + this.boxes.x2[i]) / 2;
  #y = (i: number): number => (this.boxes.y1[i] + this.boxes.y2[i]) / 2;

  #classOf(i: number): number {
    const { x1, y1, x2, y2 } = this.boxes;
    return Math.floor(Math.log(Math.max(1, x2[i] - x1[i], y2[i] - y1[i])) / this.#step);
  }

  /** Upper bound of the longer side in a class. */
  #sideOf(size: number): number {
    return Math.exp((size + 1) * this.#step);
  }
}

/** One number a cell. Cells far outside any picture may share one: that costs a look, never a box. */
function keyOf(size: number, column: number, row: number): number {
  return ((size & 0xff) << 22) | ((column & 0x7ff) << 11) | (row & 0x7ff);
}
